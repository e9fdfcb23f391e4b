using Dashboard.Alerts.Matching;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Hosting.Logging;
using Dashboard.Pipeline;
using Dashboard.Storage;

namespace Dashboard.Alerts;

/// <summary>
/// Looks stored flows up in the alert lists, in the order of their numbers from a saved position on, and those again that have changed since.
/// It reads the database and nothing else: what was stored while it did not run, it does when it runs.
/// </summary>
internal sealed class AlertWorker(
    FlowSearch search,
    FlowFeed flowFeed,
    AlertListCache lists,
    AlertBatchReader reader,
    DeliveryFactory deliveries,
    AlertWriter writer,
    AlertStatus status,
    TimeProvider time,
    ILogger<AlertWorker> log) : BackgroundService, IHostedLifecycleService
{
    /// <summary>The most flows of one transaction.</summary>
    public const int MaxBatch = 500;

    /// <summary>The longest rest: other machines store flows too, and their wake-up does not reach this one.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private readonly WakeSignal _stored = new();
    private readonly FailureLog _failures = new(log, "Flows wait to be looked up in the alert lists; trying again", LogLevel.Error);

    /// <summary>Before anything stores flows: where there is no position yet, it begins behind the flows that are there.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken) =>
        await writer.BeginAsync(await search.HighestNumberAsync(cancellationToken), cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Does one batch of new flows and one of changed ones. Returns whether there may be more.</summary>
    internal async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        // Before the lists: what is looked up now was stored before they were read, so that a vehicle that passes after a plate was put on a list
        // is never held against the list of before.
        var position = await reader.ReadPositionAsync(cancellationToken);
        var highest = await search.HighestNumberAsync(cancellationToken);
        var updates = await reader.ReadUpdatesAsync(position, MaxBatch, cancellationToken);
        var loaded = await lists.RefreshAsync(cancellationToken);
        await deliveries.RefreshAsync(cancellationToken);

        // Where nobody waits for anything, there is nothing to look up.
        var isIdle = loaded.Count == 0 && !deliveries.HasHooks;
        var more = isIdle ? await SkipAsync(position, highest, cancellationToken) : await StoreNewAsync(position, highest, cancellationToken);
        more |= await StoreChangedAsync(updates, cancellationToken);
        position = more ? position : await reader.ReadPositionAsync(cancellationToken);
        status.SetBehind(Math.Max(0, await search.HighestNumberAsync(cancellationToken) - position));
        return more;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = flowFeed.SubscribeToAll(_ => _stored.Wake());
        var work = new WokenWork(
            _stored, new BackOff(PollInterval, MaxWait), _failures, time, exception => status.SetFault(StorageFailure.Describe(exception)));
        await work.RunAsync(async stop => await StepAsync(stop) ? TimeSpan.Zero : PollInterval, stoppingToken);
    }

    private async Task<bool> SkipAsync(long position, long upTo, CancellationToken cancellationToken) =>
        upTo > position && !await writer.StoreNewAsync(position, upTo, AlertBatch.Empty, cancellationToken);

    private async Task<bool> StoreNewAsync(long position, long highest, CancellationToken cancellationToken)
    {
        var flows = await reader.ReadNewAsync(position, highest, MaxBatch, cancellationToken);
        await Bisection.StoreAsync(
            flows,
            async part => await AdvanceAsync(part[^1].Flow.Id, await reader.MatchAsync(part, cancellationToken)),
            async (flow, refusal) =>
            {
                LeaveOut(flow.Flow.Id, refusal);
                return await AdvanceAsync(flow.Flow.Id, AlertBatch.Empty);
            },
            cancellationToken);
        return flows.Count > 0;

        async Task<bool> AdvanceAsync(long upTo, AlertBatch batch)
        {
            var began = time.GetUtcNow();
            var isMine = await writer.StoreNewAsync(position, upTo, batch, cancellationToken);
            position = upTo;
            foreach (var match in isMine ? batch.Matches : [])
            {
                FlowTrace.Add("alert", match.Flow.Uuid, began, time.GetUtcNow());
            }

            return isMine;
        }
    }

    private async Task<bool> StoreChangedAsync(IReadOnlyList<FlowOutboxEntry> updates, CancellationToken cancellationToken)
    {
        await Bisection.StoreAsync(
            updates,
            async part => await writer.StoreChangedAsync(
                part, await reader.MatchAsync(await reader.ReadChangedAsync(part, cancellationToken), cancellationToken), cancellationToken),
            async (update, refusal) =>
            {
                LeaveOut(update.FlowId, refusal);
                return await writer.StoreChangedAsync([update], AlertBatch.Empty, cancellationToken);
            },
            cancellationToken);
        return updates.Count > 0;
    }

    private void LeaveOut(long flow, Exception exception)
    {
        log.LogError(exception, "Flow {Flow} is not looked up in the alert lists: the database refuses what it makes", flow);
        status.AddSkipped(1);
    }
}
