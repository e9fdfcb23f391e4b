using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Alerts.Delivery;

/// <summary>Retention of the log: deletes, once an hour, deliveries that nobody asks about any more, and notices that none is left of.</summary>
internal sealed class DeliveryCleanup(
    IDbContextFactory<DashboardDbContext> factory, IOptionsMonitor<DeliveryOptions> options, AgeClock ages, TimeProvider time,
    ILogger<DeliveryCleanup> log)
    : PeriodicWork(TimeSpan.FromHours(1), isAtOnce: true, "Old deliveries could not be deleted", time, log)
{
    private const int MaxBatch = 1000;

    /// <summary>Deletes them and returns how many. Walks from the oldest on, and stops where the rows are younger than anything that goes.</summary>
    public async Task<int> CleanUpAsync(CancellationToken cancellationToken = default)
    {
        var (now, keep) = (await ages.ReadAsync(cancellationToken), options.CurrentValue);
        var delivered = now.AddDays(-keep.KeepDeliveredDays);
        var failed = now.AddDays(-keep.KeepFailedDays);
        var youngest = delivered > failed ? delivered : failed;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var (deleted, after) = (0, 0L);
        while (true)
        {
            var page = await db.Deliveries.Where(d => d.Id > after).OrderBy(d => d.Id).Take(MaxBatch)
                .Select(d => new { d.Id, d.State, d.CreatedAt }).ToListAsync(cancellationToken);
            var gone = page
                .Where(d => (d.State == DeliveryState.Delivered && d.CreatedAt < delivered)
                    || (d.State == DeliveryState.Failed && d.CreatedAt < failed))
                .Select(d => d.Id).ToArray();
            if (gone.Length > 0)
            {
                // A person may be having one of them sent again at this moment.
                deleted += await db.Deliveries.Where(d => gone.Contains(d.Id) && d.State != DeliveryState.Waiting)
                    .ExecuteDeleteAsync(cancellationToken);
            }

            if (page.Count < MaxBatch || page.All(d => d.CreatedAt >= youngest))
            {
                return deleted;
            }

            after = page[^1].Id;
        }
    }

    /// <summary>Deletes notices whose deliveries are gone.</summary>
    public async Task CleanUpNoticesAsync(CancellationToken cancellationToken = default)
    {
        // One that is just being stored has none yet that others see.
        var old = (await ages.ReadAsync(cancellationToken)).AddDays(-1);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await db.Notices.Where(notice => notice.CreatedAt < old && !db.Deliveries.Any(delivery => delivery.NoticeId == notice.Id))
            .ExecuteDeleteAsync(cancellationToken);
    }

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        await CleanUpAsync(cancellationToken);
        await CleanUpNoticesAsync(cancellationToken);
    }
}
