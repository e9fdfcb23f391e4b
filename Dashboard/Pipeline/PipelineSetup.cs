using Dashboard.Hosting.Process;

namespace Dashboard.Pipeline;

/// <summary>Registers the queues and the frame pool.</summary>
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
        builder.Services.AddSingleton(provider => new FramePool(provider.GetRequiredService<MemoryOptions>().FreeFrameBytes));
        builder.Services.AddSingleton<IKeptMemory>(provider => provider.GetRequiredService<FramePool>());
        builder.Services.AddSingleton<PipelineQueues>();
    }
}
