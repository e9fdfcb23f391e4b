using Dashboard.Domain;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Lists;

/// <summary>One page of a list's entries.</summary>
/// <param name="Rows">The page's entries, by plate.</param>
/// <param name="Page">The page that was served, after clamping; 1 where there are no entries.</param>
/// <param name="PageCount">How many pages there are; 0 where there are no entries.</param>
/// <param name="Total">How many entries match.</param>
internal sealed record AlertEntryPage(IReadOnlyList<AlertEntry> Rows, int Page, int PageCount, int Total);

/// <summary>The entries of alert lists. Each change counts in the list, under whose row changes of one list wait for each other.</summary>
internal sealed class AlertEntryStore(IDbContextFactory<DashboardDbContext> factory)
{
    /// <summary>The most rows a page may have.</summary>
    public const int MaxPageSize = 500;

    // As many are named in the audit.
    private const int MaxNamed = 20;

    /// <summary>A page of a list's entries, by plate.</summary>
    /// <param name="search">A part of the plate or of the description; empty: all.</param>
    /// <param name="page">Page from 1; past the end is the last.</param>
    /// <param name="pageSize">Rows a page, 1 to <see cref="MaxPageSize"/>.</param>
    public async Task<AlertEntryPage> PageAsync(
        int listId, string? search, int page = 1, int pageSize = 25, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var entries = db.AlertEntries.AsNoTracking().Where(entry => entry.ListId == listId);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var text = search.Trim().ToUpperInvariant();
            var plate = EntryPlate.Normalize(search);
            entries = plate.Length == 0
                ? entries.Where(entry => entry.Description.ToUpper().Contains(text))
                : entries.Where(entry => entry.Plate.Contains(plate) || entry.Description.ToUpper().Contains(text));
        }

        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        var total = await entries.CountAsync(cancellationToken);
        var pages = (total + size - 1) / size;
        var served = Math.Clamp(page, 1, Math.Max(pages, 1));
        var rows = await entries.OrderBy(entry => entry.Plate).Skip((served - 1) * size).Take(size).ToListAsync(cancellationToken);
        return new AlertEntryPage(rows, served, pages, total);
    }

    /// <summary>The entries of a list with these plates.</summary>
    public async Task<IReadOnlyDictionary<string, AlertEntry>> FindAsync(
        int listId, IReadOnlyCollection<string> plates, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.AlertEntries.AsNoTracking().Where(entry => entry.ListId == listId && plates.Contains(entry.Plate))
            .ToDictionaryAsync(entry => entry.Plate, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>All plates of a list, in no order, as they come from the database.</summary>
    internal async IAsyncEnumerable<string> PlatesAsync(
        int listId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await foreach (var plate in db.AlertEntries.Where(entry => entry.ListId == listId)
            .Select(entry => entry.Plate)
            .AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            yield return plate;
        }
    }

    /// <summary>Puts a plate on a list; it is normalised. Refused for a plate that is there already.</summary>
    public async Task<ChangeResult<AlertEntry>> AddAsync(AlertEntry entry, CancellationToken cancellationToken = default)
    {
        var row = Normalized(entry, new AlertEntry { ListId = entry.ListId });
        var result = await WriteAsync(entry.ListId, 1, db => Task.FromResult<AlertEntry?>(db.AlertEntries.Add(row).Entity), cancellationToken);
        return result.IsDone ? row : result.Errors;
    }

    /// <summary>Stores a changed entry.</summary>
    public Task<ChangeResult> UpdateAsync(AlertEntry entry, CancellationToken cancellationToken = default) =>
        UpdateAsync(entry, null, cancellationToken);

    /// <summary>The same, without what is as it was loaded: others may have changed that meanwhile.</summary>
    public Task<ChangeResult> UpdateAsync(AlertEntry entry, AlertEntry? loaded, CancellationToken cancellationToken = default) => WriteAsync(
        entry.ListId,
        0,
        async db =>
        {
            if (await db.AlertEntries.SingleOrDefaultAsync(
                stored => stored.Id == entry.Id && stored.ListId == entry.ListId, cancellationToken) is not { } row)
            {
                return null;
            }

            var edit = new ConcurrentEdit<AlertEntry>(loaded, entry, AsTyped(row));
            var next = new AlertEntry
            {
                Plate = edit.Take(field => field.Plate),
                Description = edit.Take(field => field.Description),
                Region = edit.Take(field => field.Region),
            };
            return Normalized(next, row);
        },
        cancellationToken);

    /// <summary>An entry as people see and type it: with the plate as it was written.</summary>
    public static AlertEntry AsTyped(AlertEntry entry) => new()
    {
        Id = entry.Id,
        ListId = entry.ListId,
        Plate = entry.Written.Length > 0 ? entry.Written : entry.Plate,
        Description = entry.Description,
        Region = entry.Region,
    };

    /// <summary>Takes an entry off its list; nothing where it is not there.</summary>
    public Task DeleteAsync(int listId, int id, CancellationToken cancellationToken = default) => DeleteAsync(listId, [id], cancellationToken);

    /// <summary>Takes entries off their list, at most <see cref="MaxPageSize"/>; returns how many were there.</summary>
    public async Task<int> DeleteAsync(int listId, IReadOnlyCollection<int> ids, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ids.Count, MaxPageSize);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // The list first: changes of one list wait for each other at its row.
        await CountAsync(db, listId, 0, cancellationToken);
        var plates = await db.AlertEntries.Where(entry => ids.Contains(entry.Id) && entry.ListId == listId)
            .Select(entry => entry.Plate).Take(MaxNamed).ToListAsync(cancellationToken);
        var deleted = await db.AlertEntries.Where(entry => ids.Contains(entry.Id) && entry.ListId == listId).ExecuteDeleteAsync(cancellationToken);
        if (deleted > 0)
        {
            await db.AlertLists.Where(list => list.Id == listId)
                .ExecuteUpdateAsync(set => set.SetProperty(list => list.EntryCount, list => list.EntryCount - deleted), cancellationToken);
            db.Audit(
                AuditAction.Removed, $"{deleted} entries of alert list {listId}", string.Join(", ", plates) + (deleted > plates.Count ? ", …" : ""));
            await transaction.CommitAsync(cancellationToken);
        }

        return deleted;
    }

    private async Task<ChangeResult> WriteAsync(
        int listId, int more, Func<DashboardDbContext, Task<AlertEntry?>> change, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CountAsync(db, listId, more, cancellationToken) == 0)
        {
            return new FieldErrors("The list was deleted.");
        }

        if (await change(db) is not { } changed)
        {
            return new FieldErrors("The entry was deleted, or an import has replaced it.");
        }

        if (AlertListRules.Check(changed) is { Count: > 0 } errors)
        {
            return errors;
        }

        if (await db.AlertEntries.AnyAsync(
            entry => entry.ListId == listId && entry.Plate == changed.Plate && entry.Id != changed.Id, cancellationToken))
        {
            return new FieldErrors(nameof(AlertEntry.Plate), $"The plate {changed.Plate} is on this list already.");
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ChangeResult.Done;
    }

    private static Task<int> CountAsync(DashboardDbContext db, int listId, int more, CancellationToken cancellationToken) =>
        db.AlertLists.Where(list => list.Id == listId).ExecuteUpdateAsync(
            set => set.SetProperty(list => list.EntryCount, list => list.EntryCount + more)
                .SetProperty(list => list.Revision, list => list.Revision + 1), cancellationToken);

    private static AlertEntry Normalized(AlertEntry from, AlertEntry to)
    {
        (to.Plate, to.Written) = (EntryPlate.Normalize(from.Plate), EntryPlate.Written(from.Plate));
        to.Description = from.Description.Trim();
        to.Region = from.Region.Trim();
        return to;
    }
}
