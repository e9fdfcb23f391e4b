using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Lists;

/// <summary>The alert lists as they are set up. Alerts outlive their list.</summary>
public sealed class AlertListStore(IDbContextFactory<DashboardDbContext> factory, TimeProvider time)
{
    /// <summary>Entries that are deleted in one transaction: others may want to write in between.</summary>
    private const int DeleteAtOnce = 20_000;

    private readonly SemaphoreSlim _writing = new(1);

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

    /// <summary>Makes a list: black, exact, active, always and for all sites. Throws <see cref="AlertListRejectedException"/> for a name that is wrong or taken.</summary>
    public Task<AlertList> AddAsync(string name, CancellationToken cancel = default) => AddAsync(new AlertList { Name = name }, cancel);

    /// <summary>Makes a list as given; its number is set. Throws <see cref="AlertListRejectedException"/> for wrong fields.</summary>
    public async Task<AlertList> AddAsync(AlertList list, CancellationToken cancel = default)
    {
        var row = new AlertList { CreatedMs = time.GetUtcNow().ToUnixTimeMilliseconds(), Revision = 1 };
        await WriteAsync(
            async db =>
            {
                Take(list, row);
                await CheckAsync(db, row, cancel);
                db.AlertLists.Add(row);
            },
            cancel);
        return row;
    }

    /// <summary>Gives a list another name. Throws <see cref="AlertListRejectedException"/> where it is wrong or taken, or the list was deleted.</summary>
    public async Task RenameAsync(int id, string name, CancellationToken cancel = default) => await WriteAsync(
        async db =>
        {
            var row = await FindRowAsync(db, id, cancel);
            row.Name = name.Trim();
            row.Revision++;
            await CheckAsync(db, row, cancel);
        },
        cancel);

    /// <summary>Switches a list on or off.</summary>
    public async Task SetActiveAsync(int id, bool active, CancellationToken cancel = default) => await WriteAsync(
        async db =>
        {
            var row = await FindRowAsync(db, id, cancel);
            row.IsActive = active;
            row.Revision++;
        },
        cancel);

    /// <summary>Stores a changed list: everything but its entries. Throws <see cref="AlertListRejectedException"/> for wrong fields, also where the list was deleted.</summary>
    public async Task UpdateAsync(AlertList list, CancellationToken cancel = default) => await WriteAsync(
        async db =>
        {
            var row = await FindRowAsync(db, list.Id, cancel);
            Take(list, row);
            row.Revision++;
            await CheckAsync(db, row, cancel);
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

    private async Task WriteAsync(Func<DashboardDbContext, Task> change, CancellationToken cancel)
    {
        // One at a time, so that two new lists cannot both find their common name free.
        await _writing.WaitAsync(cancel);
        try
        {
            // An import may change the list in between; then its count and revision must not be overwritten.
            await using var db = await factory.CreateDbContextAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await change(db);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        catch (DbUpdateException failure) when (!StorageFailure.MayPass(failure))
        {
            throw new AlertListRejectedException(nameof(AlertList.Name), "The name was taken by another list just now, or a site was deleted.");
        }
        finally
        {
            _writing.Release();
        }

        Announce();
    }

    private static async Task CheckAsync(DashboardDbContext db, AlertList list, CancellationToken cancel)
    {
        var others = await db.AlertLists.AsNoTracking().Select(other => new { other.Id, other.Name }).ToListAsync(cancel);
        var sites = await db.Sites.Select(site => site.Id).ToListAsync(cancel);
        var errors = AlertListRules.Check(list, others.Select(other => (other.Id, other.Name)), sites);
        if (errors.Count > 0)
        {
            throw new AlertListRejectedException(errors);
        }
    }

    private static async Task<AlertList> FindRowAsync(DashboardDbContext db, int id, CancellationToken cancel) =>
        await db.AlertLists.Include(list => list.Sites).SingleOrDefaultAsync(list => list.Id == id, cancel)
        ?? throw new AlertListRejectedException(nameof(AlertList.Id), "The list was deleted.");

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
