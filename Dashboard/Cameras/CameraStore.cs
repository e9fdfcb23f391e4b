using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cameras;

/// <summary>The cameras as they are set up. Addresses are encrypted at rest. Deleted cameras keep their flows.</summary>
internal sealed class CameraStore
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
    public async Task<IReadOnlyList<Camera>> ListAsync(SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        var all = await _cache.ListAsync(cancellationToken);
        return siteScope.Sites is null ? all : [.. all.Where(camera => siteScope.Includes(camera.SiteId))];
    }

    /// <summary>One camera; null where there is none in scope.</summary>
    public async Task<Camera?> FindAsync(int id, SiteScope siteScope, CancellationToken cancellationToken = default) =>
        (await ListAsync(siteScope, cancellationToken)).FirstOrDefault(camera => camera.Id == id);

    /// <summary>Stores a new camera and returns it with its id.</summary>
    public async Task<ChangeResult<Camera>> AddAsync(Camera camera, CancellationToken cancellationToken = default)
    {
        var row = new CameraRow();
        var result = await WriteAsync(
            async db =>
            {
                var errors = await CheckAsync(db, camera with { Id = 0 }, cancellationToken);
                _mapper.ToRow(camera, row);
                db.Cameras.Add(row);
                return errors;
            },
            cancellationToken);
        return result.IsDone ? camera with { Id = row.Id } : result.Errors;
    }

    /// <summary>
    /// Stores a changed camera. A password that is still masked (<c>***</c>) in an address stays what it was.
    /// Refused also where the camera was deleted meanwhile.
    /// </summary>
    public Task<ChangeResult> UpdateAsync(Camera camera, CancellationToken cancellationToken = default) =>
        UpdateAsync(camera, null, cancellationToken);

    /// <summary>
    /// The same, without what is as it was loaded: others may have changed that meanwhile. Both have their addresses masked, or neither has.
    /// </summary>
    public Task<ChangeResult> UpdateAsync(Camera wanted, Camera? loaded, CancellationToken cancellationToken = default) => ChangeAsync(
        wanted.Id,
        async (db, row) =>
        {
            var stored = _mapper.FromRow(row);
            var camera = Combine(wanted, new ConcurrentEdit<Camera>(loaded, wanted, stored));
            camera = camera with { Source = CameraSource.RestoreMask(camera.Source, stored.Source) };
            camera = camera with
            {
                Substream = camera.Substream is { } substream
                    ? CameraSource.RestoreSubstream(substream, stored.Substream ?? "", camera.Source)
                    : null,
                SnapshotUrl = camera.SnapshotUrl is { } url ? CameraSource.RestoreMask(url, stored.SnapshotUrl ?? "") : null,
            };
            var errors = await CheckAsync(db, camera, cancellationToken);
            _mapper.ToRow(camera, row);
            return errors;
        },
        cancellationToken);

    /// <summary>Cameras were changed in the database by somebody else.</summary>
    public void Forget()
    {
        _cache.Invalidate();
        _names?.Forget();
    }

    /// <summary>Switches a camera on or off.</summary>
    public Task<ChangeResult> SetEnabledAsync(int id, bool enabled, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, row => row.IsEnabled = enabled, cancellationToken);

    /// <summary>Puts a camera, with all its flows, to another site.</summary>
    public Task<ChangeResult> SetSiteAsync(int id, int site, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, row => row.SiteId = site, cancellationToken);

    /// <summary>Removes a camera from the lists; its flows stay.</summary>
    public Task<ChangeResult> DeleteAsync(int id, CancellationToken cancellationToken = default) => ChangeAsync(
        id,
        row =>
        {
            // The addresses go at once: nothing needs them any more. The alias stays for the flows.
            row.DeletedAt = _time.GetUtcNow();
            row.IsEnabled = false;
            row.ProtectedSource = "";
            row.ProtectedSubstream = null;
            row.ProtectedSnapshotUrl = null;
        },
        cancellationToken);

    /// <summary>
    /// Makes the cameras those that a server gave to this machine, by the server's numbers; others that it gave before go, those that were added
    /// here by hand stay. Returns how many changed.
    /// </summary>
    public async Task<int> AssignAsync(IReadOnlyList<(long Number, Camera Camera)> assigned, CancellationToken cancellationToken = default)
    {
        var assignment = new CameraAssignment(_mapper, _time, assigned);
        await using (var db = await _factory.CreateDbContextAsync(cancellationToken))
        {
            if (await assignment.CountChangesAsync(db, cancellationToken) == 0)
            {
                return 0;
            }
        }

        var changed = 0;
        await WriteAsync(
            async db =>
            {
                changed = await assignment.ApplyAsync(db, cancellationToken);
                return ChangeResult.Done;
            },
            cancellationToken);
        return changed;
    }

    /// <summary>Saves when frames last arrived, of many cameras at once.</summary>
    public async Task SaveKeepAliveAsync(IReadOnlyDictionary<int, DateTimeOffset> seen, CancellationToken cancellationToken = default)
    {
        if (seen.Count == 0)
        {
            return;
        }

        await using var db = await _factory.CreateDbContextAsync(cancellationToken);
        var rows = await db.Cameras.Where(c => seen.Keys.Contains(c.Id)).ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            row.KeepAliveAt = seen[row.Id];
        }

        await db.SaveChangesAsync(cancellationToken);
        _cache.Invalidate();
    }

    private Task<ChangeResult> ChangeAsync(int id, Action<CameraRow> change, CancellationToken cancellationToken) => ChangeAsync(
        id,
        (_, row) =>
        {
            change(row);
            return Task.FromResult(ChangeResult.Done);
        },
        cancellationToken);

    private Task<ChangeResult> ChangeAsync(
        int id, Func<DashboardDbContext, CameraRow, Task<ChangeResult>> change, CancellationToken cancellationToken) => WriteAsync(
        async db => await db.Cameras.SingleOrDefaultAsync(camera => camera.Id == id && camera.DeletedAt == null, cancellationToken) is { } row
            ? await change(db, row)
            : new FieldErrors("The camera was deleted."),
        cancellationToken);

    private async Task<ChangeResult> WriteAsync(Func<DashboardDbContext, Task<ChangeResult>> change, CancellationToken cancellationToken)
    {
        var result = await _writer.WriteAsync(change, cancellationToken);
        if (result.IsDone)
        {
            Forget();
            Changed?.Invoke();
        }

        return result;
    }

    private static Camera Combine(Camera wanted, ConcurrentEdit<Camera> edit)
    {
        var (latitude, longitude) = edit.Take(camera => (camera.Latitude, camera.Longitude));
        return wanted with
        {
            Alias = edit.Take(camera => camera.Alias),
            Source = edit.Take(camera => camera.Source),
            Substream = edit.Take(camera => camera.Substream),
            SnapshotUrl = edit.Take(camera => camera.SnapshotUrl),
            CaptureMode = edit.Take(camera => camera.CaptureMode),
            IsEnabled = edit.Take(camera => camera.IsEnabled),
            AnalysisRate = edit.Take(camera => camera.AnalysisRate),
            ManualTriggerDelay = edit.Take(camera => camera.ManualTriggerDelay),
            RegionOfInterest = edit.Take(camera => camera.RegionOfInterest),
            Countries = edit.Take(camera => camera.Countries),
            SiteId = edit.Take(camera => camera.SiteId),
            AgentId = edit.Take(camera => camera.AgentId),
            Latitude = latitude,
            Longitude = longitude,
            Direction = edit.Take(camera => camera.Direction),
            FlowDays = edit.Take(camera => camera.FlowDays),
            PictureDays = edit.Take(camera => camera.PictureDays),
        };
    }

    private static async Task<FieldErrors> CheckAsync(DashboardDbContext db, Camera camera, CancellationToken cancellationToken)
    {
        var others = await db.Cameras.AsNoTracking()
            .Where(c => c.DeletedAt == null)
            .Select(c => new Camera { Id = c.Id, Alias = c.Alias })
            .ToListAsync(cancellationToken);
        var errors = CameraValidation.Check(camera, others);
        if (camera.SiteId != SiteRow.DefaultId && !await db.Sites.AnyAsync(site => site.Id == camera.SiteId, cancellationToken))
        {
            errors.Add(nameof(Camera.SiteId), "The site was deleted meanwhile: choose another.");
        }

        return errors;
    }
}
