using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Security.Accounts;

namespace Dashboard.Security.Passkeys;

/// <summary>Adds and removes passkeys of somebody who is signed in; the password is asked for each time.</summary>
internal sealed class PasskeyRegistration(PasskeyHandlers handlers, PasskeyStore store, SignInService passwords, AccountCache accounts)
{
    private const string TooLate = "That took too long; try again.";
    private const string NotTaken = "This passkey was not accepted; try again, or use another device.";
    private const string SignedOut = "Your session has ended; sign in again.";

    /// <summary>Checks name and password, and gives what the browser's dialog is opened with, as JSON.</summary>
    public async Task<ChangeResult<string>> BeginAsync(HttpContext context, string name, string password)
    {
        if (context.User.UserId() is not { } userId || await accounts.FindAsync(userId, context.RequestAborted) is not { } account)
        {
            return new FieldErrors(SignedOut);
        }

        var check = await store.CheckAsync(userId, name, context.RequestAborted);
        if (!check.IsDone)
        {
            return check.Errors;
        }

        var confirmed = await passwords.ConfirmAsync(userId, account.Email, password, context.RequestAborted);
        if (!confirmed.IsDone)
        {
            return confirmed.Errors;
        }

        var options = await handlers.Create(context).MakeCreationOptionsAsync(
            new() { Id = context.User.FindFirstValue(ClaimTypes.NameIdentifier)!, Name = account.Email, DisplayName = account.Email }, context);
        await PasskeyChallenge.BeginAsync(context, options.AttestationState ?? "", account);
        return options.CreationOptionsJson;
    }

    /// <summary>Stores what the authenticator has made.</summary>
    /// <param name="context">The request, with the cookie of <see cref="BeginAsync"/>.</param>
    /// <param name="name">What the person calls it.</param>
    /// <param name="credential">The browser's answer, as JSON.</param>
    public async Task<ChangeResult> FinishAsync(HttpContext context, string name, string credential)
    {
        if (context.User.UserId() is not { } userId || await accounts.FindAsync(userId, context.RequestAborted) is not { } account)
        {
            return new FieldErrors(SignedOut);
        }

        if (await PasskeyChallenge.TakeAsync(context) is not { StampHash: { } stamp } challenge
            || challenge.UserId != userId
            || !AccountCache.SameHash(stamp, account.StampHash)
            || !await store.SpendAsync(userId, challenge, context.RequestAborted))
        {
            return new FieldErrors(TooLate);
        }

        var made = await handlers.Create(context).PerformAttestationAsync(
            new() { HttpContext = context, CredentialJson = credential, AttestationState = challenge.State });
        return made is { Succeeded: true, Passkey: { } passkey }
            ? await store.AddAsync(userId, name, passkey, context.RequestAborted)
            : new FieldErrors(NotTaken);
    }

    /// <summary>Removes one of the person's own.</summary>
    public async Task<ChangeResult> RemoveAsync(ClaimsPrincipal person, int id, string password, CancellationToken cancellationToken = default)
    {
        if (person.UserId() is not { } userId)
        {
            return new FieldErrors(SignedOut);
        }

        var confirmed = await passwords.ConfirmAsync(userId, person.Identity?.Name ?? "", password, cancellationToken);
        return confirmed.IsDone ? await store.RemoveAsync(userId, id, cancellationToken) : confirmed;
    }
}
