using Dashboard.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents;

/// <summary>A site in a list.</summary>
/// <param name="Id">Number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="People">How many people are limited to it, among others perhaps.</param>
public sealed record SiteSummary(int Id, string Name, int People);

/// <summary>The sites, and which camera stands where. Every change tells in words why it cannot be made; null: it was made.</summary>
public sealed class SiteStore(IDbContextFactory<DashboardDbContext> database, CameraStore cameras, AgentDirectory agents)
{
    /// <summary>All sites, by name.</summary>
    public async Task<IReadOnlyList<SiteSummary>> ListAsync(CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var sites = await db.Sites.AsNoTracking().Select(site => new SiteSummary(site.Id, site.Name, db.UserSites.Count(user => user.SiteId == site.Id))).ToListAsync(cancel);
        return [.. sites.OrderBy(site => site.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Makes a site.</summary>
    public Task<string?> AddAsync(string name, CancellationToken cancel = default) => ChangeAsync(
        async db =>
        {
            if (await NameFaultAsync(db, name, 0, cancel) is { } fault)
            {
                return fault;
            }

            db.Sites.Add(new SiteRow { Name = name.Trim() });
            return null;
        },
        cancel);

    /// <summary>Gives a site another name.</summary>
    public Task<string?> RenameAsync(int id, string name, CancellationToken cancel = default) => ChangeAsync(
        async db =>
        {
            if (await NameFaultAsync(db, name, id, cancel) is { } fault)
            {
                return fault;
            }

            if (await db.Sites.SingleOrDefaultAsync(site => site.Id == id, cancel) is not { } row)
            {
                return "The site is not there any more.";
            }

            row.Name = name.Trim();
            return null;
        },
        cancel);

    /// <summary>Deletes a site that nothing belongs to.</summary>
    public Task<string?> DeleteAsync(int id, CancellationToken cancel = default) => ChangeAsync(
        async db =>
        {
            var fault = id == SiteRow.DefaultId ? "New agents come to belong to this site; give it another name instead."
                : await db.Cameras.AnyAsync(camera => camera.SiteId == id, cancel) ? "Cameras belong to this site, or did before they were deleted; their flows do still."
                : await db.Agents.AnyAsync(agent => agent.SiteId == id, cancel) ? "Agents belong to this site."
                : await db.UserSites.AnyAsync(user => user.SiteId == id, cancel) ? "People are limited to this site; change that first."
                : await db.AlertLists.AnyAsync(list => list.Sites.Any(site => site.SiteId == id), cancel) ? "Alert lists are for this site."
                : await db.WebHooks.AnyAsync(hook => hook.SiteId == id, cancel) ? "Web hooks are for this site."
                : null;
            if (fault is null)
            {
                await db.Sites.Where(site => site.Id == id).ExecuteDeleteAsync(cancel);
            }

            return fault;
        },
        cancel);

    /// <summary>Puts a camera, with all its flows, to another site.</summary>
    public async Task<string?> MoveAsync(int camera, int site, CancellationToken cancel = default)
    {
        if ((await ListAsync(cancel)).All(known => known.Id != site))
        {
            return "The site is not there any more.";
        }

        if (await cameras.FindAsync(camera, SiteScope.Unrestricted, cancel) is null)
        {
            return "The camera was deleted.";
        }

        await cameras.SetSiteAsync(camera, site, cancel);
        return null;
    }

    private static async Task<string?> NameFaultAsync(DashboardDbContext db, string name, int id, CancellationToken cancel)
    {
        name = name.Trim();
        if (name.Length is 0 or > SiteRow.NameMaxLength)
        {
            return $"A site's name has 1 to {SiteRow.NameMaxLength} characters.";
        }

        var others = await db.Sites.Where(site => site.Id != id).Select(site => site.Name).ToListAsync(cancel);
        return others.Contains(name, StringComparer.OrdinalIgnoreCase) ? "There is already a site with this name." : null;
    }

    private async Task<string?> ChangeAsync(Func<DashboardDbContext, Task<string?>> change, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var fault = await change(db);
        if (fault is null)
        {
            await db.SaveChangesAsync(cancel);
            agents.Forget();
        }

        return fault;
    }
}
