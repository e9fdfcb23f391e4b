using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Retention;

/// <summary>What the next run would delete.</summary>
/// <param name="Flows">Flows with all that belongs to them.</param>
/// <param name="Pictures">Pictures; those of the flows among them.</param>
/// <param name="Bytes">What the pictures take on the disk.</param>
/// <param name="Held">Flows that are old enough and stay as evidence, for an open alert or a delivery.</param>
internal sealed record RetentionPreview(long Flows, int Pictures, long Bytes, long Held);

/// <summary>Looks ahead, with the settings as they are or as somebody thinks of making them. Nothing is changed.</summary>
internal sealed class RetentionForecast(
    IDbContextFactory<DashboardDbContext> database, PictureRemoval pictures, IOptionsMonitor<RetentionOptions> options, AgeClock ages)
{
    /// <summary>What would go now.</summary>
    /// <param name="settings">Null: those that are in force.</param>
    /// <param name="camera">The days of a camera in place of those that are stored; null: all as they are.</param>
    public async Task<RetentionPreview> ReadAsync(
        RetentionOptions? settings = null, CameraKeeping? camera = null, CancellationToken cancellationToken = default)
    {
        var now = await ages.ReadAsync(cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var policy = await RetentionPolicy.ReadAsync(db, settings ?? options.CurrentValue, now, camera, cancellationToken);
        var looked = await db.LastLookedUpAsync(cancellationToken);
        var (due, old) = (0L, 0L);
        foreach (var cutoff in policy.Cutoffs.Where(cutoff => cutoff.Latest is not null))
        {
            due += await db.Due(cutoff, policy.Now, looked).LongCountAsync(cancellationToken);
            old += await db.OldEnough(cutoff, looked).LongCountAsync(cancellationToken);
        }

        var removed = await pictures.CountAsync(policy, cancellationToken);
        return new RetentionPreview(due, removed.Pictures, removed.Bytes, old - due);
    }
}
