using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Security;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cameras;

/// <summary>The cameras as they are set up. Addresses are encrypted at rest. Deleted cameras keep their flows.</summary>
public sealed class CameraStore
{
    private readonly IDbContextFactory<DashboardDbContext> _factory;
    private readonly TimeProvider _time;
    private readonly CameraDirectory? _names;
    private readonly CameraRowMapper _mapper;
    private readonly CameraCache _cache;
    private readonly SemaphoreSlim _writing = new(1);

    public CameraStore(IDbContextFactory<DashboardDbContext> factory, SecretProtector protector, TimeProvider time, CameraDirectory? names = null)
    {
        (_factory, _time, _names) = (factory, time, names);
        _mapper = new CameraRowMapper(protector);
        _cache = new CameraCache(factory, _mapper, time);
    }

    /// <summary>Raised after any change of any camera by this process.</summary>
    public event Action? Changed;

    /// <summary>The cameras of the sites in scope by id, without deleted ones. A source is empty where the key that encrypted it is lost.</summary>
    public async Task<IReadOnlyList<Camera>> ListAsync(SiteScope siteScope, CancellationToken cancel = default)
    {
        var all = await _cache.ListAsync(cancel);
        return siteScope.Sites is null ? all : [.. all.Where(camera => siteScope.Includes(camera.SiteId))];
    }

    /// <summary>One camera; null where there is none in scope.</summary>
    public async Task<Camera?> FindAsync(int id, SiteScope siteScope, CancellationToken cancel = default) =>
        (await ListAsync(siteScope, cancel)).FirstOrDefault(camera => camera.Id == id);

    /// <summary>Stores a new camera and returns it with its id. Throws <see cref="CameraRejectedException"/> for wrong fields.</summary>
    public async Task<Camera> AddAsync(Camera camera, CancellationToken cancel = default)
    {
        var row = new CameraRow();
        await WriteAsync(
            async db =>
            {
                await CheckAsync(db, camera with { Id = 0 }, cancel);
                _mapper.ToRow(camera, row);
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
            var stored = _mapper.FromRow(row);
            camera = camera with
            {
                Source = CameraSource.RestoreMask(camera.Source, stored.Source),
                SnapshotUrl = camera.SnapshotUrl is { } url ? CameraSource.RestoreMask(url, stored.SnapshotUrl ?? "") : null,
            };
            await CheckAsync(db, camera, cancel);
            _mapper.ToRow(camera, row);
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
            row.DeletedMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
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
        var assignment = new CameraAssignment(_mapper, _time, assigned);
        await using (var db = await _factory.CreateDbContextAsync(cancel))
        {
            if (await assignment.CountChangesAsync(db, cancel) == 0)
            {
                return 0;
            }
        }

        var changed = 0;
        await WriteAsync(async db => changed = await assignment.ApplyAsync(db, cancel), cancel);
        return changed;
    }

    /// <summary>Saves when frames last arrived, of many cameras at once.</summary>
    public async Task SaveKeepAliveAsync(IReadOnlyDictionary<int, DateTimeOffset> seen, CancellationToken cancel = default)
    {
        if (seen.Count == 0)
        {
            return;
        }

        await using var db = await _factory.CreateDbContextAsync(cancel);
        var rows = await db.Cameras.Where(c => seen.Keys.Contains(c.Id)).ToListAsync(cancel);
        foreach (var row in rows)
        {
            row.KeepAliveMs = seen[row.Id].ToUnixTimeMilliseconds();
        }

        await db.SaveChangesAsync(cancel);
        _cache.Invalidate();
    }

    private async Task WriteAsync(Func<DashboardDbContext, Task> change, CancellationToken cancel)
    {
        // One at a time, so that two new cameras cannot both find their common alias free.
        await _writing.WaitAsync(cancel);
        try
        {
            await using var db = await _factory.CreateDbContextAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await change(db);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        finally
        {
            _writing.Release();
        }

        _cache.Invalidate();
        _names?.Forget();
        Changed?.Invoke();
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
}

/// <summary>A camera that cannot be stored as given; one message a field, naming its range.</summary>
public sealed class CameraRejectedException(IReadOnlyDictionary<string, string> errors) : Exception(string.Join("; ", errors.Values))
{
    /// <summary>Message by property name of <see cref="Camera"/>.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; } = errors;
}
