using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Providers.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Audit;

/// <summary>What a verification of the audit's chain found.</summary>
/// <param name="Entries">How many entries were looked at and are as they were stored.</param>
/// <param name="Since">The time of the first of them; null: there is none.</param>
/// <param name="Removed">How many were removed before it, as the chain says.</param>
/// <param name="Unchained">How many are there of before the chain began, and cannot be told from changed ones.</param>
/// <param name="LastNumber">The number of the last entry.</param>
/// <param name="LastSum">The sum of the last entry.</param>
/// <param name="Fault">What is wrong first; null: nothing.</param>
internal sealed record AuditChainReport(
    long Entries, DateTimeOffset? Since, long Removed, long Unchained, long LastNumber, string LastSum, string? Fault)
{
    /// <summary>The number of the entry that has the noted sum; null: none was given, or it is not there.</summary>
    public long? NotedNumber { get; init; }
}

/// <summary>Looks whether the audit's entries are as they were stored, all of them, also beside running servers.</summary>
internal sealed class AuditVerification(IDbContextFactory<DashboardDbContext> contexts)
{
    private const int MaxBatch = 1000;

    // Meanwhile servers may remove what is old.
    private const int MaxTries = 5;

    /// <param name="noted">A sum that was written down earlier and must still be there; null: none.</param>
    /// <param name="begin">Told how many entries there are; what it returns is told how many are done.</param>
    public async Task<AuditChainReport> VerifyAsync(
        string? noted = null, Func<long, Action<long>>? begin = null, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        for (var tries = 1; ; tries++)
        {
            if (await db.AuditChain.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } chain)
            {
                return new(0, null, 0, 0, 0, "", "The row of AuditChain, which says where the chain begins and ends, is gone");
            }

            var report = await VerifyAsync(db, chain, noted, begin?.Invoke(chain.LastNumber - chain.FirstNumber + 1), cancellationToken);
            var first = await db.AuditChain.Select(row => row.FirstNumber).SingleOrDefaultAsync(cancellationToken);
            if (report.Fault is null || tries == MaxTries || first == chain.FirstNumber)
            {
                return report;
            }
        }
    }

    private static async Task<AuditChainReport> VerifyAsync(
        DashboardDbContext db, AuditChain chain, string? noted, Action<long>? report, CancellationToken cancellationToken)
    {
        // SQL Server numbers rows that are stored together in any order.
        var link = new Link(chain, isInOrder: db is not SqlServerContext);
        string? fault = null;
        long? notedNumber = noted is not null && Same(noted, chain.SumBefore) ? chain.FirstNumber - 1 : null;
        while (fault is null && link.Number < chain.LastNumber)
        {
            var page = await db.AuditEntries.AsNoTracking().Where(entry => entry.Number > link.Number && entry.Number <= chain.LastNumber)
                .OrderBy(entry => entry.Number).Take(MaxBatch).ToListAsync(cancellationToken);
            foreach (var entry in page)
            {
                fault = link.Follow(entry);
                notedNumber ??= noted is not null && Same(noted, link.Sum) ? link.Number : null;
                if (fault is not null)
                {
                    break;
                }
            }

            fault ??= page.Count == 0 ? $"Entry {link.Number + 1} is missing, and all up to {chain.LastNumber}" : null;
            report?.Invoke(link.Count);
        }

        var unchained = await db.AuditEntries.CountAsync(entry => entry.Number == null, cancellationToken);
        fault ??= link.Sum == chain.LastSum ? null : $"The last entry, {chain.LastNumber}, is not the one that was stored last";
        fault ??= await FindOutsideAsync(db, chain, cancellationToken);
        fault ??= noted is null || notedNumber is not null
            ? null
            : "No entry has the noted sum: entries were replaced or cut off at the end, or those of then were removed by their age";
        return new(link.Count, link.Since, chain.FirstNumber - 1, unchained, link.Number, link.Sum, fault) { NotedNumber = notedNumber };
    }

    // What lies before the first entry of the chain, or has no number and came after it, was not stored by this program.
    private static async Task<string?> FindOutsideAsync(DashboardDbContext db, AuditChain chain, CancellationToken cancellationToken)
    {
        var first = await db.AuditEntries.Where(entry => entry.Number != null).MinAsync(entry => (long?)entry.Id, cancellationToken);
        var outside = await db.AuditEntries.AsNoTracking()
            .Where(entry => entry.Number < chain.FirstNumber || (entry.Number == null && entry.Id > first))
            .OrderBy(entry => entry.Id).FirstOrDefaultAsync(cancellationToken);
        return outside is null ? null : $"{Name(outside)} was stored outside of the chain";
    }

    private static bool Same(string one, string other) => string.Equals(one.Trim(), other, StringComparison.OrdinalIgnoreCase);

    private static string Name(AuditEntry entry) => entry.Number is { } number
        ? FormattableString.Invariant($"Entry {number} of {entry.At:yyyy-MM-dd HH:mm:ss}Z")
        : FormattableString.Invariant($"The entry of {entry.At:yyyy-MM-dd HH:mm:ss}Z (row {entry.Id})");

    /// <summary>How far one has come along the chain.</summary>
    private sealed class Link(AuditChain chain, bool isInOrder)
    {
        private long _id;

        public long Number { get; private set; } = chain.FirstNumber - 1;

        public string Sum { get; private set; } = chain.SumBefore;

        public long Count { get; private set; }

        public DateTimeOffset? Since { get; private set; }

        public string? Follow(AuditEntry entry)
        {
            if (entry.Number != Number + 1)
            {
                return $"Entry {Number + 1} is missing";
            }

            if (!AuditChain.Fits(Sum, entry))
            {
                return $"{Name(entry)} is not as it was stored, or the one before it is not";
            }

            // So it shows also with entries whose sums do not have it.
            if (isInOrder && entry.Id <= _id)
            {
                return $"{Name(entry)} or the one before it has another row's place (row {entry.Id} after row {_id})";
            }

            (Number, Sum, Count, Since, _id) = (Number + 1, entry.Sha256!, Count + 1, Since ?? entry.At, entry.Id);
            return null;
        }
    }
}
