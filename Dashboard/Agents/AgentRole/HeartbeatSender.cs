using Dashboard.Configuration;
using Dashboard.Hosting;
using Dashboard.Scout;
using Dashboard.Storage;

namespace Dashboard.Agents.AgentRole;

/// <summary>Tells the server every minute how this machine is. Only this minute's counts, so one that does not arrive is not sent again.</summary>
internal sealed class HeartbeatSender(
    ServerConnection server, ServerHeartbeat heartbeat, FlowPusher pusher, PictureQuota quota, AgentLinkStatus status, TimeProvider time, ILogger<HeartbeatSender> log)
    : PeriodicWork(TimeSpan.FromMinutes(1), isAtOnce: true, "No heartbeat this minute", time, log)
{
    /// <summary>Sends one. Throws <see cref="ServerUnavailableException"/>.</summary>
    public async Task SendAsync(CancellationToken cancel = default)
    {
        var room = quota.Current;
        var source = await heartbeat.TakeAsync(cancel) with
        {
            BeanstalkQueueSize = await pusher.CountWaitingAsync(cancel),
            DiskQuotaTotalBytes = room.Most,
            DiskQuotaConsumedBytes = room.Used,
            DiskQuotaEarliestResult = room.EarliestMs ?? -1,
        };
        if (await server.PushAsync(ScoutJson.Write(source), cancel) is { } refusal)
        {
            Log.LogWarning("The server rejected a heartbeat: {Reason}", refusal);
        }
    }

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken cancel)
    {
        try
        {
            await SendAsync(cancel);
        }
        catch (ServerUnavailableException exception)
        {
            status.Calls.Fails(exception.Message);
        }
    }
}
