using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Capture.Sharing;
using Dashboard.Domain.Users;
using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Health.CameraHealth;

/// <summary>
/// Keeps the health of the cameras that this machine watches: looks at their live numbers every five seconds, and stores sums once a minute and
/// outages when they begin and end. What is older than <see cref="KeptDays"/> days goes.
/// </summary>
internal sealed class CameraHealthRecorder(
    CameraStore cameras, CameraStatusBoard board, IDbContextFactory<DashboardDbContext> database, AgeClock ages, TimeProvider time,
    ILogger<CameraHealthRecorder> log, CameraShare? share = null, UnstoredHealth? unstored = null)
    : PeriodicWork(TimeSpan.FromSeconds(5), isAtOnce: true, "The health of cameras could not be stored", time, log)
{
    /// <summary>How long hours and outages are kept.</summary>
    public const int KeptDays = 90;

    /// <summary>Outages of a camera that are kept at most.</summary>
    public const int MaxOutages = 500;

    private static readonly TimeSpan StoreEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);
    private readonly Dictionary<int, CameraHealthTally> _tallies = [];
    private DateTimeOffset _storedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _prunedAt = DateTimeOffset.MinValue;

    /// <summary>Stores what was seen last, too.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await StoreAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException || StorageFailure.MayPass(exception))
        {
            Log.LogWarning("The health of cameras of the last minute is lost: {Reason}", StorageFailure.Describe(exception));
        }
    }

    /// <summary>Reads the states once, and stores where it is time.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var enabled = (await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken)).Where(camera => camera.IsEnabled).ToList();
        var watched = enabled.Where(camera => camera.AgentId is null && (share is null || share.Find(camera.Id) is not null))
            .ToDictionary(camera => camera.Id);
        foreach (var camera in watched.Values)
        {
            if (!_tallies.TryGetValue(camera.Id, out var tally))
            {
                _tallies[camera.Id] = tally = await ResumeAsync(camera.Id, cancellationToken);
            }

            tally.Observe(camera, board.Get(camera.Id), now);
        }

        foreach (var (_, tally) in _tallies.Where(known => !watched.ContainsKey(known.Key)))
        {
            tally.SwitchOff(now);
        }

        var isStored = false;
        if (now - _storedAt >= StoreEvery || now < _storedAt || _tallies.Values.Any(tally => tally.IsOutageChanged))
        {
            await StoreAsync(cancellationToken);
            (_storedAt, isStored) = (now, true);
            foreach (var gone in _tallies.Keys.Where(id => !watched.ContainsKey(id)).ToList())
            {
                _tallies.Remove(gone);
            }
        }

        unstored?.Put(_tallies.ToDictionary(known => known.Key, known => known.Value.Peek(known.Key)), isStored);
        if (now - _prunedAt >= PruneEvery || now < _prunedAt)
        {
            await PruneAsync([.. enabled.Select(camera => camera.Id)], now, cancellationToken);
            _prunedAt = now;
        }
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => PollAsync(cancellationToken);

    private async Task<CameraHealthTally> ResumeAsync(int cameraId, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var tally = new CameraHealthTally();
        tally.Resume(await db.Set<CameraOutage>().AsNoTracking().Where(outage => outage.CameraId == cameraId)
            .OrderByDescending(outage => outage.BeginAt).FirstOrDefaultAsync(cancellationToken));
        return tally;
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var taken = _tallies.ToDictionary(known => known.Key, known => known.Value.Take(known.Key));
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            await AddHoursAsync(db, [.. taken.Values.SelectMany(hours => hours)], cancellationToken);
            foreach (var tally in _tallies.Values.Where(tally => tally is { IsOutageChanged: true, Outage: not null }))
            {
                // One that was stored before has a number and is changed; a new one gets it.
                db.Update(tally.Outage!);
            }

            await db.SaveChangesAsync(cancellationToken);
            foreach (var tally in _tallies.Values)
            {
                tally.MarkStored();
            }
        }
        catch
        {
            foreach (var (id, hours) in taken)
            {
                _tallies[id].PutBack(hours);
            }

            throw;
        }
    }

    private static async Task AddHoursAsync(DashboardDbContext db, IReadOnlyList<CameraHealthHour> hours, CancellationToken cancellationToken)
    {
        foreach (var group in hours.GroupBy(hour => hour.Start))
        {
            var known = await db.Set<CameraHealthHour>().Where(row => row.Start == group.Key).ToDictionaryAsync(
                row => row.CameraId, cancellationToken);
            foreach (var hour in group)
            {
                if (known.TryGetValue(hour.CameraId, out var row))
                {
                    row.WatchedSeconds += hour.WatchedSeconds;
                    row.SeenSeconds += hour.SeenSeconds;
                    row.Frames += hour.Frames;
                }
                else
                {
                    db.Add(hour);
                }
            }
        }
    }

    // Those of agents are noted as they tell of them; old ones go here too.
    private async Task PruneAsync(int[] enabled, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var oldest = (await ages.ReadAsync(cancellationToken)).AddDays(-KeptDays);
        var first = oldest.ToUnixTimeSeconds();
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var hours = db.Set<CameraHealthHour>().Where(hour => hour.Start < first);
        while (await hours.MinAsync(hour => (long?)hour.Start, cancellationToken) is { } earliest)
        {
            // Day by day: after a long stop of the server there are many, and others want to write meanwhile.
            var end = earliest + (24 * SpanSeconds.Hour);
            await hours.Where(hour => hour.Start < end).ExecuteDeleteAsync(cancellationToken);
        }

        // Those of a camera that went, or was switched off, in the moment in which the server stopped.
        await db.Set<CameraOutage>().Where(outage => outage.EndAt == null && !EF.Parameter(enabled).Contains(outage.CameraId))
            .ExecuteUpdateAsync(set => set.SetProperty(outage => outage.EndAt, now), cancellationToken);
        await db.Set<CameraOutage>().Where(outage => outage.EndAt != null && outage.EndAt < oldest).ExecuteDeleteAsync(cancellationToken);
        foreach (var id in enabled)
        {
            var tooOld = await db.Set<CameraOutage>().Where(outage => outage.CameraId == id).OrderByDescending(outage => outage.BeginAt)
                .Skip(MaxOutages).Select(outage => (DateTimeOffset?)outage.BeginAt).FirstOrDefaultAsync(cancellationToken);
            if (tooOld is { } last)
            {
                await db.Set<CameraOutage>().Where(outage => outage.CameraId == id && outage.BeginAt <= last).ExecuteDeleteAsync(cancellationToken);
            }
        }
    }
}
