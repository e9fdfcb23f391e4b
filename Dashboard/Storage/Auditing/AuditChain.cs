using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Auditing;

/// <summary>
/// Audit entries are a chain: each holds the SHA-256 over itself and the sum of the one before, so whoever changes, removes or slips in one must
/// change all that follow. This row says where the chain begins and ends, also for the end that is cut off. See Decision 0048.
/// </summary>
internal sealed class AuditChain
{
    /// <summary>Length of a sum: hexadecimal digits.</summary>
    public const int SumLength = 64;

    /// <summary>Number of the only row.</summary>
    public const int TheOne = 1;

    public int Id { get; set; } = TheOne;

    /// <summary>Number of the first entry that is kept.</summary>
    public long FirstNumber { get; set; } = 1;

    /// <summary>Sum of the entry before that one, which went by its age; empty: there was none.</summary>
    public string SumBefore { get; set; } = "";

    /// <summary>Number of the last entry; 0: there is none yet.</summary>
    public long LastNumber { get; set; }

    /// <summary>Sum of the last entry; empty: there is none yet.</summary>
    public string LastSum { get; set; } = "";

    /// <summary>The sum of an entry that is stored, and so has its <see cref="AuditEntry.Id"/>, after the one with the sum
    /// <paramref name="before"/>.</summary>
    public static string Sum(string before, AuditEntry entry) => Sum([.. Fields(before, entry), Text(entry.Id)]);

    /// <summary>Whether an entry has the sum that it was stored with. Before 2026-11-30 the row's own number was no part of it.</summary>
    public static bool Fits(string before, AuditEntry entry) => entry.Sha256 == Sum(before, entry) || entry.Sha256 == Sum(Fields(before, entry));

    private static string Sum(IEnumerable<string?> fields)
    {
        var text = new StringBuilder();
        foreach (var field in fields)
        {
            // With its length in front, no field can take a part of the next one.
            text.Append(CultureInfo.InvariantCulture, $"{(field is null ? "-" : Encoding.UTF8.GetByteCount(field))}:{field},");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static IEnumerable<string?> Fields(string before, AuditEntry entry) =>
    [
        before,
        Text(entry.Number),
        Text(entry.At.ToUnixTimeMilliseconds()),
        Text(entry.UserId),
        entry.UserName,
        entry.Address,
        entry.Key,
        Text((int)entry.Action),
        entry.Subject,
        entry.Details,
        entry.Reason,
        Text(entry.Count),
    ];

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Storing entries at the end of the chain, and removing them at its beginning.</summary>
internal static class AuditChainExtensions
{
    /// <summary>
    /// Stores entries at the end of the chain. Several servers take turns: the first statement locks the chain's row until the transaction ends.
    /// </summary>
    public static async Task AppendToAuditAsync(
        this DashboardDbContext db, IReadOnlyCollection<AuditEntry> entries, CancellationToken cancellationToken = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var chain = await db.LockAuditChainAsync(cancellationToken);
        var (number, sum) = (chain.LastNumber, chain.LastSum);
        foreach (var entry in entries)
        {
            entry.Number = ++number;
        }

        // The rows get their own numbers, which are part of the sums, as they are stored.
        db.AuditEntries.AddRange(entries);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var entry in entries)
        {
            entry.Sha256 = sum = AuditChain.Sum(sum, entry);
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.AuditChain.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.LastNumber, number).SetProperty(row => row.LastSum, sum), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Removes a few of the entries that are older than <paramref name="before"/> and returns how many: those of before the chain, and the chain's
    /// beginning up to the first that is younger, so that it stays whole. One of a time that is still to come, of a clock that was wrong, holds up
    /// nothing.
    /// </summary>
    public static async Task<int> RemoveFromAuditAsync(
        this DashboardDbContext db, DateTimeOffset before, DateTimeOffset now, int max, CancellationToken cancellationToken = default)
    {
        var ids = await db.AuditEntries.Where(entry => entry.Number == null && entry.At < before).OrderBy(entry => entry.Id).Take(max)
            .Select(entry => entry.Id).ToListAsync(cancellationToken);
        if (ids.Count > 0)
        {
            return await db.AuditEntries.Where(entry => EF.Parameter(ids).Contains(entry.Id)).ExecuteDeleteAsync(cancellationToken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var chain = await db.LockAuditChainAsync(cancellationToken);
        var kept = await db.AuditEntries.Where(entry => entry.Number != null && entry.At >= before && entry.At <= now)
            .MinAsync(entry => entry.Number, cancellationToken) ?? chain.LastNumber + 1;
        var last = Math.Min(kept, chain.FirstNumber + max) - 1;
        if (await db.AuditEntries.Where(entry => entry.Number == last).Select(entry => entry.Sha256).SingleOrDefaultAsync(cancellationToken)
            is not { } sum)
        {
            return 0;
        }

        var removed = await db.AuditEntries.Where(entry => entry.Number <= last).ExecuteDeleteAsync(cancellationToken);
        await db.AuditChain.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.FirstNumber, last + 1).SetProperty(row => row.SumBefore, sum), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed;
    }

    private static async Task<AuditChain> LockAuditChainAsync(this DashboardDbContext db, CancellationToken cancellationToken)
    {
        await db.AuditChain.ExecuteUpdateAsync(set => set.SetProperty(row => row.LastNumber, row => row.LastNumber), cancellationToken);
        return await db.AuditChain.AsNoTracking().SingleOrDefaultAsync(cancellationToken)
            ?? throw new InvalidDataException("the row of AuditChain is gone, which this program never removes; put it back from a backup");
    }
}
