using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Security;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Capture;

/// <summary>The cameras as they are set up. Addresses are encrypted at rest. Deleted cameras keep their flows.</summary>
public sealed class CameraStore(IDbContextFactory<DashboardDbContext> factory, SecretProtector protector, TimeProvider time, CameraDirectory? names = null)
{
    // The list is asked for with every request; the limit is there because commands of other processes add cameras too.
    private static readonly TimeSpan CacheFor = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _writing = new(1);
    private Cached? _cached;
    private long _version;

    /// <summary>Raised after any change of any camera by this process.</summary>
    public event Action? Changed;

    /// <summary>All cameras that are seen by id, without deleted ones. A source is empty where the key that encrypted it is lost.</summary>
    public async Task<IReadOnlyList<Camera>> ListAsync(SiteScope siteScope, CancellationToken cancel = default)
    {
        var all = await ListAsync(cancel);
        return siteScope.Sites is null ? all : [.. all.Where(camera => siteScope.Includes(camera.SiteId))];
    }

    /// <summary>One camera; null where none is seen.</summary>
    public async Task<Camera?> FindAsync(int id, SiteScope siteScope, CancellationToken cancel = default) =>
        (await ListAsync(siteScope, cancel)).FirstOrDefault(camera => camera.Id == id);

    private async Task<IReadOnlyList<Camera>> ListAsync(CancellationToken cancel)
    {
        if (_cached is { } cached && time.GetElapsedTime(cached.ReadAt) < CacheFor)
        {
            return cached.Cameras;
        }

        var version = Interlocked.Read(ref _version);
        var readAt = time.GetTimestamp();
        await using var db = await factory.CreateDbContextAsync(cancel);
        var rows = await db.Cameras.AsNoTracking().Where(c => c.DeletedMs == null).OrderBy(c => c.Id).ToListAsync(cancel);
        var cameras = rows.ConvertAll(FromRow);
        if (version == Interlocked.Read(ref _version))
        {
            _cached = new Cached(cameras, readAt);
        }

        return cameras;
    }

    /// <summary>Stores a new camera and returns it with its id. Throws <see cref="CameraRejectedException"/> for wrong fields.</summary>
    public async Task<Camera> AddAsync(Camera camera, CancellationToken cancel = default)
    {
        var row = new CameraRow();
        await WriteAsync(
            async db =>
            {
                await CheckAsync(db, camera with { Id = 0 }, cancel);
                ToRow(camera, row);
                db.Cameras.Add(row);
            },
            cancel);
        return camera with { Id = row.Id };
    }

    /// <summary>
    /// Stores a changed camera. A password that is still masked (<c>***</c>) in an address stays what it was. Throws
    /// <see cref="CameraRejectedException"/> for wrong fields, also where the camera was deleted meanwhile.
    /// </summary>
    public Task UpdateAsync(Camera camera, CancellationToken cancel = default) => WriteAsync(
        async db =>
        {
            var row = await FindRowAsync(db, camera.Id, cancel);
            var stored = FromRow(row);
            camera = camera with
            {
                Source = CameraSource.RestoreMask(camera.Source, stored.Source),
                SnapshotUrl = camera.SnapshotUrl is { } url ? CameraSource.RestoreMask(url, stored.SnapshotUrl ?? "") : null,
            };
            await CheckAsync(db, camera, cancel);
            ToRow(camera, row);
        },
        cancel);

    /// <summary>Switches a camera on or off.</summary>
    public Task SetEnabledAsync(int id, bool enabled, CancellationToken cancel = default) =>
        WriteAsync(async db => (await FindRowAsync(db, id, cancel)).IsEnabled = enabled, cancel);

    /// <summary>Puts a camera, with all its flows, to another site.</summary>
    public Task SetSiteAsync(int id, int site, CancellationToken cancel = default) =>
        WriteAsync(async db => (await FindRowAsync(db, id, cancel)).SiteId = site, cancel);

    /// <summary>Removes a camera from the lists; its flows stay.</summary>
    public Task DeleteAsync(int id, CancellationToken cancel = default) => WriteAsync(
        async db =>
        {
            // The addresses go at once: nothing needs them any more. The alias stays for the flows.
            var row = await FindRowAsync(db, id, cancel);
            row.DeletedMs = time.GetUtcNow().ToUnixTimeMilliseconds();
            row.IsEnabled = false;
            row.ProtectedSource = "";
            row.ProtectedSnapshotUrl = null;
        },
        cancel);

    /// <summary>
    /// Makes the cameras those that a server gave to this machine, by the server's numbers; others that it gave before go, those that were added
    /// here by hand stay. Returns how many changed.
    /// </summary>
    public async Task<int> AssignAsync(IReadOnlyList<(long Number, Camera Camera)> assigned, CancellationToken cancel = default)
    {
        await using (var db = await factory.CreateDbContextAsync(cancel))
        {
            var known = await db.Cameras.AsNoTracking().Where(c => c.Number != null).ToListAsync(cancel);
            if (AssignedChanges(known, assigned) == 0)
            {
                return 0;
            }
        }

        var changed = 0;
        await WriteAsync(
            async db =>
            {
                var known = await db.Cameras.Where(c => c.Number != null).ToListAsync(cancel);
                changed = AssignedChanges(known, assigned);
                await FreeNamesAsync(db, known, cancel);
                foreach (var (number, camera) in assigned)
                {
                    var row = known.Find(c => c.Number == number);
                    if (row is null)
                    {
                        db.Cameras.Add(row = new CameraRow { Number = number });
                    }

                    ToRow(camera, row);
                    row.DeletedMs = null;
                }
            },
            cancel);
        return changed;

        int AssignedChanges(List<CameraRow> known, IReadOnlyList<(long Number, Camera Camera)> wanted) =>
            wanted.Count(one => known.Find(c => c.Number == one.Number) is not { DeletedMs: null } row || !IsSame(FromRow(row), one.Camera))
            + known.Count(row => row.DeletedMs is null && wanted.All(one => one.Number != row.Number));
    }

