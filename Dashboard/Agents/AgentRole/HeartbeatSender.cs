using Dashboard.Hosting;
using Dashboard.Scout;

namespace Dashboard.Agents.AgentRole;

/// <summary>Tells the server every minute how this machine is. Only this minute's counts, so one that does not arrive is not sent again.</summary>
internal sealed class HeartbeatSender(
    ServerConnection server,
    ServerHeartbeat heartbeat,
    FlowPusher pusher,
    PictureQuota quota,
    AgentLinkStatus status,
    TimeProvider time,
    ILogger<HeartbeatSender> log)
    : PeriodicWork(TimeSpan.FromMinutes(1), isAtOnce: true, "No heartbeat this minute", time, log)
{
    /// <summary>Sends one. Throws <see cref="ServerUnavailableException"/>.</summary>
    public async Task SendAsync(CancellationToken cancellationToken = default)
    {
        var room = quota.Current;
        var source = await heartbeat.TakeAsync(cancellationToken) with
        {
            BeanstalkQueueSize = await pusher.CountWaitingAsync(cancellationToken),
            DiskQuotaTotalBytes = room.MaxBytes,
            DiskQuotaConsumedBytes = room.Used,
            DiskQuotaEarliestResult = room.Earliest?.ToUnixTimeMilliseconds() ?? -1,
        };
        if (await server.PushAsync(ScoutJson.Write(source), cancellationToken) is { } refusal)
        {
            Log.LogWarning("The server rejected a heartbeat: {Reason}", refusal.Reason);
        }
    }

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(cancellationToken);
        }
        catch (ServerUnavailableException exception)
        {
            status.Calls.Fails(exception.Message);
        }
    }
}
