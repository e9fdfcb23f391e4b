using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Lists;

/// <summary>The alert lists. A list for all sites is seen by everybody; who is limited to sites may change only lists of those alone.</summary>
public sealed class AlertListStore(IDbContextFactory<DashboardDbContext> database, TimeProvider time)
{
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>The lists that are seen, by number.</summary>
    public async Task<IReadOnlyList<AlertList>> ListAsync(Sight sight, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var lists = await db.AlertLists.AsNoTracking().Include(list => list.Sites).OrderBy(list => list.Id).ToListAsync(cancel);
        return [.. lists.Where(list => list.Sites.Count == 0 || list.Sites.Exists(site => sight.Includes(site.SiteId)))];
    }

    /// <summary>One list; null where none is seen.</summary>
    public async Task<AlertList?> FindAsync(int id, Sight sight, CancellationToken cancel = default) =>
        (await ListAsync(sight, cancel)).FirstOrDefault(list => list.Id == id);

    /// <summary>Whether who sees so much may change a list.</summary>
    public static bool MayChange(AlertList list, Sight sight) =>
        sight.Sites is null || (list.Sites.Count > 0 && list.Sites.TrueForAll(site => sight.Includes(site.SiteId)));

    /// <summary>Makes a list: black, exact, active, always, for the sites that are seen. Throws <see cref="AlertListRejectedException"/>.</summary>
    public async Task<AlertList> CreateAsync(string name, Sight sight, CancellationToken cancel = default)
    {
        name = name.Trim();
        if (name.Length is 0 or > AlertList.NameMaxLength)
        {
            throw new AlertListRejectedException("name", $"name: must be 1 to {AlertList.NameMaxLength} characters.");
        }

        await _writing.WaitAsync(cancel);
        try
        {
            await using var db = await database.CreateDbContextAsync(cancel);
            var names = await db.AlertLists.Select(list => list.Name).ToListAsync(cancel);
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw new AlertListRejectedException("name", "name: there is already a list with this name.");
            }

            var made = new AlertList
            {
                Name = name,
                CreatedMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
                Sites = [.. (sight.Sites ?? Enumerable.Empty<int>()).Select(site => new AlertListSite { SiteId = site })],
            };
            db.AlertLists.Add(made);
            await db.SaveChangesAsync(cancel);
            return made;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Deletes a list with its entries; its alerts stay. False: it is not there.</summary>
    public async Task<bool> DeleteAsync(int id, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        return await db.AlertLists.Where(list => list.Id == id).ExecuteDeleteAsync(cancel) > 0;
    }
}
