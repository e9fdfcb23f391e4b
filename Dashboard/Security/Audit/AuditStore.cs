using System.Runtime.CompilerServices;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Audit;

/// <param name="From">Not before this.</param>
/// <param name="Until">Before this.</param>
/// <param name="Who">A part of the e-mail address or of the key.</param>
/// <param name="Action">Only this.</param>
/// <param name="Text">A part of what it was done to, of the details or of the reason.</param>
internal sealed record AuditQuery(
    DateTimeOffset? From = null, DateTimeOffset? Until = null, string Who = "", AuditAction? Action = null, string Text = "");

/// <summary>Where a page of entries ends.</summary>
/// <param name="At">The last entry's time.</param>
internal readonly record struct AuditPosition(DateTimeOffset At, long Id);

/// <summary>Reads audit entries, newest first.</summary>
internal sealed class AuditStore(IDbContextFactory<DashboardDbContext> contexts)
{
    private const int MaxBatch = 1000;

    /// <param name="after">Where the page before ended; null: the newest.</param>
    public async Task<IReadOnlyList<AuditEntry>> PageAsync(
        AuditQuery query, AuditPosition? after, int count, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Matching(db.AuditEntries.AsNoTracking(), query);
        if (after is { } position)
        {
            rows = rows.Where(entry => entry.At < position.At || (entry.At == position.At && entry.Id < position.Id));
        }

        return await rows.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>All of them, read page by page.</summary>
    public async IAsyncEnumerable<AuditEntry> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        AuditPosition? after = null;
        while (true)
        {
            var page = await PageAsync(query, after, MaxBatch, cancellationToken);
            foreach (var entry in page)
            {
                yield return entry;
            }

            if (page.Count < MaxBatch)
            {
                yield break;
            }

            after = new(page[^1].At, page[^1].Id);
        }
    }

    private static IQueryable<AuditEntry> Matching(IQueryable<AuditEntry> rows, AuditQuery query)
    {
        if (query.From is { } from)
        {
            rows = rows.Where(entry => entry.At >= from);
        }

        if (query.Until is { } until)
        {
            rows = rows.Where(entry => entry.At < until);
        }

        if (query.Action is { } action)
        {
            rows = rows.Where(entry => entry.Action == action);
        }

        if (query.Who.Trim().ToLowerInvariant() is { Length: > 0 } who)
        {
            rows = rows.Where(entry => entry.UserName.ToLower().Contains(who) || (entry.Key != null && entry.Key.ToLower().Contains(who)));
        }

        if (query.Text.Trim().ToLowerInvariant() is { Length: > 0 } text)
        {
            rows = rows.Where(entry => entry.Subject.ToLower().Contains(text)
                || entry.Details.ToLower().Contains(text)
                || (entry.Reason != null && entry.Reason.ToLower().Contains(text)));
        }

        return rows;
    }
}
