using System.Data;
using Dashboard.Domain;
using Dashboard.Domain.Users;
using Dashboard.Security.Passkeys;
using Dashboard.Security.TwoFactor;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Accounts;

/// <param name="IsEnabled">False: may not sign in.</param>
/// <param name="LockedUntil">End of the lock after wrong passwords; null: none.</param>
/// <param name="Created">When the account was made.</param>
public sealed record UserSummary(int Id, string Email, string Role, bool IsEnabled, DateTimeOffset? LockedUntil, DateTimeOffset Created)
{
    /// <summary>The sites that the user is limited to; none: sees all.</summary>
    public IReadOnlyList<int> Sites { get; init; } = [];

    /// <summary>When the person last signed in, to the minute; null: never.</summary>
    public DateTimeOffset? LastSignIn { get; init; }

    /// <summary>The account asks for a second factor.</summary>
    public bool HasTwoFactor { get; init; }

    /// <summary>How many passkeys the person may sign in with.</summary>
    public int Passkeys { get; init; }
}

/// <summary>Makes and changes accounts. At any moment at least one enabled administrator is left.</summary>
internal sealed class UserAccounts(
    IServiceScopeFactory scopes, IDbContextFactory<DashboardDbContext> contexts, AccountCache states, TimeProvider time)
{
    /// <summary>Said where a change would leave nobody who can administer the server.</summary>
    public const string LastAdministrator = "This is the last enabled administrator; create another one first.";

    private const string MarkProvider = "Password";
    private const string MustChangeName = "MustChange";
    private const int MaxAttempts = 5;
    private const string NoSuchUser = "This user no longer exists.";

    // One change at a time in this process; the transaction below keeps the same promise between processes.
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Whether anybody has an account.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AnyAsync(cancellationToken);
    }

    /// <summary>Makes the roles that are missing.</summary>
    public async Task EnsureRolesAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole<int>>>();
        foreach (var role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                await roles.CreateAsync(new IdentityRole<int>(role));
            }
        }
    }

    /// <summary>Everybody, by e-mail address.</summary>
    public async Task<IReadOnlyList<UserSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var users = await context.Users.AsNoTracking().OrderBy(u => u.NormalizedEmail).ToListAsync(cancellationToken);
        var roles = await (from link in context.UserRoles
                           join role in context.Roles on link.RoleId equals role.Id
                           select new { link.UserId, role.Name }).ToListAsync(cancellationToken);
        var sites = (await context.UserSites.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(site => site.UserId, site => site.SiteId);
        var passkeys = await context.Passkeys.GroupBy(passkey => passkey.UserId)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), cancellationToken);
        var byUser = roles.ToLookup(r => r.UserId, r => r.Name);
        var now = time.GetUtcNow();
        return [.. users.Select(u => new UserSummary(
            u.Id,
            u.Email ?? "",
            Roles.All.FirstOrDefault(byUser[u.Id].Contains) ?? "",
            u.IsEnabled,
            AccountRules.IsLocked(u.LockoutEnd, now) ? u.LockoutEnd : null,
            u.CreatedAt)
        {
            Sites = [.. sites[u.Id].Order()],
            LastSignIn = u.LastSignInAt,
            HasTwoFactor = u.TwoFactorEnabled,
            Passkeys = passkeys.GetValueOrDefault(u.Id),
        })];
    }

    /// <summary>The number of the user with this address; null: none.</summary>
    public async Task<int?> FindAsync(string email, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var normalized = scope.ServiceProvider.GetRequiredService<ILookupNormalizer>().NormalizeEmail(email.Trim());
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.Where(u => u.NormalizedEmail == normalized).Select(u => (int?)u.Id).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Creates an account that is limited to some sites; none lets it see all.</summary>
    public Task<ChangeResult> AddAsync(string email, string password, string role, IReadOnlyCollection<int> sites) =>
        AddAsync(email, password, role, sites, onlyFirst: false, allowsCommon: true);

    /// <summary>Creates an account whose password must be changed at the first sign-in.</summary>
    public Task<ChangeResult> AddToChangeAsync(string email, string password, string role) =>
        AddAsync(email, password, role, [], onlyFirst: false, mustChange: true);

    /// <summary>Creates an account without a password: nobody can sign in with it until its person has chosen one by a link.</summary>
    public Task<ChangeResult> InviteAsync(string email, string role) => AddAsync(email, null, role, [], onlyFirst: false);

    /// <summary>Creates the first account, an administrator; of several attempts at once, one succeeds.</summary>
    /// <param name="allowsCommon">Whoever has the machine chose it, and is warned.</param>
    public Task<ChangeResult> AddFirstAsync(string email, string password, bool allowsCommon = false) =>
        AddAsync(email, password, Roles.Administrator, [], onlyFirst: true, allowsCommon: allowsCommon);

    /// <summary>Gives a user another role in place of the present one.</summary>
    public Task<ChangeResult> ChangeRoleAsync(int userId, string role) => Roles.All.Contains(role)
        ? ChangeAsync(userId, async (users, user, context) =>
        {
            var before = await users.GetRolesAsync(user);
            await users.RemoveFromRolesAsync(user, before);
            await users.AddToRoleAsync(user, role);
            context.Audit(AuditAction.Changed, $"user {user.Email}", $"Role: {string.Join(", ", before)} → {role}");
            return await users.UpdateSecurityStampAsync(user);
        })
        : Task.FromResult<ChangeResult>(NoSuchRole(role));

    /// <summary>Lets a user in or keeps a user out, with all sessions, tokens and keys. Enabling also ends a lock.</summary>
    public Task<ChangeResult> SetEnabledAsync(int userId, bool isEnabled) => ChangeAsync(userId, async (users, user, context) =>
    {
        user.IsEnabled = isEnabled;
        if (isEnabled)
        {
            Unlock(user);
        }
        else
        {
            await Invitations.EndAsync(context, userId);
        }

        return await users.UpdateSecurityStampAsync(user);
    });

    /// <summary>Gives a user a new password, which also ends a lock, all sessions and tokens, and links to choose one.</summary>
    /// <param name="password">The new one.</param>
    /// <param name="mustChange">The person must choose another one at the next sign-in.</param>
    public async Task<ChangeResult> SetPasswordAsync(int userId, string password, bool mustChange = false)
    {
        if (AccountRules.PasswordError(password, await EmailAsync(userId)) is { } error)
        {
            return new FieldErrors(nameof(password), error);
        }

        return await ChangeAsync(userId, async (users, user, context) =>
        {
            Unlock(user);
            await MarkAsync(context, userId, mustChange);
            await Invitations.EndAsync(context, userId);
            await users.RemovePasswordAsync(user);
            return await users.AddPasswordAsync(user, password);
        });
    }

    /// <summary>Limits a user, with all sessions, tokens and keys, to some sites; none lets the user see all.</summary>
    public Task<ChangeResult> SetSitesAsync(int userId, IReadOnlyCollection<int> sites) => InTransactionAndForgetAsync(userId, async context =>
    {
        if (!await context.Users.AnyAsync(user => user.Id == userId))
        {
            return new FieldErrors(NoSuchUser);
        }

        await context.UserSites.Where(site => site.UserId == userId).ExecuteDeleteAsync();
        var limited = await LimitAsync(context, userId, sites);
        var email = await context.Users.Where(user => user.Id == userId).Select(user => user.Email).SingleAsync();
        var names = await context.Sites.Where(site => sites.Contains(site.Id)).Select(site => site.Name).Order().ToListAsync();
        context.Audit(AuditAction.Changed, $"user {email}", $"Sites: {(names.Count == 0 ? "all" : string.Join(", ", names))}");
        return limited;
    });

    /// <summary>Removes a user with all keys.</summary>
    public Task<ChangeResult> RemoveAsync(int userId) => ChangeAsync(
        userId,
        async (users, user, context) =>
        {
            await context.ApiKeys.Where(key => key.UserId == userId).ExecuteDeleteAsync();
            return await users.DeleteAsync(user);
        });

    /// <summary>
    /// Switches the second factor of somebody off who lost it and removes the passkeys, and ends all sessions and tokens: the password alone is left.
    /// </summary>
    public Task<ChangeResult> ResetTwoFactorAsync(int userId) => ChangeAsync(
        userId,
        async (users, user, context) =>
        {
            await TwoFactorService.RemoveAsync(context, userId);
            await PasskeyStore.RemoveAllAsync(context, user);
            user.TwoFactorEnabled = false;
            return await users.UpdateSecurityStampAsync(user);
        });

    private async Task<string?> EmailAsync(int userId)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Users.Where(user => user.Id == userId).Select(user => user.Email).SingleOrDefaultAsync();
    }

    /// <summary>Whether the account's password must be changed before anything else.</summary>
    internal static Task<bool> MustChangeAsync(DashboardDbContext context, int userId) => Marks(context, userId).AnyAsync();

    private static IQueryable<IdentityUserToken<int>> Marks(DashboardDbContext context, int userId) =>
        context.UserTokens.Where(token => token.UserId == userId && token.LoginProvider == MarkProvider && token.Name == MustChangeName);

    private static async Task MarkAsync(DashboardDbContext context, int userId, bool mustChange)
    {
        await Marks(context, userId).ExecuteDeleteAsync();
        if (mustChange)
        {
            context.UserTokens.Add(new() { UserId = userId, LoginProvider = MarkProvider, Name = MustChangeName, Value = "" });
            await context.SaveChangesAsync();
        }
    }

    private static void Unlock(User user)
    {
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
    }

    private static async Task<ChangeResult> LimitAsync(DashboardDbContext context, int userId, IReadOnlyCollection<int> sites)
    {
        if (await context.Sites.CountAsync(site => sites.Contains(site.Id)) != sites.Distinct().Count())
        {
            return new FieldErrors(nameof(sites), "One of the sites no longer exists.");
        }

        context.UserSites.AddRange(sites.Distinct().Select(site => new UserSite { UserId = userId, SiteId = site }));
        await context.SaveChangesAsync();
        return ChangeResult.Done;
    }

    private async Task<ChangeResult> AddAsync(
        string email,
        string? password,
        string role,
        IReadOnlyCollection<int> sites,
        bool onlyFirst,
        bool mustChange = false,
        bool allowsCommon = false)
    {
        email = email.Trim();
        if (!Roles.All.Contains(role))
        {
            return NoSuchRole(role);
        }

        var errors = new FieldErrors
        {
            { nameof(email), AccountRules.EmailError(email) },
            {
                nameof(password),
                password is null ? null : allowsCommon ? AccountRules.LengthError(password) : AccountRules.PasswordError(password, email)
            },
        };
        if (errors.Count > 0)
        {
            return errors;
        }

        return await InTransactionAsync(async (services, context) =>
        {
            if (onlyFirst && await context.Users.AnyAsync())
            {
                return new FieldErrors("There is already an administrator; sign in instead.");
            }

            var users = services.GetRequiredService<UserManager<User>>();
            if (await users.FindByEmailAsync(email) is not null)
            {
                return new FieldErrors(nameof(email), $"There is already a user with the e-mail address {email}.");
            }

            var user = new User { UserName = email, Email = email, CreatedAt = time.GetUtcNow() };
            var made = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
            made = made.Succeeded ? await users.AddToRoleAsync(user, role) : made;
            if (made.Succeeded)
            {
                context.Audit(AuditAction.Changed, $"user {email}", $"Role: {role}");
            }

            if (made.Succeeded && mustChange)
            {
                await MarkAsync(context, user.Id, mustChange);
            }

            return made.Succeeded && sites.Count > 0 ? await LimitAsync(context, user.Id, sites) : ToResult(made);
        });
    }

    private async Task<ChangeResult> ChangeAsync(
        int userId, Func<UserManager<User>, User, DashboardDbContext, Task<IdentityResult>> change)
    {
        var result = await InTransactionAsync(async (services, context) =>
        {
            var users = services.GetRequiredService<UserManager<User>>();
            if (await context.Users.SingleOrDefaultAsync(u => u.Id == userId) is not { } user)
            {
                return new FieldErrors(NoSuchUser);
            }

            var hadAdministrator = await HasAdministratorAsync(context);
            var changed = await change(users, user, context);

            // Each of these changes ends them by its stamp.
            await context.UserSessions.Where(session => session.UserId == userId).ExecuteDeleteAsync();
            return changed.Succeeded && hadAdministrator && !await HasAdministratorAsync(context)
                ? new FieldErrors(LastAdministrator)
                : ToResult(changed);
        });
        states.Forget(userId);
        return result;
    }

    private async Task<ChangeResult> InTransactionAndForgetAsync(int userId, Func<DashboardDbContext, Task<ChangeResult>> work)
    {
        var result = await InTransactionAsync((_, context) => work(context));
        states.Forget(userId);
        return result;
    }

    private async Task<ChangeResult> InTransactionAsync(Func<IServiceProvider, DashboardDbContext, Task<ChangeResult>> work)
    {
        await _gate.WaitAsync();
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await TryInTransactionAsync(work);
                }
                catch (Exception exception) when (attempt < MaxAttempts && StorageFailure.IsConflict(exception))
                {
                    // Another server changed accounts at the same moment: what it did is seen the next time.
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<ChangeResult> TryInTransactionAsync(Func<IServiceProvider, DashboardDbContext, Task<ChangeResult>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<DashboardDbContext>();
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.Serializable);
        var result = await work(scope.ServiceProvider, context);
        if (result.IsDone)
        {
            await transaction.CommitAsync();
        }

        return result;
    }

    private static Task<bool> HasAdministratorAsync(DashboardDbContext context) =>
        (from link in context.UserRoles
         join role in context.Roles on link.RoleId equals role.Id
         join user in context.Users on link.UserId equals user.Id
         where role.Name == Roles.Administrator && user.IsEnabled
             && (user.PasswordHash != null || context.Passkeys.Any(passkey => passkey.UserId == user.Id)) // Not one who was only invited.
         select user.Id).AnyAsync();

    private static FieldErrors NoSuchRole(string role) =>
        new(nameof(role), $"There is no role '{role}'; choose one of {string.Join(", ", Roles.All)}.");

    private static ChangeResult ToResult(IdentityResult result) =>
        result.Succeeded ? ChangeResult.Done : new FieldErrors(string.Join(' ', result.Errors.Select(error => error.Description)));
}
