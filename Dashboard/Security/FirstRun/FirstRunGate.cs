using Dashboard.Domain;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Storage.Startup;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.FirstRun;

/// <summary>Whether the server still waits for its first administrator, and the only way to make one from a browser.</summary>
internal sealed class FirstRunGate(UserAccounts accounts, AttemptLimiter limiter) : IDatabaseStartupStep
{
    /// <summary>Wrong codes from one network address.</summary>
    public static readonly AttemptRule PerAddress = new(10, TimeSpan.FromMinutes(5));

    /// <summary>Wrong codes in all: at this rate 50 random bits last for millions of years.</summary>
    public static readonly AttemptRule InAll = new(100, TimeSpan.FromMinutes(5));

    private const string AllKey = "setup";
    private volatile bool _isClosed;

    /// <summary>The code that the console printed.</summary>
    public SetupCode Code { get; } = new();

    /// <summary>True until the first account exists; from then on false for good.</summary>
    public async ValueTask<bool> IsOpenAsync(CancellationToken cancellationToken = default)
    {
        if (!_isClosed && await accounts.AnyAsync(cancellationToken))
        {
            _isClosed = true;
        }

        return !_isClosed;
    }

    /// <summary>Looks while the start waits for locks: what comes after it does not.</summary>
    public async Task RunAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        _isClosed = _isClosed || await db.Users.AnyAsync(cancellationToken);

    /// <summary>Creates the first administrator.</summary>
    /// <param name="code">As it was typed.</param>
    /// <param name="address">Key of the network address (see <see cref="NetworkAddress"/>).</param>
    public async Task<ChangeResult> SetUpAsync(string? code, string email, string password, string address)
    {
        var key = "setup " + address;
        var wait = TimeSpan.FromTicks(Math.Max(limiter.RetryAfter(key, PerAddress).Ticks, limiter.RetryAfter(AllKey, InAll).Ticks));
        if (wait > TimeSpan.Zero)
        {
            return new FieldErrors($"Too many wrong codes; try again in {Math.Ceiling(wait.TotalMinutes)} min.");
        }

        if (!Code.Matches(code))
        {
            limiter.RecordFailure(key, PerAddress);
            limiter.RecordFailure(AllKey, InAll);
            return new FieldErrors(nameof(code), "This is not the code that the server printed on its console when it started.");
        }

        var created = await accounts.AddFirstAsync(email, password);
        _isClosed |= created.IsDone;
        return created;
    }
}
