using Dashboard.Domain;
using Dashboard.Security.Sessions;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Accounts;

internal enum PasswordOutcome
{
    Accepted,

    /// <summary>Wrong, or the user is unknown, disabled or locked: the caller is not told which.</summary>
    Refused,

    /// <summary>Right, but the account asks for a second factor.</summary>
    NeedsSecondFactor,

    /// <summary>Right, but it must be changed before anything else.</summary>
    MustChange,

    /// <summary>Too many failures from this address or for this e-mail address.</summary>
    TooManyAttempts,
}

/// <param name="Outcome">What came of it.</param>
/// <param name="User">The user, where the password was right.</param>
/// <param name="RetryAfter">With <see cref="PasswordOutcome.TooManyAttempts"/>: how long to wait.</param>
internal sealed record PasswordVerification(PasswordOutcome Outcome, User? User, TimeSpan RetryAfter);

/// <summary>
/// Checks e-mail address and password for the sign-in page and for <c>/authenticate</c>. Every refusal does the same hashing and
/// its time is rounded up to <see cref="RefusalTime"/>, so that time does not tell known addresses from unknown ones.
/// </summary>
internal sealed class SignInService(
    IDbContextFactory<DashboardDbContext> contexts,
    IPasswordHasher<User> hasher,
    ILookupNormalizer normalizer,
    AttemptLimiter limiter,
    FamiliarAddresses familiar,
    SignInNotes notes,
    AccountCache states,
    DatabaseLock locked,
    IOptionsMonitor<SecurityOptions> options)
{
    /// <summary>Failures for one e-mail address, known or not.</summary>
    public static readonly AttemptRule PerEmail = new(10, TimeSpan.FromMinutes(5));

    /// <summary>Failures from one network address.</summary>
    public static readonly AttemptRule PerAddress = new(50, TimeSpan.FromMinutes(5));

    /// <summary>Refusals take this long on the wall clock, or on a busy machine a multiple of it, whatever the judging cost.</summary>
    public static readonly TimeSpan RefusalTime = TimeSpan.FromMilliseconds(400);

    // Hashing is slow on purpose: not more of it at once than the machine has cores, and a burst of guesses waits for its count.
    private readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);
    private readonly string _nobodysHash = hasher.HashPassword(new User(), Guid.NewGuid().ToString());

    /// <param name="email">As it was typed.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="address">Key of the network address (see <see cref="NetworkAddress"/>).</param>
    public async Task<PasswordVerification> VerifyAsync(string email, string password, string address, CancellationToken cancellationToken = default)
    {
        var began = TimeProvider.System.GetTimestamp();
        var normalized = normalizer.NormalizeEmail(email.Trim());
        var emailKey = "email " + normalized;
        var addressKey = "address " + address;
        await WaitForSlotAsync(cancellationToken);
        PasswordVerification verified;
        try
        {
            var (ofEmail, ofAddress) = (limiter.RetryAfter(emailKey, PerEmail), limiter.RetryAfter(addressKey, PerAddress));
            var wait = ofEmail > ofAddress ? ofEmail : ofAddress;
            if (ofAddress > TimeSpan.Zero || (ofEmail > TimeSpan.Zero && !await IsAtHomeAsync(normalized, address)))
            {
                return new(PasswordOutcome.TooManyAttempts, null, wait);
            }

            // From here on not cancelled: hanging up early must not spare an attacker the count.
            verified = await CompareAsync(normalized, password, address);
            if (verified.Outcome == PasswordOutcome.Refused)
            {
                limiter.RecordFailure(emailKey, PerEmail);
                limiter.RecordFailure(addressKey, PerAddress);
                limiter.RecordFailure(HomeKey(normalized, address), PerHome);
            }
            else
            {
                limiter.Forget(emailKey);
                limiter.Forget(HomeKey(normalized, address));
            }

            if (verified.Outcome == PasswordOutcome.Accepted)
            {
                familiar.Note(normalized, address);
            }
        }
        finally
        {
            _slots.Release();
        }

        if (verified.Outcome == PasswordOutcome.Refused)
        {
            var spent = TimeProvider.System.GetElapsedTime(began);
            await Task.Delay(RefusalTime - TimeSpan.FromTicks(spent.Ticks % RefusalTime.Ticks), cancellationToken);
        }

        return verified;
    }

    /// <summary>
    /// Whether somebody got in from there lately and fewer wrong passwords than lock an account came from there since: then what comes from elsewhere
    /// does not keep them out.
    /// </summary>
    /// <param name="email">The account's normalized e-mail address.</param>
    /// <param name="address">Key of the network address (see <see cref="NetworkAddress"/>).</param>
    public async Task<bool> IsAtHomeAsync(string email, string address) =>
        limiter.RetryAfter(HomeKey(email, address), PerHome) == TimeSpan.Zero && await familiar.IsFamiliarAsync(email, address);

    // While the database keeps those before waiting, nobody waits behind them for long.
    private async Task WaitForSlotAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await _slots.WaitAsync(TimeSpan.FromSeconds(1), cancellationToken))
        {
            if (locked.IsHeld && TimeProvider.System.GetElapsedTime(began) >= BriefWait.Max)
            {
                throw new TimeoutException("The database is locked, and others wait for it to sign in");
            }
        }
    }

    private AttemptRule PerHome => new(AccountRules.FailuresBeforeLockout, TimeSpan.FromMinutes(options.CurrentValue.LockoutMinutes));

    private static string HomeKey(string email, string address) => $"email {email} at {address}";

    private async Task<PasswordVerification> CompareAsync(string normalized, string password, string address)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var user = await context.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized);
        var isRight = hasher.VerifyHashedPassword(
            user ?? new User(), user?.PasswordHash ?? _nobodysHash, password) != PasswordVerificationResult.Failed;
        if (user is not { IsEnabled: true, PasswordHash: not null }
            || (notes.IsLocked(user) && !await IsAtHomeAsync(normalized, address)))
        {
            return new(PasswordOutcome.Refused, null, TimeSpan.Zero);
        }

        if (!isRight)
        {
            await notes.CountFailureAsync(user.Id);
            return new(PasswordOutcome.Refused, null, TimeSpan.Zero);
        }

        if (await UserAccounts.MustChangeAsync(context, user.Id))
        {
            return new(PasswordOutcome.MustChange, user, TimeSpan.Zero);
        }

        // With a second factor the password is half of it: whoever knows it must not start the count of wrong codes anew.
        if (!user.TwoFactorEnabled)
        {
            await notes.NoteSignInAsync(user);
        }

        states.Forget(user.Id); // So that a token made next carries the account as it is now, on whichever node it changed.
        return new(user.TwoFactorEnabled ? PasswordOutcome.NeedsSecondFactor : PasswordOutcome.Accepted, user, TimeSpan.Zero);
    }

    /// <summary>Asks somebody who is signed in for the password again. Counts and locks as signing in does: whoever found an open browser may not
    /// try out passwords either.</summary>
    /// <returns>What is wrong with the password; nothing where it is right.</returns>
    public async Task<ChangeResult> ConfirmAsync(int userId, string email, string password, CancellationToken cancellationToken = default)
    {
        var verification = await VerifyAsync(email, password, $"user {userId}", cancellationToken);
        return verification.Outcome switch
        {
            PasswordOutcome.Accepted or PasswordOutcome.NeedsSecondFactor or PasswordOutcome.MustChange => ChangeResult.Done,
            PasswordOutcome.TooManyAttempts => new FieldErrors(
                nameof(password), $"Too many failed attempts; try again in {Math.Ceiling(verification.RetryAfter.TotalMinutes)} min."),
            _ => new FieldErrors(nameof(password), "The current password is wrong."),
        };
    }
}
