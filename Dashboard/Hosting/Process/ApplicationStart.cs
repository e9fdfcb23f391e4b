namespace Dashboard.Hosting.Process;

/// <summary>Waits of background work for the server's start.</summary>
internal static class ApplicationStart
{
    /// <summary>
    /// Returns once the server listens. It never does where it is started beside another by mistake: its address is taken, and it ends.
    /// </summary>
    public static async Task WaitForStartAsync(this IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult))
        {
            await started.Task.WaitAsync(cancellationToken);
        }
    }
}
