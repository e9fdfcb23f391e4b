using Dashboard.Domain.Cameras;
using Dashboard.Hosting;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cameras;

/// <summary>The cameras that are not deleted, as they were read last: the list is asked for with every request.</summary>
internal sealed class CameraCache(IDbContextFactory<DashboardDbContext> factory, CameraRowMapper mapper, TimeProvider time)
{
    // Other processes change cameras too (commands, other nodes); their changes are seen after this long.
    private readonly AgedValue<IReadOnlyList<Camera>> _cameras = new(TimeSpan.FromSeconds(5), time);

    public ValueTask<IReadOnlyList<Camera>> ListAsync(CancellationToken cancellationToken) => _cameras.GetAsync(ReadAsync, cancellationToken);

    /// <summary>A camera was changed: a list that is being read at this moment is not kept either.</summary>
    public void Invalidate() => _cameras.Forget();

    private async Task<IReadOnlyList<Camera>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var rows = await db.Cameras.AsNoTracking().Where(row => row.DeletedAt == null).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return rows.ConvertAll(mapper.FromRow);
    }
}