    // Two cameras may have exchanged their names, which are unique at every moment; so all of them are let go of first.
    private async Task FreeNamesAsync(DashboardDbContext db, List<CameraRow> assigned, CancellationToken cancel)
    {
        foreach (var row in assigned.Where(row => row.DeletedMs is null))
        {
            (row.DeletedMs, row.IsEnabled) = (time.GetUtcNow().ToUnixTimeMilliseconds(), false);
        }

        await db.SaveChangesAsync(cancel);
    }

    private static bool IsSame(Camera one, Camera other) =>
        one.Alias == other.Alias && one.Source == other.Source && one.CaptureMode == other.CaptureMode && one.AnalysisRate.Equals(other.AnalysisRate)
        && one.IsEnabled == other.IsEnabled && one.RegionOfInterest?.ToText() == other.RegionOfInterest?.ToText();

    /// <summary>Notes when frames last arrived, of many cameras at once.</summary>
    public async Task SaveKeepAliveAsync(IReadOnlyDictionary<int, DateTimeOffset> seen, CancellationToken cancel = default)
    {
        if (seen.Count == 0)
        {
            return;
        }

        await using var db = await factory.CreateDbContextAsync(cancel);
        var rows = await db.Cameras.Where(c => seen.Keys.Contains(c.Id)).ToListAsync(cancel);
        foreach (var row in rows)
        {
            row.KeepAliveMs = seen[row.Id].ToUnixTimeMilliseconds();
        }

        await db.SaveChangesAsync(cancel);
        Forget();
    }

    private async Task WriteAsync(Func<DashboardDbContext, Task> change, CancellationToken cancel)
    {
        // One at a time, so that two new cameras cannot both find their common alias free.
        await _writing.WaitAsync(cancel);
        try
        {
            await using var db = await factory.CreateDbContextAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await change(db);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        finally
        {
            _writing.Release();
        }

        Forget();
        names?.Forget();
        Changed?.Invoke();
    }

    private void Forget()
    {
        Interlocked.Increment(ref _version);
        _cached = null;
    }

    private async Task CheckAsync(DashboardDbContext db, Camera camera, CancellationToken cancel)
    {
        var others = await db.Cameras.AsNoTracking().Where(c => c.DeletedMs == null).Select(c => new Camera { Id = c.Id, Alias = c.Alias }).ToListAsync(cancel);
        var errors = CameraValidation.Check(camera, others);
        if (errors.Count > 0)
        {
            throw new CameraRejectedException(errors);
        }
    }

    private static async Task<CameraRow> FindRowAsync(DashboardDbContext db, int id, CancellationToken cancel) =>
        await db.Cameras.SingleOrDefaultAsync(c => c.Id == id && c.DeletedMs == null, cancel)
        ?? throw new CameraRejectedException(new Dictionary<string, string> { [nameof(Camera.Id)] = "The camera was deleted." });

    private void ToRow(Camera camera, CameraRow row)
    {
        row.Alias = camera.Alias;
        row.ProtectedSource = protector.Protect(camera.Source);
        row.ProtectedSnapshotUrl = string.IsNullOrEmpty(camera.SnapshotUrl) ? null : protector.Protect(camera.SnapshotUrl);
        row.CaptureMode = camera.CaptureMode;
        row.IsEnabled = camera.IsEnabled;
        row.AnalysisRate = camera.AnalysisRate;
        row.ManualTriggerDelay = camera.ManualTriggerDelay;
        row.RegionOfInterest = camera.RegionOfInterest?.ToText();
        row.SiteId = camera.SiteId;
        row.AgentId = camera.AgentId;
    }

    private Camera FromRow(CameraRow row) => new()
    {
        Id = row.Id,
        Alias = row.Alias,
        Source = protector.Unprotect(row.ProtectedSource) ?? "",
        SnapshotUrl = row.ProtectedSnapshotUrl is { } url ? protector.Unprotect(url) : null,
        CaptureMode = row.CaptureMode,
        IsEnabled = row.IsEnabled,
        AnalysisRate = row.AnalysisRate,
        ManualTriggerDelay = row.ManualTriggerDelay,
        RegionOfInterest = RegionOfInterest.FromText(row.RegionOfInterest),
        SiteId = row.SiteId,
        AgentId = row.AgentId,
        KeepAlive = row.KeepAliveMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null,
    };

    private sealed record Cached(IReadOnlyList<Camera> Cameras, long ReadAt);
}

/// <summary>A camera that cannot be stored as given; one message a field, naming its range.</summary>
public sealed class CameraRejectedException(IReadOnlyDictionary<string, string> errors) : Exception(string.Join("; ", errors.Values))
{
    /// <summary>Message by property name of <see cref="Camera"/>.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; } = errors;
}
