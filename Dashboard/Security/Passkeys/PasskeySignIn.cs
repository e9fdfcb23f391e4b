using Dashboard.Security.Accounts;
using Dashboard.Security.Sessions;
using Dashboard.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Passkeys;

internal enum PasskeyOutcome
{
    Accepted,

    /// <summary>It is unknown or was removed, its signature is wrong, or the account is disabled: the caller is not told which.</summary>
    Refused,

    /// <summary>It is right, but the password must be changed before anything else.</summary>
    MustChange,

    /// <summary>Nothing was asked for, or too long ago.</summary>
    Expired,

    /// <summary>Too many failures from this address.</summary>
    TooManyAttempts,
}

/// <param name="Outcome">What came of it.</param>
/// <param name="User">Whose passkey it is, where the signature is right.</param>
/// <param name="RetryAfter">With <see cref="PasskeyOutcome.TooManyAttempts"/>: how long to wait.</param>
internal sealed record PasskeyVerification(PasskeyOutcome Outcome, User? User = null, TimeSpan RetryAfter = default);

/// <summary>
/// Signs people in by a passkey alone. It is both factors, so no code is asked for after it. Failures count for the network address as wrong
/// passwords do; they lock no account, for a signature cannot be guessed, and one after wrong passwords does not hold for them.
/// </summary>
internal sealed class PasskeySignIn(
    PasskeyHandlers handlers,
    PasskeyStore store,
    IDbContextFactory<DashboardDbContext> contexts,
    SignInNotes notes,
    AttemptLimiter limiter,
    AccountCache accounts)
{
    /// <summary>What the browser asks its authenticators with, as JSON; nobody has said yet who they are.</summary>
    public async Task<string> BeginAsync(HttpContext context)
    {
        var options = await handlers.Create(context).MakeRequestOptionsAsync(null, context);
        await PasskeyChallenge.BeginAsync(context, options.AssertionState ?? "");
        return options.RequestOptionsJson;
    }

    /// <param name="context">The request, with the cookie of <see cref="BeginAsync"/>.</param>
    /// <param name="credential">The browser's answer, as JSON.</param>
    public async Task<PasskeyVerification> VerifyAsync(HttpContext context, string credential)
    {
        var addressKey = "address " + NetworkAddress.Key(context.Connection.RemoteIpAddress);
        var wait = limiter.RetryAfter(addressKey, SignInService.PerAddress);
        if (wait > TimeSpan.Zero)
        {
            return new(PasskeyOutcome.TooManyAttempts, RetryAfter: wait);
        }

        if (await PasskeyChallenge.TakeAsync(context) is not { UserId: null } challenge)
        {
            return new(PasskeyOutcome.Expired);
        }

        // From here on not cancelled: hanging up early must not spare an attacker the count.
        var verified = await CheckAsync(context, credential, challenge);
        if (verified.Outcome == PasskeyOutcome.Refused)
        {
            limiter.RecordFailure(addressKey, SignInService.PerAddress);
        }

        return verified;
    }

    private async Task<PasskeyVerification> CheckAsync(HttpContext context, string credential, PasskeyChallenge challenge)
    {
        var signed = await handlers.Create(context).PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = challenge.State });
        if (signed is not { Succeeded: true, User: { } owner, Passkey: { } passkey })
        {
            return new(PasskeyOutcome.Refused);
        }

        await using var db = await contexts.CreateDbContextAsync();
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == owner.Id);
        if (user is not { IsEnabled: true } || !await store.SpendAsync(user.Id, challenge) || !await store.NoteUseAsync(passkey))
        {
            return new(PasskeyOutcome.Refused, user);
        }

        if (await UserAccounts.MustChangeAsync(db, user.Id))
        {
            return new(PasskeyOutcome.MustChange, user);
        }

        await notes.NoteSignInAsync(user);
        accounts.Forget(user.Id); // So that the session that begins now is that of the account as it is, on whichever node it changed.
        return new(PasskeyOutcome.Accepted, user);
    }
}
