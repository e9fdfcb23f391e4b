using Dashboard.Alerts.Matching;
using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>
/// Looks stored flows up in the alert lists, in the order of their numbers from a saved position on, and those again that have changed since.
/// It reads the database and nothing else: what was stored while it did not run, it does when it runs.
/// </summary>
internal sealed class AlertWorker(
    IDbContextFactory<DashboardDbContext> factory,
    FlowSearch search,
    FlowFeed flowFeed,
    AlertListCache lists,
    FlowMatcher matcher,
    DeliveryPlan plan,
    AlertWriter writer,
    AlertStatus status,
    TimeProvider time,
    ILogger<AlertWorker> log) : BackgroundService, IHostedLifecycleService
{
    /// <summary>The most flows of one transaction.</summary>
    public const int MaximumBatch = 500;

    /// <summary>The longest rest: other machines store flows too, and their wake-up does not reach this one.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private readonly WakeSignal _stored = new();
    private int _batch = MaximumBatch;

    /// <summary>Before anything stores flows: where there is no position yet, it begins behind the flows that are there.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await db.Positions.AnyAsync(position => position.Name == Position.Alerts, cancellationToken))
        {
            return;
        }

        db.Positions.Add(new Position { Name = Position.Alerts, Value = await search.HighestNumberAsync(cancellationToken) });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another web node has just made it.
        }
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Does one batch of new flows and one of changed ones. Returns whether there may be more.</summary>
    internal async Task<bool> StepAsync(CancellationToken cancel)
    {
        await using var db = await factory.CreateDbContextAsync(cancel);
        var loaded = await lists.RefreshAsync(cancel);
        await plan.RefreshAsync(db, cancel);
        var position = await db.Positions.Where(known => known.Name == Position.Alerts).Select(known => known.Value).SingleAsync(cancel);
        var sites = await db.Cameras.AsNoTracking().Select(camera => new { camera.Id, camera.SiteId }).ToDictionaryAsync(camera => camera.Id, camera => camera.SiteId, cancel);

        // Where nobody waits for anything, there is nothing to look up.
        var isIdle = loaded.Count == 0 && plan.Hooks.Count == 0;
        var more = isIdle ? await SkipAsync(position, cancel) : await DoNewAsync(db, position, loaded, sites, cancel);
        more |= await DoChangedAsync(db, position, loaded, sites, cancel);
        _batch = MaximumBatch;
        if (!more)
        {
            position = await db.Positions.Where(known => known.Name == Position.Alerts).Select(known => known.Value).SingleAsync(cancel);
        }

        status.SetBehind(Math.Max(0, await search.HighestNumberAsync(cancel) - position));
        return more;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var woken = _stored.Listen();
        using var subscription = flowFeed.Subscribe(_ => _stored.Wake());
        var backOff = new BackOff(Poll, MaxWait);
        try
        {
            while (true)
            {
                var rest = TimeSpan.Zero;
                try
                {
                    rest = await StepAsync(stoppingToken) ? TimeSpan.Zero : Poll;
                    backOff.Reset();
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    Note(exception);
                    rest = backOff.Next();
                }

                if (rest > TimeSpan.Zero)
                {
                    await woken.WaitAsync(rest, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is done after the next start.
        }
    }

    private async Task<bool> SkipAsync(long position, CancellationToken cancel)
    {
        var highest = await search.HighestNumberAsync(cancel);
        return highest > position && !await writer.StoreNewAsync(position, highest, [], [], new Dictionary<int, int>(), cancel);
    }

    private async Task<bool> DoNewAsync(
        DashboardDbContext db, long position, IReadOnlyList<CachedAlertList> loaded, IReadOnlyDictionary<int, int> sites, CancellationToken cancel)
    {
        var flows = (await search.AfterAsync(position, _batch, null, SiteScope.Unrestricted, cancel)).Select(row => row.Flow).ToList();
        if (flows.Count == 0)
        {
            return false;
        }

        try
        {
            var matches = await MatchAsync(db, flows, loaded, sites, cancel);
            await writer.StoreNewAsync(position, flows[^1].Id, flows, matches, sites, cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && !StorageFailure.MayPass(failure))
        {
            await GiveUpOneAsync(position, flows, failure, cancel);
        }

        return true;
    }

    private async Task<bool> DoChangedAsync(
        DashboardDbContext db, long position, IReadOnlyList<CachedAlertList> loaded, IReadOnlyDictionary<int, int> sites, CancellationToken cancel)
    {
        // Those beyond the position are left: somebody may just be looking them up as they were before.
        var updates = await db.FlowOutbox.AsNoTracking().Where(update => update.FlowId <= position).OrderBy(update => update.Id).Take(MaximumBatch).ToListAsync(cancel);
        if (updates.Count == 0)
        {
            return false;
        }

        var ids = updates.Select(update => update.FlowId).Distinct().ToList();
        var flows = await db.Flows.AsNoTracking().Where(flow => ids.Contains(flow.Id)).OrderBy(flow => flow.Id).ToListAsync(cancel);
        var matches = await MatchAsync(db, flows, loaded, sites, cancel);
        await writer.StoreChangedAsync([.. updates.Select(update => update.Id)], flows, matches, sites, cancel);
        return true;
    }

    private async Task<IReadOnlyList<FlowMatch>> MatchAsync(
        DashboardDbContext db, IReadOnlyList<Flow> flows, IReadOnlyList<CachedAlertList> loaded, IReadOnlyDictionary<int, int> sites, CancellationToken cancel)
    {
        if (loaded.Any(list => list.List.MatchStrategy == MatchStrategy.Lenient))
        {
            var ids = flows.Select(flow => flow.Id).ToList();
            var candidates = (await db.FlowCandidates.AsNoTracking().Where(candidate => ids.Contains(candidate.FlowId)).ToListAsync(cancel)).ToLookup(candidate => candidate.FlowId);
            foreach (var flow in flows)
            {
                flow.Candidates = [.. candidates[flow.Id].OrderBy(candidate => candidate.Rank)];
            }
        }

        return await matcher.MatchAsync(flows, loaded, sites, cancel);
    }

    // One flow whose alert the database refuses must not stop those behind it: the batch is done flow by flow, and that one is left out.
    private async Task GiveUpOneAsync(long position, IReadOnlyList<Flow> flows, Exception failure, CancellationToken cancel)
    {
        plan.Forget();
        if (flows.Count > 1)
        {
            foreach (var flow in flows)
            {
                _batch = 1;
                await StepOverAsync(flow, cancel);
            }

            return;
        }

        log.LogError(failure, "Flow {Flow} is not looked up in the alert lists: the database refuses what it makes", flows[0].Id);
        status.AddSkipped(1);
        await writer.StoreNewAsync(position, flows[0].Id, [], [], new Dictionary<int, int>(), cancel);
    }

    private async Task StepOverAsync(Flow flow, CancellationToken cancel)
    {
        await using var db = await factory.CreateDbContextAsync(cancel);
        var position = await db.Positions.Where(known => known.Name == Position.Alerts).Select(known => known.Value).SingleAsync(cancel);
        if (position < flow.Id)
        {
            var sites = await db.Cameras.AsNoTracking().ToDictionaryAsync(camera => camera.Id, camera => camera.SiteId, cancel);
            await DoNewAsync(db, position, lists.Current, sites, cancel);
        }
    }

    private void Note(Exception failure)
    {
        plan.Forget();
        var reason = StorageFailure.Describe(failure);
        if (status.Current.Error != reason)
        {
            log.LogError(failure, "Flows wait to be looked up in the alert lists; trying again: {Reason}", reason);
        }

        status.SetError(reason);
    }
}
