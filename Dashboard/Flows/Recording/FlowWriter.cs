using Dashboard.Cameras;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Pipeline;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows.Recording;

/// <summary>Stores flows: pictures first, then rows and candidates in one transaction, so that no moment leaves half a flow.</summary>
internal sealed class FlowWriter(IDbContextFactory<DashboardDbContext> database, FlowImages images)
{
    private const int MaxParallel = 4;

    /// <summary>
    /// Stores flows and returns their rows. May be called again with the same flows after any error: what was stored stays stored once. Throws
    /// <see cref="StaleTurnException"/>, and stores none, where one is of a turn that is over.
    /// </summary>
    public async Task<IReadOnlyList<FlowWithCamera>> StoreAsync(IReadOnlyList<FlowDraft> batch, CancellationToken cancellationToken = default)
    {
        // A preview and its end may be in one batch: they share a file, and the end's picture is the one that counts.
        await Parallel.ForEachAsync(
            batch.Where(draft => draft.Jpeg.Length > 0).GroupBy(draft => draft.Uuid)
                .Select(same => same.LastOrDefault(draft => !draft.IsPreview) ?? same.Last()).Where(draft => draft.Written is null),
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken },
            async (draft, stop) =>
                draft.Written = await images.WriteAsync(draft.Uuid, draft.CapturedAt, draft.Jpeg, draft.IsPreview ? null : draft.Views, stop));

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var flows = await InsertAsync(db, batch, cancellationToken);
        foreach (var (draft, flow) in batch.Zip(flows).Where(both => both.First.Written is not null))
        {
            images.ReleaseStored(draft.Written!, flow);
        }

        var translator = await FlowQueryTranslator.CreateAsync(db, cancellationToken);
        return [.. flows.Select(flow => new FlowWithCamera(flow, translator.CameraOf(flow.CameraId)))];
    }

    /// <summary>
    /// Ends previews of this machine's cameras that were last seen before a moment: whoever would have ended them was killed. What was told of them
    /// is what they are. Returns how many.
    /// </summary>
    public async Task<int> EndPreviewsAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        const int newest = 10_000; // Previews are young; older flows need not be looked through.
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var after = await db.Flows.MaxAsync(flow => (long?)flow.Id, cancellationToken) - newest ?? 0;
        var left = await (
            from flow in db.Flows
            where flow.Id > after
                && flow.IsPreview
                && flow.LastSeenAt < before
                && db.Cameras.Any(camera => camera.Id == flow.CameraId && camera.AgentId == null)
            select flow).ToListAsync(cancellationToken);
        return await EndAsync(db, left, cancellationToken);
    }

    /// <summary>
    /// Ends previews of agents that were last seen before a moment: who would have ended them is gone. All flows are looked through once; from then
    /// on those that were captured since the last look. Returns how many.
    /// </summary>
    public async Task<int> EndAgentsPreviewsAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        const int overlap = 600; // What was seen for so many seconds after it was captured is found by a later look.
        var end = before.ToUnixTimeSeconds();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var cameras = await db.Cameras.Where(camera => camera.AgentId != null).Select(camera => camera.Id).ToListAsync(cancellationToken);
        if (cameras.Count == 0)
        {
            return 0;
        }

        var position = await db.Positions.SingleOrDefaultAsync(position => position.Name == Position.AgentsPreviews, cancellationToken)
            ?? db.Positions.Add(new Position { Name = Position.AgentsPreviews }).Entity;
        var first = position.Value - overlap;
        position.Value = Math.Max(position.Value, end);
        var left = await (
            from flow in db.Flows
            where flow.CapturedSecond >= first
                && flow.CapturedSecond < end
                && flow.IsPreview
                && flow.LastSeenAt < before
                && EF.Parameter(cameras).Contains(flow.CameraId)
            select flow).ToListAsync(cancellationToken);
        return await EndAsync(db, left, cancellationToken);
    }

    private static async Task<int> EndAsync(DashboardDbContext db, List<Flow> left, CancellationToken cancellationToken)
    {
        foreach (var flow in left)
        {
            flow.IsPreview = false;
            db.FlowOutbox.Add(new FlowOutboxEntry { FlowId = flow.Id });
        }

        await db.SaveChangesAsync(cancellationToken);
        return left.Count;
    }

    /// <summary>Forgets a flow that cannot be stored, with its picture.</summary>
    public void Discard(FlowDraft draft)
    {
        if (draft.Written is { } picture)
        {
            images.Discard(picture);
        }
    }

    // An attempt may have been stored although it failed: the answer to the commit was lost. So what is there already is not stored again, and a
    // preview that is there is brought up to date.
    private async Task<IReadOnlyList<Flow>> InsertAsync(DashboardDbContext db, IReadOnlyList<FlowDraft> batch, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(cancellationToken: cancellationToken);
        await RefuseStaleAsync(db, batch, cancellationToken);
        var uuids = batch.Select(draft => draft.Uuid).Distinct().ToArray();
        var known = await db.Flows.Include(flow => flow.Candidates)
            .Where(flow => uuids.Contains(flow.Uuid))
            .ToDictionaryAsync(flow => flow.Uuid, cancellationToken);
        var directions = await DirectionsAsync(db, batch, cancellationToken);
        var flows = new List<Flow>(batch.Count);
        List<(Flow Flow, IReadOnlySet<string> Files)> replaced = [];
        foreach (var draft in batch)
        {
            var drafted = draft.ToFlow();
            drafted.DirectionName = directions.GetValueOrDefault(draft.CameraId)?.NameOf(drafted.Direction);
            if (!known.TryGetValue(draft.Uuid, out var flow))
            {
                db.Flows.Add(flow = known[draft.Uuid] = drafted);
            }
            else if (flow.IsPreview)
            {
                replaced.Add((flow, PictureNames.All(flow)));
                FlowCopy.Update(flow, drafted);
                if (flow.Id != 0)
                {
                    db.FlowOutbox.Add(new FlowOutboxEntry { FlowId = flow.Id });
                }
            }

            flows.Add(flow);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        replaced.ForEach(before => images.DeleteLeftOver(before.Files.Except(PictureNames.All(before.Flow))));
        return flows;
    }

    // A turn begins under the lock that is held here, so none begins between this look and the end of the transaction.
    private static async Task RefuseStaleAsync(DashboardDbContext db, IReadOnlyList<FlowDraft> batch, CancellationToken cancellationToken)
    {
        var turned = batch.Where(draft => draft.Turn is not null).ToList();
        if (turned.Count == 0)
        {
            return;
        }

        var newest = await CameraTurns.NewestAsync(db, [.. turned.Select(draft => draft.CameraId).Distinct()], cancellationToken);
        if (turned.Find(draft => draft.Turn < newest.GetValueOrDefault(draft.CameraId)) is { } stale)
        {
            throw new StaleTurnException(stale.CameraId, stale.Turn!.Value, newest[stale.CameraId]);
        }
    }

    private static async Task<Dictionary<int, CameraDirection?>> DirectionsAsync(
        DashboardDbContext db, IReadOnlyList<FlowDraft> batch, CancellationToken cancellationToken)
    {
        var ids = batch.Where(draft => draft.Group.Travel is not null).Select(draft => draft.CameraId).Distinct().ToArray();
        return ids.Length == 0
            ? []
            : await db.Cameras.AsNoTracking().Where(camera => ids.Contains(camera.Id) && camera.DirectionDegrees != null)
                .ToDictionaryAsync(camera => camera.Id, camera => camera.Direction, cancellationToken);
    }
}
