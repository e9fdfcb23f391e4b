using System.Text.Json;
using Dashboard.Agents.Intake;
using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Tracking;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.Reads;

/// <summary>A read in the store without its picture.</summary>
internal sealed record WaitingRead(
    long Id, string AgentUid, long CameraNumber, string Frame, DateTimeOffset CapturedAt, string Body, int PictureBytes)
{
    /// <summary>Its size in the store: characters of the body and bytes of the picture.</summary>
    public int Bytes => Body.Length + PictureBytes;
}

/// <summary>
/// The reads that were pushed and are no flow yet, in the database: what was acknowledged survives a kill, and goes in the transaction that stores
/// its flow. One server groups the reads of a camera, whichever of them they come to; one that is gone is replaced after a minute or two.
/// </summary>
internal sealed class PushedReadStore(
    IDbContextFactory<DashboardDbContext> database, AgentDirectory agents, AgentIdentity identity, TrackingOptions tracking, TimeProvider time)
{
    /// <summary>Reads that are taken over from the database at once.</summary>
    public const int MaxRows = 1000;

    private static readonly TimeSpan SeenStep = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A server that was given no read of a camera for this long no longer groups them. Where all works, a read waits for no longer than a vehicle
    /// may take.
    /// </summary>
    public TimeSpan OwnerSilence { get; } = TimeSpan.FromMinutes(1) + tracking.MaxDelay;

    /// <summary>Stores the reads of frames that are not there yet.</summary>
    public async Task AddAsync(IReadOnlyList<PushedFrame> frames, CancellationToken cancellationToken)
    {
        var map = await agents.GetAsync(cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(cancellationToken: cancellationToken);
        await EnterAgentsAsync(db, map, frames, cancellationToken);
        var names = frames.Select(frame => frame.Name).ToList();
        var known = await db.PushedReads.Where(read => EF.Parameter(names).Contains(read.Frame))
            .Select(read => read.Frame).ToHashSetAsync(cancellationToken);
        var now = time.GetUtcNow();
        var owners = new Dictionary<(string Agent, long Camera), string>();
        foreach (var frame in frames.DistinctBy(CameraOf))
        {
            owners[CameraOf(frame)] = await OwnerAsync(db, frame, now - OwnerSilence, cancellationToken);
        }

        foreach (var frame in frames.Where(frame => known.Add(frame.Name)))
        {
            db.PushedReads.AddRange(frame.Plates.Select(plate => new PushedRead
            {
                AgentUid = frame.Agent.Uid,
                CameraNumber = frame.CameraNumber,
                Frame = frame.Name,
                CapturedAt = frame.At,
                Owner = owners[CameraOf(frame)],
                ReceivedAt = now,
                Body = JsonSerializer.Serialize(plate),
                Picture = plate.Jpeg,
            }));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>This server's reads behind a number; a frame is never cut in two.</summary>
    public async Task<IReadOnlyList<WaitingRead>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var rows = await Own(db.PushedReads.Where(read => read.Id > after)).Take(MaxRows).ToListAsync(cancellationToken);
        if (rows.Count == MaxRows && rows.FindLastIndex(read => read.Frame != rows[^1].Frame) is >= 0 and var whole)
        {
            rows.RemoveRange(whole + 1, rows.Count - whole - 1);
        }

        return rows;
    }

    /// <summary>Takes over the reads of servers that have not worked for a while, and returns them.</summary>
    public async Task<IReadOnlyList<WaitingRead>> TakeOverAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var before = now - OwnerSilence;
        var ids = await db.PushedReads.Where(read => read.Owner != identity.Uid && read.ReceivedAt < before)
            .OrderBy(read => read.Id).Select(read => read.Id).Take(MaxRows).ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return [];
        }

        await db.PushedReads.Where(read => EF.Parameter(ids).Contains(read.Id) && read.ReceivedAt < before).ExecuteUpdateAsync(
            set => set.SetProperty(read => read.Owner, identity.Uid).SetProperty(read => read.ReceivedAt, now), cancellationToken);
        return await Own(db.PushedReads.Where(read => EF.Parameter(ids).Contains(read.Id))).ToListAsync(cancellationToken);
    }

    /// <summary>The picture of a read; null: there is none.</summary>
    public async Task<byte[]?> PictureAsync(long read, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await db.PushedReads.Where(row => row.Id == read).Select(row => row.Picture).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Forgets reads that make no flow.</summary>
    public async Task RemoveAsync(IReadOnlyList<long> reads, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await db.PushedReads.Where(row => EF.Parameter(reads).Contains(row.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    private static (string Agent, long Camera) CameraOf(PushedFrame frame) => (frame.Agent.Uid, frame.CameraNumber);

    // Whoever was given the camera's last read; where that was too long ago, the server may be gone.
    private async Task<string> OwnerAsync(DashboardDbContext db, PushedFrame frame, DateTimeOffset after, CancellationToken cancellationToken) =>
        await db.PushedReads
            .Where(read => read.AgentUid == frame.Agent.Uid && read.CameraNumber == frame.CameraNumber && read.ReceivedAt > after)
            .OrderByDescending(read => read.ReceivedAt).Select(read => read.Owner).FirstOrDefaultAsync(cancellationToken) ?? identity.Uid;

    private IQueryable<WaitingRead> Own(IQueryable<PushedRead> reads) =>
        from read in reads
        where read.Owner == identity.Uid
        orderby read.Id
        select new WaitingRead(
            read.Id,
            read.AgentUid,
            read.CameraNumber,
            read.Frame,
            read.CapturedAt,
            read.Body,
            read.Picture == null ? 0 : read.Picture.Length);

    // An agent is there from its first frame on, whether a flow comes of it or not.
    private async Task EnterAgentsAsync(
        DashboardDbContext db, AgentMap map, IReadOnlyList<PushedFrame> frames, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var known = map.Agents.Values.ToLookup(agent => agent.Uid);
        var stale = frames.GroupBy(frame => frame.Agent.Uid).Select(same => same.Last())
            .Where(frame => known[frame.Agent.Uid].FirstOrDefault() is not { Name.Length: > 0 } agent || now - agent.LastSeenAt >= SeenStep)
            .ToList();
        foreach (var frame in stale)
        {
            if (await db.Agents.SingleOrDefaultAsync(agent => agent.Uid == frame.Agent.Uid, cancellationToken) is not { } row)
            {
                db.Agents.Add(row = new AgentRow { Uid = frame.Agent.Uid });
            }

            PushedSourceResolver.Fill(row, frame.Agent, time);
            TimeSpan? skew = frame.Plates is [{ ToldMs: { } told }, ..] ? DateTimeOffset.FromUnixTimeMilliseconds(told) - now : null;
            PushedSourceResolver.NoteClock(row, skew);
        }

        if (stale.Count > 0)
        {
            await db.SaveChangesAsync(cancellationToken);
            agents.Forget();
        }
    }
}
