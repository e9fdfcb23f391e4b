using System.Security.Claims;
using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows.SavedFilters;

/// <summary>A filter with a name, as a person sees it.</summary>
/// <param name="Name">What its owner called it.</param>
/// <param name="Query">The query string of the list.</param>
/// <param name="IsShared">Others may use it.</param>
/// <param name="IsOwn">The person's own.</param>
public sealed record NamedFilter(int Id, string Name, string Query, bool IsShared, bool IsOwn, string Owner);

/// <summary>Reads what names sites and cameras in the query string of a list; null: it names none.</summary>
internal delegate FlowCondition? FilterReading(string query);

/// <summary>
/// Filters that people gave a name. Everybody sees their own and those that others share, but none that names a site or a camera that they do not
/// see. Only its owner changes a filter; administrators may take away what others share.
/// </summary>
internal sealed class SavedFilterStore(
    IDbContextFactory<DashboardDbContext> factory, CameraDirectory cameras, AccountCache accounts, FilterReading read)
{
    /// <summary>The most that are kept for a person.</summary>
    public const int MaxOfPerson = 100;

    private const int MaxShown = 500;
    private const string Gone = "This filter no longer exists.";

    /// <summary>What a person may use: their own first, each kind by name.</summary>
    public async Task<IReadOnlyList<NamedFilter>> ListAsync(ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(person, cancellationToken) is not (var id, { } account))
        {
            return [];
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from filter in db.SavedFilters.AsNoTracking()
            join owner in db.Users on filter.OwnerId equals owner.Id
            where filter.OwnerId == id || filter.IsShared
            orderby filter.Id
            select new NamedFilter(filter.Id, filter.Name, filter.Query, filter.IsShared, filter.OwnerId == id, owner.Email ?? ""))
            .Take(MaxShown)
            .ToListAsync(cancellationToken);
        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        return
        [
            .. rows.Where(row => row.IsOwn || IsSeen(row.Query, account.SiteScope, translator))
                .OrderByDescending(row => row.IsOwn)
                .ThenBy(row => row.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Keeps a filter under a new name.</summary>
    public async Task<ChangeResult> AddAsync(
        ClaimsPrincipal person, string name, string query, bool isShared, CancellationToken cancellationToken = default)
    {
        var row = new SavedFilter { Name = name.Trim(), Query = query, IsShared = isShared };
        if (await FindAsync(person, cancellationToken) is not (var id, { } account))
        {
            return new FieldErrors("Sign in first.");
        }

        row.OwnerId = id;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await CheckAsync(db, row, account, cancellationToken) is { Count: > 0 } errors)
        {
            return errors;
        }

        if (await db.SavedFilters.CountAsync(filter => filter.OwnerId == id, cancellationToken) >= MaxOfPerson)
        {
            return new FieldErrors($"At most {MaxOfPerson} filters are kept for one person; delete one first.");
        }

        db.SavedFilters.Add(row);
        return await SaveAsync(db, cancellationToken);
    }

    /// <summary>Changes a person's own filter: its name, what it asks and whether others may use it, without what is as it was loaded.</summary>
    public async Task<ChangeResult> ChangeAsync(
        ClaimsPrincipal person, NamedFilter wanted, NamedFilter loaded, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(person, cancellationToken) is not (var owner, { } account))
        {
            return new FieldErrors("Sign in first.");
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await db.SavedFilters.SingleOrDefaultAsync(filter => filter.Id == wanted.Id && filter.OwnerId == owner, cancellationToken) is not { } row)
        {
            return new FieldErrors(Gone);
        }

        var wasShared = row.IsShared;
        var edit = new ConcurrentEdit<NamedFilter>(loaded, wanted, wanted with { Name = row.Name, Query = row.Query, IsShared = row.IsShared });
        (row.Name, row.IsShared, row.Query) =
            (edit.Take(filter => filter.Name).Trim(), edit.Take(filter => filter.IsShared), edit.Take(filter => filter.Query));
        return await CheckAsync(db, row, account, cancellationToken, wasShared) is { Count: > 0 } errors
            ? errors
            : await SaveAsync(db, cancellationToken);
    }

    /// <summary>Deletes a person's own filter; an administrator's right goes to those that others share.</summary>
    public async Task<ChangeResult> DeleteAsync(ClaimsPrincipal person, int id, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(person, cancellationToken) is not (var owner, { } account))
        {
            return new FieldErrors("Sign in first.");
        }

        var isAdministrator = account.Role == Roles.Administrator;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var deleted = await db.SavedFilters
            .Where(filter => filter.Id == id && (filter.OwnerId == owner || (isAdministrator && filter.IsShared)))
            .ExecuteDeleteAsync(cancellationToken);
        return deleted == 1 ? ChangeResult.Done : new FieldErrors(Gone);
    }

    private static async Task<FieldErrors> CheckAsync(
        DashboardDbContext db, SavedFilter row, AccountSnapshot account, CancellationToken cancellationToken, bool wasShared = false)
    {
        var (id, owner, name) = (row.Id, row.OwnerId, row.Name);
        return new FieldErrors
        {
            {
                nameof(SavedFilter.Name),
                row.Name.Length is 0 or > SavedFilter.MaxNameLength
                    ? $"The name must be 1 to {SavedFilter.MaxNameLength} characters."
                    : await db.SavedFilters.AnyAsync(
                        other => other.OwnerId == owner && other.Name == name && other.Id != id, cancellationToken)
                        ? "You already have a filter with this name."
                        : HiddenCharacters.ErrorOf(name)
            },
            {
                nameof(SavedFilter.IsShared),
                row.IsShared && !wasShared && account.Role is not (Roles.Administrator or Roles.Operator)
                    ? "Only operators and administrators may share filters."
                    : null
            },
            { FieldErrors.Whole, row.Query.Length > SavedFilter.MaxQueryLength ? "This filter is too long to be saved." : null },
        };
    }

    private static async Task<ChangeResult> SaveAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return ChangeResult.Done;
        }
        catch (DbUpdateException exception) when (!StorageFailure.MayPass(exception))
        {
            // Another page of the same person was first, or the filter or the account was removed.
            return new FieldErrors("The filter could not be saved: it was changed elsewhere. Open the menu again.");
        }
    }

    private static IEnumerable<long> Numbers(object value) => value as IEnumerable<long> ?? (value is long one ? [one] : []);

    private bool IsSeen(string query, SiteScope scope, FlowQueryTranslator translator)
    {
        if (scope.Sites is null)
        {
            return true;
        }

        bool SeesSite(long site) => site is >= 0 and <= int.MaxValue && scope.Includes((int)site);
        bool SeesCamera(long camera) => camera is >= 0 and <= int.MaxValue && SeesSite(translator.CameraOf((int)camera).SiteId);
        bool Hides(FlowComparison comparison) => comparison.Field switch
        {
            FlowField.Site => !Numbers(comparison.Value).All(SeesSite),
            FlowField.CameraId => !Numbers(comparison.Value).All(SeesCamera),
            FlowField.Camera => comparison.Value is string alias
                && translator.Cameras.Where(camera => camera.Alias.Contains(alias, StringComparison.OrdinalIgnoreCase)) is var named
                && named.Any() && !named.Any(camera => scope.Includes(camera.SiteId)),
            _ => false,
        };
        return !FlowConditions.Any(read(query), Hides);
    }

    private async Task<(int Id, AccountSnapshot? Account)> FindAsync(ClaimsPrincipal person, CancellationToken cancellationToken) =>
        person.UserId() is { } id && await accounts.FindAsync(id, cancellationToken) is { IsEnabled: true } account ? (id, account) : (0, null);
}
