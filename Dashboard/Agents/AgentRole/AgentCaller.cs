using Dashboard.Capture;
using Dashboard.Configuration;

namespace Dashboard.Agents.AgentRole;

/// <summary>Calls the server every ten seconds: compares the clocks, and takes over the cameras that were given to this machine.</summary>
internal sealed class AgentCaller(
    ServerConnection server, CameraStore cameras, AgentIdentity identity, AgentOptions options, AgentLinkStatus status, TimeProvider time, ILogger<AgentCaller> log)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>Calls once. Throws <see cref="ServerUnavailableException"/>.</summary>
    public async Task CallAsync(CancellationToken cancel = default)
    {
        var sent = time.GetTimestamp();
        var now = time.GetUtcNow();
        var answer = await server.HelloAsync(
            new AgentHello
            {
                AgentUid = identity.Uid,
                AgentVersion = ProgramVersion.Text,
                AgentHostname = Environment.MachineName,
                AgentLabel = options.Name,
                Time = now.ToUnixTimeMilliseconds(),
                ImagePort = options.WebServer.Enabled && !options.PushesPictures ? options.WebServer.Port : null,
            },
            cancel);
        if (answer.Time > 0)
        {
            // The server looked at its clock about half way.
            status.SetAhead(now + (time.GetElapsedTime(sent) / 2) - DateTimeOffset.FromUnixTimeMilliseconds(answer.Time));
        }

        if (answer.Cameras is { } assigned)
        {
            var changed = await cameras.AssignAsync([.. assigned.Select(camera => (camera.CameraId, camera.ToCamera()))], cancel);
            if (changed > 0)
            {
                log.LogInformation("{Changed} cameras changed as the server says; this machine watches {Cameras}", changed, assigned.Count(camera => camera.Enabled));
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                await TryAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops.
        }
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            await CallAsync(cancel);
            status.Calls.Works(server.Address);
        }
        catch (ServerUnavailableException gone)
        {
            status.Calls.Fails(gone.Message);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogError(failure, "What the server said of the cameras could not be taken over; this is tried again in {Seconds} s", Every.TotalSeconds);
        }
    }
}
