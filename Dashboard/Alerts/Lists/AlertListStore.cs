using Dashboard.Domain;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Lists;

/// <summary>The alert lists as they are set up. Alerts outlive their list.</summary>
public sealed class AlertListStore(IDbContextFactory<DashboardDbContext> factory, TimeProvider time)
{
    /// <summary>Entries that are deleted in one transaction: others may want to write in between.</summary>
    private const int DeleteAtOnce = 20_000;

    private readonly ExclusiveWriter _writer = new(factory);

    /// <summary>Raised after any change of a list or of its entries by this process.</summary>
    public event Action? Changed;

    /// <summary>All lists by name, with their sites.</summary>
    public async Task<IReadOnlyList<AlertList>> ListAsync(CancellationToken cancel = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancel);
        var lists = await db.AlertLists.AsNoTracking().Include(list => list.Sites).ToListAsync(cancel);
        return [.. lists.OrderBy(list => list.Name, StringComparer.OrdinalIgnoreCase).ThenBy(list => list.Id)];
    }

    /// <summary>One list with its sites; null where there is none.</summary>
    public async Task<AlertList?> FindAsync(int id, CancellationToken cancel = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancel);
        return await db.AlertLists.AsNoTracking().Include(list => list.Sites).SingleOrDefaultAsync(list => list.Id == id, cancel);
    }

    /// <summary>The sites that a list can be for, by name.</summary>
    public async Task<IReadOnlyList<SiteRow>> SitesAsync(CancellationToken cancel = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancel);
        return await db.Sites.AsNoTracking().OrderBy(site => site.Name).ToListAsync(cancel);
    }

    /// <summary>Makes a list: black, exact, active, always and for all sites.</summary>
    public Task<ChangeResult<AlertList>> AddAsync(string name, CancellationToken cancel = default) => AddAsync(new AlertList { Name = name }, cancel);

    /// <summary>Makes a list as given; its number is set.</summary>
    public async Task<ChangeResult<AlertList>> AddAsync(AlertList list, CancellationToken cancel = default)
    {
        var row = new AlertList { CreatedMs = time.GetUtcNow().ToUnixTimeMilliseconds(), Revision = 1 };
        var result = await WriteAsync(
            async db =>
            {
                Take(list, row);
                var errors = await CheckAsync(db, row, cancel);
                db.AlertLists.Add(row);
                return errors;
            },
            cancel);
        return result.IsDone ? row : result.Errors;
    }

    /// <summary>Gives a list another name.</summary>
    public Task<ChangeResult> RenameAsync(int id, string name, CancellationToken cancel = default) => ChangeAsync(
        id,
        (db, row) =>
        {
            row.Name = name.Trim();
            return CheckAsync(db, row, cancel);
        },
        cancel);

    /// <summary>Switches a list on or off.</summary>
    public Task<ChangeResult> SetActiveAsync(int id, bool active, CancellationToken cancel = default) => ChangeAsync(
        id,
        (_, row) =>
        {
            row.IsActive = active;
            return Task.FromResult(new FieldErrors());
        },
        cancel);

    /// <summary>Stores a changed list: everything but its entries.</summary>
    public Task<ChangeResult> UpdateAsync(AlertList list, CancellationToken cancel = default) => ChangeAsync(
        list.Id,
        (db, row) =>
        {
            Take(list, row);
            return CheckAsync(db, row, cancel);
        },
        cancel);

    /// <summary>Deletes a list with its entries; its alerts stay. False where there is none.</summary>
    public async Task<bool> DeleteAsync(int id, CancellationToken cancel = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancel);
        var known = await db.AlertLists.Where(list => list.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(list => list.IsActive, false).SetProperty(list => list.Revision, list => list.Revision + 1), cancel);

        // A million entries at once would keep flows from being stored for seconds. The list makes no alerts while they go.
        while (await db.AlertEntries.Where(entry => entry.ListId == id).OrderBy(entry => entry.Id).Take(DeleteAtOnce).ExecuteDeleteAsync(cancel) > 0)
        {
        }

        await db.AlertLists.Where(list => list.Id == id).ExecuteDeleteAsync(cancel);
        Announce();
        return known > 0;
    }

    /// <summary>Says that a list or its entries have changed.</summary>
    internal void Announce() => Changed?.Invoke();

    private Task<ChangeResult> ChangeAsync(int id, Func<DashboardDbContext, AlertList, Task<FieldErrors>> change, CancellationToken cancel) => WriteAsync(
        async db =>
        {
            if (await db.AlertLists.Include(list => list.Sites).SingleOrDefaultAsync(list => list.Id == id, cancel) is not { } row)
            {
                return new FieldErrors("The list was deleted.");
            }

            row.Revision++;
            return await change(db, row);
        },
        cancel);

    private async Task<ChangeResult> WriteAsync(Func<DashboardDbContext, Task<ChangeResult>> change, CancellationToken cancel)
    {
        try
        {
            // In a transaction: an import may change the list in between, whose count and revision must not be overwritten.
            var result = await _writer.WriteAsync(change, cancel);
            if (result.IsDone)
            {
                Announce();
            }

            return result;
        }
        catch (DbUpdateException exception) when (!StorageFailure.MayPass(exception))
        {
            return new FieldErrors(nameof(AlertList.Name), "The name was just taken by another list, or a site was deleted.");
        }
    }

    private static async Task<FieldErrors> CheckAsync(DashboardDbContext db, AlertList list, CancellationToken cancel)
    {
        var others = await db.AlertLists.AsNoTracking().Select(other => new { other.Id, other.Name }).ToListAsync(cancel);
        var sites = await db.Sites.Select(site => site.Id).ToListAsync(cancel);
        return AlertListRules.Check(list, others.Select(other => (other.Id, other.Name)), sites);
    }

    private static void Take(AlertList from, AlertList row)
    {
        row.Name = from.Name.Trim();
        row.ListType = from.ListType;
        row.MatchStrategy = from.MatchStrategy;
        row.IsActive = from.IsActive;
        row.Schedule = from.Schedule;
        row.Recipients = string.Join(',', AlertListRules.SplitRecipients(from.Recipients));
        var sites = from.Sites.Select(site => site.SiteId).ToHashSet();
        row.Sites.RemoveAll(site => !sites.Contains(site.SiteId));
        row.Sites.AddRange(sites.Except(row.Sites.Select(site => site.SiteId)).ToList().Select(site => new AlertListSite { ListId = row.Id, SiteId = site }));
    }
}
