using Dashboard.Domain.Cameras;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cameras;

/// <summary>The cameras that a server gave to this machine, by the server's numbers; those that were added here by hand are left alone.</summary>
internal sealed class CameraAssignment(CameraRowMapper mapper, TimeProvider time, IReadOnlyList<(long Number, Camera Camera)> assigned)
{
    /// <summary>How many cameras are to be added, changed or deleted.</summary>
    public async Task<int> CountChangesAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        CountChanges(await db.Cameras.AsNoTracking().Where(row => row.Number != null).ToListAsync(cancellationToken));

    /// <summary>Makes this machine's cameras those that were assigned, inside the caller's transaction. Returns how many changed.</summary>
    public async Task<int> ApplyAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var known = await db.Cameras.Where(row => row.Number != null).ToListAsync(cancellationToken);
        var changes = CountChanges(known);

        // Two cameras may have exchanged their names, which are unique at every moment; so all of them are let go of first.
        foreach (var row in known.Where(row => row.DeletedAt is null))
        {
            (row.DeletedAt, row.IsEnabled) = (time.GetUtcNow(), false);
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (number, camera) in assigned)
        {
            var row = known.Find(other => other.Number == number);
            if (row is null)
            {
                db.Cameras.Add(row = new CameraRow { Number = number });
            }

            // The server does not tell where it stands, nor what directions are called; this machine may know.
            mapper.ToRow(camera with { Latitude = row.Latitude, Longitude = row.Longitude, Direction = row.Direction }, row);
            row.DeletedAt = null;
        }

        return changes;
    }

    private int CountChanges(List<CameraRow> known) =>
        assigned.Count(one => known.Find(row => row.Number == one.Number) is not { DeletedAt: null } row || !IsSame(mapper.FromRow(row), one.Camera))
        + known.Count(row => row.DeletedAt is null && assigned.All(one => one.Number != row.Number));

    private static bool IsSame(Camera one, Camera other) =>
        one.Alias == other.Alias && one.Source == other.Source && one.Substream == other.Substream && one.CaptureMode == other.CaptureMode
        && one.AnalysisRate.Equals(other.AnalysisRate)
        && one.IsEnabled == other.IsEnabled && Equals(one.RegionOfInterest, other.RegionOfInterest) && one.Countries.Equals(other.Countries);
}
