using System.Net;
using Dashboard.Hosting;
using Dashboard.Security.Sessions;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Accounts;

/// <summary>
/// From which network addresses people signed in lately, or are signed in still: there they get in although somebody elsewhere tries out passwords
/// for their account. At most <see cref="MaxKept"/> are kept in memory; of sessions the database tells, also after a start.
/// </summary>
internal sealed class FamiliarAddresses(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    public const int MaxKept = 10_000;

    private readonly SteadyClock _clock = new(time);
    private readonly Dictionary<(string Email, string Address), DateTimeOffset> _seen = [];
    private readonly Lock _gate = new();

    /// <summary>Whether somebody got in from there as this account in the last <see cref="SessionStore.MaxIdle"/>.</summary>
    /// <param name="email">The account's normalized e-mail address.</param>
    /// <param name="address">Key of the network address (see <see cref="NetworkAddress"/>).</param>
    public async Task<bool> IsFamiliarAsync(string email, string address)
    {
        lock (_gate)
        {
            if (_seen.TryGetValue((email, address), out var seen) && _clock.Now - seen < SessionStore.MaxIdle)
            {
                return true;
            }
        }

        var oldest = time.GetUtcNow() - SessionStore.MaxIdle;
        await using var db = await contexts.CreateDbContextAsync();
        var sessions = await (
            from user in db.Users
            where user.NormalizedEmail == email
            join session in db.UserSessions on user.Id equals session.UserId
            where session.LastSeenAt >= oldest
            select session.Address).ToListAsync();
        return sessions.Exists(from => IPAddress.TryParse(from, out var parsed) && NetworkAddress.Key(parsed) == address);
    }

    /// <summary>Somebody got in.</summary>
    /// <inheritdoc cref="IsFamiliarAsync"/>
    public void Note(string email, string address)
    {
        lock (_gate)
        {
            if (_seen.Count >= MaxKept)
            {
                foreach (var (oldest, _) in _seen.OrderBy(pair => pair.Value).Take(MaxKept / 10).ToList())
                {
                    _seen.Remove(oldest);
                }
            }

            _seen[(email, address)] = _clock.Now;
        }
    }
}
