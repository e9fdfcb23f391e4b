using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Domain.Users;
using Dashboard.Hosting;
using Dashboard.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Accounts;

/// <summary>What decides, on every request, whether an account may still act.</summary>
/// <param name="Id">The user's number.</param>
/// <param name="Role">Most powerful role; null: none.</param>
/// <param name="StampHash">Hash of the security stamp; it changes with the password, the role and when the account is disabled.</param>
/// <param name="IsEnabled">False: may do nothing.</param>
/// <param name="LockedUntil">End of the lock after wrong passwords; null: not locked.</param>
internal sealed record AccountSnapshot(int Id, string Email, string? Role, string StampHash, bool IsEnabled, DateTimeOffset? LockedUntil)
{
    /// <summary>What the account may see. Administrators see everything.</summary>
    public SiteScope SiteScope { get; init; } = SiteScope.Unrestricted;

    /// <summary>The sessions that have not been ended, with when each was last seen.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Sessions { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>
    /// Whether keys of this account work: not while it is disabled. A lock after wrong passwords does not stop them, or anybody
    /// who knows an e-mail address could keep a gate shut.
    /// </summary>
    public bool MayUseKeys => IsEnabled;
}

/// <summary>
/// Looks accounts up for sessions, circuits, tokens and keys. An answer is at most five seconds old, so a change takes effect
/// within that time on every web node, and at once on the one that made it.
/// </summary>
internal sealed class AccountCache(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>The claim that names a sign-in's session.</summary>
    public const string SessionClaim = "session";

    // How long a permission that was taken away may still count, where another server took it.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<int, AgedValue<AccountSnapshot?>> _states = new();

    /// <summary>The account's state; null: there is no such user.</summary>
    public async ValueTask<AccountSnapshot?> FindAsync(int userId, CancellationToken cancellationToken = default)
    {
        var known = _states.GetOrAdd(userId, static (_, clock) => new AgedValue<AccountSnapshot?>(MaxAge, clock), time);
        var state = await known.GetAsync(stop => ReadAsync(userId, stop), cancellationToken);
        if (state is null)
        {
            _states.TryRemove(userId, out _);
        }

        return state;
    }

    /// <summary>Forgets what was read, after a change: also what is being read at this moment.</summary>
    public void Forget(int userId)
    {
        if (_states.TryGetValue(userId, out var known))
        {
            known.Forget();
        }
    }

    /// <summary>
    /// Whether a signed-in person is still who the session says: enabled, with the same stamp and role, in a session that was not ended.
    /// </summary>
    public async ValueTask<bool> IsCurrentAsync(ClaimsPrincipal session, CancellationToken cancellationToken = default)
    {
        if (session.UserId() is not { } id || await FindAsync(id, cancellationToken) is not { IsEnabled: true } state)
        {
            return false;
        }

        var stamp = session.FindFirstValue(new ClaimsIdentityOptions().SecurityStampClaimType);
        return await HasSessionAsync(state, session.FindFirstValue(SessionClaim), cancellationToken)
            && stamp is not null && SameHash(HashStamp(stamp), state.StampHash) && state.Role == session.Role();
    }

    // A session that has only just begun, on this server or another, may be younger than what was read: it is looked up once more.
    private async ValueTask<bool> HasSessionAsync(AccountSnapshot state, string? name, CancellationToken cancellationToken)
    {
        if (name is null || state.Sessions.ContainsKey(name))
        {
            return true;
        }

        Forget(state.Id);
        return await FindAsync(state.Id, cancellationToken) is { } fresh && fresh.Sessions.ContainsKey(name);
    }

    /// <summary>The hash under which a security stamp travels in tokens.</summary>
    public static string HashStamp(string? stamp) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(stamp ?? "")).AsSpan(0, 16));

    /// <summary>Compares two hashes in fixed time.</summary>
    public static bool SameHash(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    private async Task<AccountSnapshot?> ReadAsync(int userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await context.Users.AsNoTracking().Where(u => u.Id == userId)
            .Select(u => new { u.Email, u.SecurityStamp, u.IsEnabled, u.LockoutEnd }).SingleOrDefaultAsync(cancellationToken);
        if (user is null)
        {
            return null;
        }

        var roles = await (from link in context.UserRoles
                           where link.UserId == userId
                           join given in context.Roles on link.RoleId equals given.Id
                           select given.Name).ToListAsync(cancellationToken);
        var role = Roles.All.FirstOrDefault(roles.Contains);
        var sites = role == Roles.Administrator
            ? []
            : await context.UserSites.Where(s => s.UserId == userId).Select(s => s.SiteId).ToListAsync(cancellationToken);
        return new(userId, user.Email ?? "", role, HashStamp(user.SecurityStamp), user.IsEnabled, user.LockoutEnd)
        {
            SiteScope = sites.Count == 0 ? SiteScope.Unrestricted : SiteScope.ForSites(sites),
            Sessions = await context.UserSessions.Where(session => session.UserId == userId)
                .ToDictionaryAsync(session => session.Id, session => session.LastSeenAt, cancellationToken),
        };
    }
}
