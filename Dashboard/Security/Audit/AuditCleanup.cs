using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Audit;

/// <summary>Deletes, once an hour, audit entries that are older than the setting keeps them.</summary>
internal sealed class AuditCleanup(
    IDbContextFactory<DashboardDbContext> contexts, IOptionsMonitor<AuditOptions> options, AgeClock ages, TimeProvider time,
    ILogger<AuditCleanup> log)
    : PeriodicWork(TimeSpan.FromHours(1), isAtOnce: true, "Old audit entries could not be deleted", time, log)
{
    private const int MaxBatch = 1000;

    /// <summary>Deletes them and returns how many.</summary>
    public async Task<int> CleanUpAsync(CancellationToken cancellationToken = default)
    {
        var days = options.CurrentValue.KeepDays;
        if (days == 0)
        {
            return 0;
        }

        var before = (await ages.ReadAsync(cancellationToken)).AddDays(-days);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deleted = 0;
        while (await db.RemoveFromAuditAsync(before, Time.GetUtcNow(), MaxBatch, cancellationToken) is > 0 and var some)
        {
            deleted += some;
        }

        return deleted;
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => CleanUpAsync(cancellationToken);
}
