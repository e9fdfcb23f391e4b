namespace Dashboard.Pipeline;

/// <summary>Registers the queues and the frame pool.</summary>
public static class PipelineSetup
{
    /// <summary>Adds them.</summary>
    public static void AddPipeline(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new FramePool());
        builder.Services.AddSingleton<PipelineQueues>();
    }
}
