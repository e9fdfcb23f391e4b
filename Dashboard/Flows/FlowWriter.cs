using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows;

/// <summary>Stores flows: pictures first, then rows and candidates in one transaction, so that no moment leaves half a flow.</summary>
internal sealed class FlowWriter(IDbContextFactory<DashboardDbContext> database, FlowImages images)
{
    private const int PicturesAtOnce = 4;

    /// <summary>
    /// Stores flows and returns their rows. May be called again with the same flows after any error: what was stored stays stored once.
    /// </summary>
    public async Task<IReadOnlyList<FlowRow>> StoreAsync(IReadOnlyList<PendingFlow> batch, CancellationToken cancel = default)
    {
        await Parallel.ForEachAsync(
            batch.Where(pending => pending is { HasWrittenPicture: false, Vehicle.Jpeg.Length: > 0 }),
            new ParallelOptions { MaxDegreeOfParallelism = PicturesAtOnce, CancellationToken = cancel },
            async (pending, stop) =>
            {
                await images.WriteAsync(pending.Uuid, pending.CapturedAt, pending.Vehicle.Jpeg, stop);
                pending.HasWrittenPicture = true;
            });

        await using var db = await database.CreateDbContextAsync(cancel);
        var flows = await InsertAsync(db, batch, cancel);
        foreach (var pending in batch)
        {
            images.Confirm(pending.Uuid);
        }

        var cameras = (await FlowQueryTranslator.CreateAsync(db, cancel)).ById;
        return [.. flows.Select(flow => new FlowRow(flow, cameras.GetValueOrDefault(flow.CameraId, new KnownCamera(flow.CameraId, "", 0))))];
    }

    /// <summary>Forgets a flow that cannot be stored, with its picture.</summary>
    public void Discard(PendingFlow pending)
    {
        try
        {
            images.Delete(pending.Uuid, pending.CapturedAt);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The sweep at the next start removes it.
        }

        images.Confirm(pending.Uuid);
    }

    // An attempt may have been stored although it failed: the answer to the commit was lost. So what is there already is not stored again.
    private static async Task<IReadOnlyList<Flow>> InsertAsync(DashboardDbContext db, IReadOnlyList<PendingFlow> batch, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.LockFlowOrderAsync(cancel);
        var uuids = batch.Select(pending => pending.Uuid).ToArray();
        var stored = await db.Flows.AsNoTracking().Include(flow => flow.Candidates).Where(flow => uuids.Contains(flow.Uuid))
            .ToDictionaryAsync(flow => flow.Uuid, cancel);
        var flows = batch.Select(pending => stored.GetValueOrDefault(pending.Uuid) ?? pending.ToFlow()).ToList();
        db.Flows.AddRange(flows.Where(flow => flow.Id == 0));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return flows;
    }
}
