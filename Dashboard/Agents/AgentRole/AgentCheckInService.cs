using Dashboard.Cameras;
using Dashboard.Hosting;
using Dashboard.Hosting.Process;
using Dashboard.Scout;

namespace Dashboard.Agents.AgentRole;

/// <summary>Calls the server every ten seconds: compares the clocks, and takes over the cameras that were given to this machine.</summary>
internal sealed class AgentCheckInService(
    ServerConnection server,
    CameraStore cameras,
    AgentIdentity identity,
    AgentOptions options,
    AgentLinkStatus status,
    TimeProvider time,
    ILogger<AgentCheckInService> log)
    : PeriodicWork(TimeSpan.FromSeconds(10), isAtOnce: true, "What the server said of the cameras could not be taken over", time, log)
{
    /// <summary>Calls once. Throws <see cref="ServerUnavailableException"/>.</summary>
    public async Task CallAsync(CancellationToken cancellationToken = default)
    {
        var sent = Time.GetTimestamp();
        var now = Time.GetUtcNow();
        var refused = status.Refused;
        var answer = await server.CheckInAsync(
            new AgentCheckIn
            {
                AgentUid = identity.Uid,
                AgentVersion = ProgramVersion.Text,
                AgentHostname = Environment.MachineName,
                AgentLabel = options.Name,
                Time = now.ToUnixTimeMilliseconds(),
                ImagePort = options.WebServer.Enabled && !options.PushesPictures ? options.WebServer.Port : null,
                RefusedFlows = refused.Count,
                RefusedReason = refused.Reason,
            },
            cancellationToken);
        if (answer.Time > 0 && LenientTime.FromEpoch(answer.Time) is { } there)
        {
            // The server looked at its clock about half way.
            status.SetAhead(now + (Time.GetElapsedTime(sent) / 2) - there);
        }

        if (answer.Cameras is { } assigned)
        {
            var changed = await cameras.AssignAsync([.. assigned.Select(camera => (camera.CameraId, camera.ToCamera()))], cancellationToken);
            if (changed > 0)
            {
                Log.LogInformation(
                    "The server changed {Changed} cameras; this machine now watches {Cameras}", changed, assigned.Count(camera => camera.Enabled));
            }
        }
    }

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(cancellationToken);
            status.Calls.Works(server.Address);
        }
        catch (ServerUnavailableException exception)
        {
            status.Calls.Fails(exception.Message);
        }
    }
}
