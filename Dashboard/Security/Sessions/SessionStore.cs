using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using Dashboard.Domain;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Sessions;

/// <summary>The sign-ins of people: where they are signed in, and their end. A session whose row is gone has ended.</summary>
internal sealed class SessionStore(
    IDbContextFactory<DashboardDbContext> contexts, AccountCache accounts, LastUses uses, TimeProvider time)
{
    /// <summary>Most sessions of one person; the one that was seen longest ago ends for the next.</summary>
    public const int MaxSessions = 50;

    /// <summary>How long a session lasts without being used; the cookie's time.</summary>
    public static readonly TimeSpan MaxIdle = TimeSpan.FromDays(14);

    private const int IdBytes = 16;
    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session of somebody who signs in, and marks the principal with it.</summary>
    public async Task BeginAsync(ClaimsPrincipal person, string address, string browser, CancellationToken cancellationToken = default)
    {
        if (person.UserId() is not { } userId || person.Identities.FirstOrDefault() is not { } identity)
        {
            return;
        }

        var now = time.GetUtcNow();
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tooOld = await db.UserSessions.Where(session => session.UserId == userId)
            .OrderByDescending(session => session.LastSeenAt)
            .Skip(MaxSessions - 1)
            .Select(session => session.Id)
            .ToListAsync(cancellationToken);
        if (tooOld.Count > 0)
        {
            await db.UserSessions.Where(session => tooOld.Contains(session.Id)).ExecuteDeleteAsync(cancellationToken);
        }

        db.UserSessions.Add(new UserSession
        {
            Id = id,
            UserId = userId,
            CreatedAt = now,
            LastSeenAt = now,
            Address = address,
            Browser = BrowserName.Describe(browser),
        });
        await db.SaveChangesAsync(cancellationToken);
        identity.AddClaim(new(AccountCache.SessionClaim, id));
        accounts.Forget(userId);
    }

    /// <summary>Notes, to the minute, that a session is used.</summary>
    public async Task NoteSeenAsync(ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        if (person.UserId() is not { } userId
            || person.FindFirstValue(AccountCache.SessionClaim) is not { } id
            || await accounts.FindAsync(userId, cancellationToken) is not { } account
            || !account.Sessions.TryGetValue(id, out var seen)
            || time.GetUtcNow() is var now && (now - (uses.OfSession(id) ?? seen)).Duration() < SeenStep)
        {
            return;
        }

        uses.NoteSession(id, userId, now);
    }

    /// <summary>A person's sessions, last seen first.</summary>
    public async Task<IReadOnlyList<UserSession>> ListAsync(int userId, CancellationToken cancellationToken = default)
    {
        var oldest = time.GetUtcNow() - MaxIdle;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var sessions = await db.UserSessions.AsNoTracking()
            .Where(session => session.UserId == userId && session.LastSeenAt >= oldest)
            .ToListAsync(cancellationToken);
        foreach (var session in sessions)
        {
            session.LastSeenAt = uses.OfSession(session.Id) ?? session.LastSeenAt;
        }

        return [.. sessions.OrderByDescending(session => session.LastSeenAt).ThenByDescending(session => session.CreatedAt)];
    }

    /// <summary>Ends a session of a person; on an open page it takes effect within seconds.</summary>
    public Task<ChangeResult> EndAsync(int userId, string id, CancellationToken cancellationToken = default) =>
        EndAsync(userId, sessions => sessions.Where(session => session.Id == id), cancellationToken);

    /// <summary>Ends all sessions of a person but one, or all of them.</summary>
    public Task<ChangeResult> EndOthersAsync(int userId, string? id, CancellationToken cancellationToken = default) =>
        EndAsync(userId, sessions => sessions.Where(session => session.Id != id), cancellationToken);

    /// <summary>Forgets the session of somebody who signs out.</summary>
    public async Task ForgetAsync(ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        if (person.UserId() is { } userId && person.FindFirstValue(AccountCache.SessionClaim) is { } id)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.UserSessions.Where(session => session.UserId == userId && session.Id == id).ExecuteDeleteAsync(cancellationToken);
            accounts.Forget(userId);
        }
    }

    /// <summary>Deletes sessions that have not been used for longer than their cookies last; returns how many.</summary>
    public async Task<int> CleanUpAsync(CancellationToken cancellationToken = default)
    {
        var oldest = time.GetUtcNow() - MaxIdle;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserSessions.Where(session => session.LastSeenAt < oldest).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<ChangeResult> EndAsync(
        int userId, Func<IQueryable<UserSession>, IQueryable<UserSession>> which, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ended = await which(db.UserSessions.Where(session => session.UserId == userId)).ExecuteDeleteAsync(cancellationToken);
        if (ended > 0)
        {
            var email = await db.Users.Where(user => user.Id == userId).Select(user => user.Email).SingleOrDefaultAsync(cancellationToken);
            db.Audit(AuditAction.Removed, ended == 1 ? $"session of {email}" : $"{ended} sessions of {email}");
        }

        accounts.Forget(userId);
        return ChangeResult.Done;
    }
}
