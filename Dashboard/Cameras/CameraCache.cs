using Dashboard.Domain.Cameras;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cameras;

/// <summary>The cameras that are not deleted, as they were read last: the list is asked for with every request.</summary>
internal sealed class CameraCache(IDbContextFactory<DashboardDbContext> factory, CameraRowMapper mapper, TimeProvider time)
{
    /// <summary>Other processes change cameras too (commands, other nodes); their changes are seen after this long.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private Entry? _entry;
    private long _version;

    public async Task<IReadOnlyList<Camera>> ListAsync(CancellationToken cancellationToken)
    {
        if (_entry is { } entry && time.GetElapsedTime(entry.ReadAt) < MaxAge)
        {
            return entry.Cameras;
        }

        var version = Interlocked.Read(ref _version);
        var readAt = time.GetTimestamp();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var rows = await db.Cameras.AsNoTracking().Where(row => row.DeletedAt == null).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var cameras = rows.ConvertAll(mapper.FromRow);
        if (version == Interlocked.Read(ref _version))
        {
            _entry = new Entry(cameras, readAt);
        }

        return cameras;
    }

    /// <summary>A camera was changed: a list that is being read at this moment is not kept either.</summary>
    public void Invalidate()
    {
        Interlocked.Increment(ref _version);
        _entry = null;
    }

    private sealed record Entry(IReadOnlyList<Camera> Cameras, long ReadAt);
}
