using Dashboard.Configuration;

namespace Dashboard.Pipeline;

/// <summary>Registers the queues, the frame pool and the limit of memory.</summary>
internal static class PipelineSetup
{
    public static void AddPipeline(this WebApplicationBuilder builder)
    {
        // Workers stop from upstream down, each when its queue is complete and empty, so all are told at once.
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ServicesStopConcurrently = true;
            host.ShutdownTimeout = TimeSpan.FromSeconds(9);
        });
        builder.Services.AddValidatedOptions(builder.Configuration, MemoryOptions.Section, new MemoryOptionsValidator());
        builder.Services.AddSingleton(provider => new FramePool(provider.GetRequiredService<MemoryOptions>().FreeFrameBytes));
        builder.Services.AddSingleton<PipelineQueues>();
    }
}
