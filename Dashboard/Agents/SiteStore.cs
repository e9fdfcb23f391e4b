using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents;

/// <summary>A site in a list.</summary>
/// <param name="Id">Number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="People">How many users are limited to it, among others perhaps.</param>
public sealed record SiteSummary(int Id, string Name, int People);

/// <summary>The sites, and which camera stands where.</summary>
public sealed class SiteStore(IDbContextFactory<DashboardDbContext> database, CameraStore cameras, AgentDirectory agents)
{
    private const string NoSuchSite = "The site no longer exists.";

    private readonly ExclusiveWriter _writer = new(database);

    /// <summary>All sites, by name.</summary>
    public async Task<IReadOnlyList<SiteSummary>> ListAsync(CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var sites = await db.Sites.AsNoTracking().Select(site => new SiteSummary(site.Id, site.Name, db.UserSites.Count(user => user.SiteId == site.Id))).ToListAsync(cancel);
        return [.. sites.OrderBy(site => site.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Adds a site.</summary>
    public Task<ChangeResult> AddAsync(string name, CancellationToken cancel = default) => ChangeAsync(
        async db =>
        {
            db.Sites.Add(new SiteRow { Name = name.Trim() });
            return await CheckNameAsync(db, name, 0, cancel);
        },
        cancel);

    /// <summary>Gives a site another name.</summary>
    public Task<ChangeResult> RenameAsync(int id, string name, CancellationToken cancel = default) => ChangeAsync(
        async db =>
        {
            if (await db.Sites.SingleOrDefaultAsync(site => site.Id == id, cancel) is not { } row)
            {
                return new FieldErrors(NoSuchSite);
            }

            row.Name = name.Trim();
            return await CheckNameAsync(db, name, id, cancel);
        },
        cancel);

    /// <summary>Deletes a site that nothing belongs to.</summary>
    public Task<ChangeResult> DeleteAsync(int id, CancellationToken cancel = default) => ChangeAsync(
        async db =>
        {
            var reason = id == SiteRow.DefaultId ? "New agents join this site; give it another name instead."
                : await db.Cameras.AnyAsync(camera => camera.SiteId == id, cancel) ? "Cameras belong to this site, or did before they were deleted; their flows still do."
                : await db.Agents.AnyAsync(agent => agent.SiteId == id, cancel) ? "Agents belong to this site."
                : await db.UserSites.AnyAsync(user => user.SiteId == id, cancel) ? "Users are limited to this site; change that first."
                : await db.AlertLists.AnyAsync(list => list.Sites.Any(site => site.SiteId == id), cancel) ? "Alert lists are limited to this site."
                : await db.WebHooks.AnyAsync(hook => hook.SiteId == id, cancel) ? "Web hooks are limited to this site."
                : null;
            if (reason is not null)
            {
                return new FieldErrors(reason);
            }

            await db.Sites.Where(site => site.Id == id).ExecuteDeleteAsync(cancel);
            return ChangeResult.Done;
        },
        cancel);

    /// <summary>Moves a camera, with all its flows, to another site.</summary>
    public async Task<ChangeResult> MoveAsync(int camera, int site, CancellationToken cancel = default) =>
        (await ListAsync(cancel)).Any(known => known.Id == site)
            ? await cameras.SetSiteAsync(camera, site, cancel)
            : new FieldErrors(NoSuchSite);

    private static async Task<FieldErrors> CheckNameAsync(DashboardDbContext db, string name, int id, CancellationToken cancel)
    {
        name = name.Trim();
        if (name.Length is 0 or > SiteRow.NameMaxLength)
        {
            return new FieldErrors(nameof(SiteSummary.Name), $"A site's name must be 1 to {SiteRow.NameMaxLength} characters.");
        }

        var others = await db.Sites.Where(site => site.Id != id).Select(site => site.Name).ToListAsync(cancel);
        return others.Contains(name, StringComparer.OrdinalIgnoreCase) ? new FieldErrors(nameof(SiteSummary.Name), "There is already a site with this name.") : new();
    }

    private async Task<ChangeResult> ChangeAsync(Func<DashboardDbContext, Task<ChangeResult>> change, CancellationToken cancel)
    {
        var result = await _writer.WriteAsync(change, cancel);
        if (result.IsDone)
        {
            agents.Forget();
        }

        return result;
    }
}
