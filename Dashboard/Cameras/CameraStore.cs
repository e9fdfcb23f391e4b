using Dashboard.Domain;
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
    private readonly ExclusiveWriter _writer;

    public CameraStore(IDbContextFactory<DashboardDbContext> factory, SecretProtector protector, TimeProvider time, CameraDirectory? names = null)
    {
        (_factory, _time, _names) = (factory, time, names);
        _writer = new ExclusiveWriter(factory);
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

    /// <summary>Stores a new camera and returns it with its id.</summary>
    public async Task<ChangeResult<Camera>> AddAsync(Camera camera, CancellationToken cancel = default)
    {
        var row = new CameraRow();
        var result = await WriteAsync(
            async db =>
            {
                var errors = await CheckAsync(db, camera with { Id = 0 }, cancel);
                _mapper.ToRow(camera, row);
                db.Cameras.Add(row);
                return errors;
            },
            cancel);
        return result.IsDone ? camera with { Id = row.Id } : result.Errors;
    }

    /// <summary>
    /// Stores a changed camera. A password that is still masked (<c>***</c>) in an address stays what it was.
    /// Refused also where the camera was deleted meanwhile.
    /// </summary>
    public Task<ChangeResult> UpdateAsync(Camera camera, CancellationToken cancel = default) => ChangeAsync(
        camera.Id,
        async (db, row) =>
        {
            var stored = _mapper.FromRow(row);
            camera = camera with
            {
                Source = CameraSource.RestoreMask(camera.Source, stored.Source),
                SnapshotUrl = camera.SnapshotUrl is { } url ? CameraSource.RestoreMask(url, stored.SnapshotUrl ?? "") : null,
            };
            var errors = await CheckAsync(db, camera, cancel);
            _mapper.ToRow(camera, row);
            return errors;
        },
        cancel);

    /// <summary>Switches a camera on or off.</summary>
    public Task<ChangeResult> SetEnabledAsync(int id, bool enabled, CancellationToken cancel = default) =>
        ChangeAsync(id, row => row.IsEnabled = enabled, cancel);

    /// <summary>Puts a camera, with all its flows, to another site.</summary>
    public Task<ChangeResult> SetSiteAsync(int id, int site, CancellationToken cancel = default) =>
        ChangeAsync(id, row => row.SiteId = site, cancel);

    /// <summary>Removes a camera from the lists; its flows stay.</summary>
    public Task<ChangeResult> DeleteAsync(int id, CancellationToken cancel = default) => ChangeAsync(
        id,
        row =>
        {
            // The addresses go at once: nothing needs them any more. The alias stays for the flows.
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
        await WriteAsync(
            async db =>
            {
                changed = await assignment.ApplyAsync(db, cancel);
                return ChangeResult.Done;
            },
            cancel);
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

    private Task<ChangeResult> ChangeAsync(int id, Action<CameraRow> change, CancellationToken cancel) => ChangeAsync(
        id,
        (_, row) =>
        {
            change(row);
            return Task.FromResult(ChangeResult.Done);
        },
        cancel);

    private Task<ChangeResult> ChangeAsync(int id, Func<DashboardDbContext, CameraRow, Task<ChangeResult>> change, CancellationToken cancel) => WriteAsync(
        async db => await db.Cameras.SingleOrDefaultAsync(camera => camera.Id == id && camera.DeletedMs == null, cancel) is { } row
            ? await change(db, row)
            : new FieldErrors("The camera was deleted."),
        cancel);

    private async Task<ChangeResult> WriteAsync(Func<DashboardDbContext, Task<ChangeResult>> change, CancellationToken cancel)
    {
        var result = await _writer.WriteAsync(change, cancel);
        if (result.IsDone)
        {
            _cache.Invalidate();
            _names?.Forget();
            Changed?.Invoke();
        }

        return result;
    }

    private static async Task<FieldErrors> CheckAsync(DashboardDbContext db, Camera camera, CancellationToken cancel)
    {
        var others = await db.Cameras.AsNoTracking().Where(c => c.DeletedMs == null).Select(c => new Camera { Id = c.Id, Alias = c.Alias }).ToListAsync(cancel);
        return CameraValidation.Check(camera, others);
    }
}
