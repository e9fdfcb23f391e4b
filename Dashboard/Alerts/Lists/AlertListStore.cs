using Dashboard.Domain;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Lists;

/// <summary>The alert lists as they are set up. Alerts outlive their list.</summary>
internal sealed class AlertListStore(IDbContextFactory<DashboardDbContext> factory, TimeProvider time)
{
    /// <summary>Entries that are deleted in one transaction: others may want to write in between.</summary>
    private const int MaxBatch = 20_000;

    private readonly ExclusiveWriter _writer = new(factory);

    /// <summary>All lists by name, with their sites.</summary>
    public async Task<IReadOnlyList<AlertList>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var lists = await db.AlertLists.AsNoTracking().Include(list => list.Sites).ToListAsync(cancellationToken);
        return [.. lists.OrderBy(list => list.Name, StringComparer.OrdinalIgnoreCase).ThenBy(list => list.Id)];
    }

    /// <summary>One list with its sites; null where there is none.</summary>
    public async Task<AlertList?> FindAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.AlertLists.AsNoTracking().Include(list => list.Sites).SingleOrDefaultAsync(list => list.Id == id, cancellationToken);
    }

    /// <summary>The sites that a list can be for, by name.</summary>
    public async Task<IReadOnlyList<SiteRow>> SitesAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.Sites.AsNoTracking().OrderBy(site => site.Name).ToListAsync(cancellationToken);
    }

    /// <summary>Makes a list as given; its number is set.</summary>
    public Task<ChangeResult<AlertList>> AddAsync(AlertList list, CancellationToken cancellationToken = default) =>
        AddAsync(list, (_, _) => Task.CompletedTask, cancellationToken);

    /// <summary>Makes a list as given, and in the same transaction what <paramref name="fill"/> does when the list has its number.</summary>
    internal async Task<ChangeResult<AlertList>> AddAsync(
        AlertList list, Func<DashboardDbContext, AlertList, Task> fill, CancellationToken cancellationToken)
    {
        var row = new AlertList { CreatedAt = time.GetUtcNow(), Revision = 1 };
        var result = await WriteAsync(
            async db =>
            {
                Copy(new ConcurrentEdit<AlertList>(null, list, row), row);
                var errors = await CheckAsync(db, row, cancellationToken);
                if (errors.Count == 0)
                {
                    db.AlertLists.Add(row);
                    await db.SaveChangesAsync(cancellationToken);
                    await fill(db, row);
                }

                return errors;
            },
            cancellationToken);
        return result.IsDone ? row : result.Errors;
    }

    /// <summary>Switches a list on or off.</summary>
    public Task<ChangeResult> SetActiveAsync(int id, bool active, CancellationToken cancellationToken = default) => ChangeAsync(
        id,
        (_, row) =>
        {
            row.IsActive = active;
            return Task.FromResult(new FieldErrors());
        },
        cancellationToken);

    /// <summary>Stores a changed list: everything but its entries.</summary>
    public Task<ChangeResult> UpdateAsync(AlertList list, CancellationToken cancellationToken = default) =>
        UpdateAsync(list, null, cancellationToken);

    /// <summary>The same, without what is as it was loaded: others may have changed that meanwhile.</summary>
    public Task<ChangeResult> UpdateAsync(AlertList list, AlertList? loaded, CancellationToken cancellationToken = default) => ChangeAsync(
        list.Id,
        (db, row) =>
        {
            Copy(new ConcurrentEdit<AlertList>(loaded, list, row), row);
            return CheckAsync(db, row, cancellationToken);
        },
        cancellationToken);

    /// <summary>Deletes a list with its entries; its alerts stay. False where there is none.</summary>
    public async Task<bool> DeleteAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var known = await db.AlertLists.Where(list => list.Id == id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(list => list.IsActive, false).SetProperty(list => list.Revision, list => list.Revision + 1),
                cancellationToken);

        // A million entries at once would keep flows from being stored for seconds. The list makes no alerts while they go.
        while (await db.AlertEntries.Where(entry => entry.ListId == id)
            .OrderBy(entry => entry.Id)
            .Take(MaxBatch)
            .ExecuteDeleteAsync(cancellationToken) > 0)
        {
        }

        var name = await db.AlertLists.Where(list => list.Id == id).Select(list => list.Name).SingleOrDefaultAsync(cancellationToken);
        if (await db.AlertLists.Where(list => list.Id == id).ExecuteDeleteAsync(cancellationToken) > 0)
        {
            db.Audit(AuditAction.Removed, $"alert list {name}");
        }

        return known > 0;
    }

    private Task<ChangeResult> ChangeAsync(
        int id, Func<DashboardDbContext, AlertList, Task<FieldErrors>> change, CancellationToken cancellationToken) => WriteAsync(
        async db =>
        {
            if (await db.AlertLists.Include(list => list.Sites).SingleOrDefaultAsync(list => list.Id == id, cancellationToken) is not { } row)
            {
                return new FieldErrors("The list was deleted.");
            }

            row.Revision++;
            return await change(db, row);
        },
        cancellationToken);

    private async Task<ChangeResult> WriteAsync(Func<DashboardDbContext, Task<ChangeResult>> change, CancellationToken cancellationToken)
    {
        try
        {
            // In a transaction: an import may change the list in between, whose count and revision must not be overwritten.
            return await _writer.WriteAsync(change, cancellationToken);
        }
        catch (DbUpdateException exception) when (!StorageFailure.MayPass(exception))
        {
            return new FieldErrors(nameof(AlertList.Name), "The name was just taken by another list, or a site was deleted.");
        }
    }

    private static async Task<FieldErrors> CheckAsync(DashboardDbContext db, AlertList list, CancellationToken cancellationToken)
    {
        var others = await db.AlertLists.AsNoTracking().Select(other => new { other.Id, other.Name }).ToListAsync(cancellationToken);
        var sites = await db.Sites.Select(site => site.Id).ToListAsync(cancellationToken);
        return AlertListRules.Check(list, others.Select(other => (other.Id, other.Name)), sites);
    }

    private static void Copy(ConcurrentEdit<AlertList> edit, AlertList row)
    {
        row.Name = edit.Take(list => list.Name).Trim();
        row.ListType = edit.Take(list => list.ListType);
        row.MatchStrategy = edit.Take(list => list.MatchStrategy);
        row.IsActive = edit.Take(list => list.IsActive);
        var (from, to) = edit.Take(list => (list.Schedule.FromMinute, list.Schedule.ToMinute));
        row.Schedule = new AlertSchedule(edit.Take(list => list.Schedule.Days), from, to);
        row.RepeatMinutes = edit.Take(list => list.RepeatMinutes);
        row.KeepDays = edit.Take(list => list.KeepDays);
        row.MinCandidatePercent = edit.Take(list => list.MinCandidatePercent);
        row.Color = edit.Take(list => list.Color);
        row.Recipients = string.Join(',', AlertListRules.SplitRecipients(edit.Take(list => list.Recipients)));
        var sites = edit.Take(list => list.Sites.Select(site => site.SiteId).ToHashSet(), HashSet<int>.CreateSetComparer());
        row.Sites.RemoveAll(site => !sites.Contains(site.SiteId));
        row.Sites.AddRange(
            sites.Except(row.Sites.Select(site => site.SiteId)).ToList().Select(site => new AlertListSite { ListId = row.Id, SiteId = site }));
    }
}
