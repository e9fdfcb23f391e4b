using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cameras;

/// <summary>A turn that a machine has begun.</summary>
/// <param name="Turn">Its number among those of the camera.</param>
/// <param name="IsAfterLoss">Nobody said that the turn before it has ended: its machine may not know yet that it has.</param>
internal readonly record struct BegunTurn(long Turn, bool IsAfterLoss);

/// <summary>
/// Which machine watches which camera, where several do: each beginning is a turn with a number, given by the database. What was seen in a turn is
/// stored only until a newer one begins (Decision 0063).
/// </summary>
internal sealed class CameraTurns(IDbContextFactory<DashboardDbContext> database, TimeProvider time)
{
    /// <summary>How many turns of a camera are kept, as history.</summary>
    public const int MaxKept = 20;

    /// <summary>Begins a machine's turn with a camera; from now on nothing is stored that was seen in an earlier one.</summary>
    public async Task<BegunTurn> BeginAsync(int cameraId, string node, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Whoever is storing at this moment under the turn before it comes first.
        await db.LockFlowOrderAsync(cancellationToken: cancellationToken);
        var last = await db.CameraTurns.AsNoTracking().Where(turn => turn.CameraId == cameraId).OrderByDescending(turn => turn.Turn)
            .FirstOrDefaultAsync(cancellationToken);
        var number = (last?.Turn ?? 0) + 1;
        db.CameraTurns.Add(new CameraTurn { CameraId = cameraId, Turn = number, Node = node, BeganAt = time.GetUtcNow() });
        await db.SaveChangesAsync(cancellationToken);
        await db.CameraTurns.Where(turn => turn.CameraId == cameraId && turn.Turn <= number - MaxKept).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new BegunTurn(number, last is { EndedAt: null });
    }

    /// <summary>Notes that a machine let go of a camera, with all that it saw stored.</summary>
    public async Task EndAsync(int cameraId, long turn, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await db.CameraTurns.Where(row => row.CameraId == cameraId && row.Turn == turn && row.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.EndedAt, now), cancellationToken);
    }

    /// <summary>Those of a machine's cameras with which another turn has begun since.</summary>
    /// <param name="held">The machine's turns by camera.</param>
    public async Task<IReadOnlyList<int>> FindLostAsync(IReadOnlyDictionary<int, long> held, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var newest = await NewestAsync(db, [.. held.Keys], cancellationToken);
        return [.. held.Where(turn => newest.GetValueOrDefault(turn.Key) > turn.Value).Select(turn => turn.Key)];
    }

    /// <summary>The newest turns of all cameras, the latest first.</summary>
    public async Task<IReadOnlyList<CameraTurn>> ListLatestAsync(int count, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.CameraTurns.AsNoTracking().OrderByDescending(turn => turn.BeganAt).ThenByDescending(turn => turn.Turn).Take(count)
            .ToListAsync(cancellationToken);
    }

    /// <summary>The numbers of the newest turns of cameras; a camera that never had one is left out.</summary>
    public static Task<Dictionary<int, long>> NewestAsync(DashboardDbContext db, IReadOnlyList<int> cameras, CancellationToken cancellationToken) =>
        db.CameraTurns.Where(turn => EF.Parameter(cameras).Contains(turn.CameraId)).GroupBy(turn => turn.CameraId)
            .Select(turns => new { Camera = turns.Key, Turn = turns.Max(turn => turn.Turn) })
            .ToDictionaryAsync(turn => turn.Camera, turn => turn.Turn, cancellationToken);
}
