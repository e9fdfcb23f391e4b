using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents;

/// <param name="Name">What people call it.</param>
/// <param name="People">How many users are limited to it, among others perhaps.</param>
public sealed record SiteSummary(int Id, string Name, int People);

internal sealed class SiteStore(IDbContextFactory<DashboardDbContext> database, CameraStore cameras, AgentDirectory agents)
{
    private const string NoSuchSite = "The site no longer exists.";

    private readonly ExclusiveWriter _writer = new(database);

    public async Task<IReadOnlyList<SiteSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var sites = await db.Sites.AsNoTracking()
            .Select(site => new SiteSummary(site.Id, site.Name, db.UserSites.Count(user => user.SiteId == site.Id)))
            .ToListAsync(cancellationToken);
        return [.. sites.OrderBy(site => site.Name, StringComparer.OrdinalIgnoreCase)];
    }

    public Task<ChangeResult> AddAsync(string name, CancellationToken cancellationToken = default) => ChangeAsync(
        async db =>
        {
            db.Sites.Add(new SiteRow { Name = name.Trim() });
            return await CheckNameAsync(db, name, 0, cancellationToken);
        },
        cancellationToken);

    public Task<ChangeResult> RenameAsync(int id, string name, CancellationToken cancellationToken = default) => ChangeAsync(
        async db =>
        {
            if (await db.Sites.SingleOrDefaultAsync(site => site.Id == id, cancellationToken) is not { } row)
            {
                return new FieldErrors(NoSuchSite);
            }

            row.Name = name.Trim();
            return await CheckNameAsync(db, name, id, cancellationToken);
        },
        cancellationToken);

    /// <summary>Deletes a site that nothing belongs to.</summary>
    public Task<ChangeResult> DeleteAsync(int id, CancellationToken cancellationToken = default) => ChangeAsync(
        async db =>
        {
            var reason = id == SiteRow.DefaultId ? "New agents join this site; give it another name instead."
                : await db.Cameras.AnyAsync(
                    camera => camera.SiteId == id,
                    cancellationToken) ? "Cameras belong to this site, or did before they were deleted; their flows still do."
                : await db.Agents.AnyAsync(agent => agent.SiteId == id, cancellationToken) ? "Agents belong to this site."
                : await db.UserSites.AnyAsync(user => user.SiteId == id, cancellationToken) ? "Users are limited to this site; change that first."
                : await db.AlertLists.AnyAsync(
                    list => list.Sites.Any(site => site.SiteId == id), cancellationToken) ? "Alert lists are limited to this site."
                : await db.WebHooks.AnyAsync(hook => hook.SiteId == id, cancellationToken) ? "Web hooks are limited to this site."
                : null;
            if (reason is not null)
            {
                return new FieldErrors(reason);
            }

            var name = await db.Sites.Where(site => site.Id == id).Select(site => site.Name).SingleOrDefaultAsync(cancellationToken);
            await db.Sites.Where(site => site.Id == id).ExecuteDeleteAsync(cancellationToken);
            db.Audit(AuditAction.Removed, $"site {name}");
            return ChangeResult.Done;
        },
        cancellationToken);

    /// <summary>Moves a camera, with all its flows, to another site.</summary>
    public async Task<ChangeResult> MoveAsync(int camera, int site, CancellationToken cancellationToken = default) =>
        (await ListAsync(cancellationToken)).Any(known => known.Id == site)
            ? await cameras.SetSiteAsync(camera, site, cancellationToken)
            : new FieldErrors(NoSuchSite);

    private static async Task<FieldErrors> CheckNameAsync(DashboardDbContext db, string name, int id, CancellationToken cancellationToken)
    {
        name = name.Trim();
        if (name.Length is 0 or > SiteRow.MaxNameLength)
        {
            return new FieldErrors(nameof(SiteSummary.Name), $"A site's name must be 1 to {SiteRow.MaxNameLength} characters.");
        }

        if (HiddenCharacters.ErrorOf(name) is { } hidden)
        {
            return new FieldErrors(nameof(SiteSummary.Name), hidden);
        }

        var others = await db.Sites.Where(site => site.Id != id).Select(site => site.Name).ToListAsync(cancellationToken);
        return others.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? new FieldErrors(nameof(SiteSummary.Name), "There is already a site with this name.")
            : new();
    }

    private async Task<ChangeResult> ChangeAsync(Func<DashboardDbContext, Task<ChangeResult>> change, CancellationToken cancellationToken)
    {
        var result = await _writer.WriteAsync(change, cancellationToken);
        if (result.IsDone)
        {
            agents.Forget();
        }

        return result;
    }
}
