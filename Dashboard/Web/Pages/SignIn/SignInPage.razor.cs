using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Passkeys;
using Dashboard.Security.TwoFactor;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.SignIn;

/// <summary>E-mail address and password make a session, or a passkey alone does.</summary>
public sealed partial class SignInPage
{
    private string? _error;

    /// <summary>Where to go afterwards; only addresses of this server count.</summary>
    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>The person comes from changing the password.</summary>
    [SupplyParameterFromQuery(Name = "passwordChanged")]
    public string? PasswordChanged { get; set; }

    /// <summary>The person comes from a page that was open when the account was changed.</summary>
    [SupplyParameterFromQuery(Name = "accountChanged")]
    public string? AccountChanged { get; set; }

    /// <summary>The person took too long with the second factor, or the account was changed meanwhile.</summary>
    [SupplyParameterFromQuery(Name = "expired")]
    public string? Expired { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    public SignInForm? Form { get; set; }

    [SupplyParameterFromForm(FormName = "passkey")]
    public PasskeyAnswer? Passkey { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private string? Notice =>
        QueryValue.IsTrue(PasswordChanged) ? L["Your new password is set. Sign in with it."]
        : QueryValue.IsTrue(AccountChanged) ? L.Message(Product.AccountChanged)
        : QueryValue.IsTrue(Expired) ? L["That took too long. Sign in again."]
        : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (HttpMethods.IsGet(HttpContext.Request.Method) && HttpContext.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(AccountPaths.Local(ReturnUrl));
        }
    }

    private Task SubmitAsync() => TryAsync(JudgeAsync);

    private Task SubmitPasskeyAsync() => TryAsync(JudgePasskeyAsync);

    private async Task TryAsync(Func<Task> judge)
    {
        if (await BusyDatabase.IsInTheWayAsync(HttpContext, judge))
        {
            _error = L[BusyDatabase.Words];
        }
    }

    private async Task JudgeAsync()
    {
        var address = NetworkAddress.Key(HttpContext.Connection.RemoteIpAddress);
        var verified = await Passwords.VerifyAsync(Form?.Email ?? "", Form?.Password ?? "", address, HttpContext.RequestAborted);
        _error = verified.Outcome switch
        {
            PasswordOutcome.Accepted or PasswordOutcome.NeedsSecondFactor or PasswordOutcome.MustChange => null,
            PasswordOutcome.TooManyAttempts => TooMany(verified.RetryAfter),
            _ => L["The e-mail address or password is wrong. After five failed attempts an account is locked for a few minutes."],
        };
        if (verified.User is not { } user)
        {
            // Of attempts that are not judged any more whoever makes them could make as many entries as they like.
            if (verified.Outcome != PasswordOutcome.TooManyAttempts)
            {
                Audit.Write(SignInAudit.Unknown(HttpContext, Form?.Email), AuditAction.SignInFailed, "Password");
            }

            return;
        }

        if (verified.Outcome == PasswordOutcome.MustChange)
        {
            await ChangePasswordFirstAsync(user);
        }
        else if (verified.Outcome == PasswordOutcome.NeedsSecondFactor)
        {
            await PendingSignIn.BeginAsync(HttpContext, user, isPersistent: Form?.StaySignedIn == true);
            Navigation.NavigateTo(Urls.TwoFactorThen(AccountPaths.Local(ReturnUrl)));
        }
        else
        {
            await EnterAsync(user, Form?.StaySignedIn == true, "");
        }
    }

    private async Task JudgePasskeyAsync()
    {
        var verified = await Passkeys.VerifyAsync(HttpContext, Passkey?.Credential ?? "");
        _error = verified.Outcome switch
        {
            PasskeyOutcome.Accepted or PasskeyOutcome.MustChange => null,
            PasskeyOutcome.TooManyAttempts => TooMany(verified.RetryAfter),
            PasskeyOutcome.Expired => L["That took too long. Sign in again."],
            _ => L["This passkey does not sign you in: it was removed here, or the account is disabled. Sign in with your password, or ask an administrator."],
        };
        switch (verified)
        {
            case { Outcome: PasskeyOutcome.Accepted, User: { } user }:
                await EnterAsync(user, Passkey?.StaySignedIn == true, "With a passkey");
                break;
            case { Outcome: PasskeyOutcome.MustChange, User: { } user }:
                await ChangePasswordFirstAsync(user);
                break;
            case { Outcome: PasskeyOutcome.TooManyAttempts }:
                break;
            default:
                Audit.Write(
                    SignInAudit.Unknown(HttpContext, verified.User?.Email) with { UserId = verified.User?.Id }, AuditAction.SignInFailed, "Passkey");
                break;
        }
    }

    private string TooMany(TimeSpan retryAfter) => L["Too many failed attempts. Try again in {0} min.", Math.Ceiling(retryAfter.TotalMinutes)];

    private async Task ChangePasswordFirstAsync(User user)
    {
        var link = await Links.CreateAsync(user.Id, Invitations.ChangeAge, HttpContext.RequestAborted);
        _error = L.Message(link.Refusal);
        if (link.IsDone)
        {
            Navigation.NavigateTo(Urls.InvitationWith(link.Value));
        }
    }

    private async Task EnterAsync(User user, bool stays, string how)
    {
        await Session.SignInAsync(user, isPersistent: stays);
        Audit.Write(SignInAudit.Known(HttpContext, user), AuditAction.SignedIn, how);
        Navigation.NavigateTo(AccountPaths.Local(ReturnUrl));
    }
}

public sealed class SignInForm
{
    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>Whether the session outlives the browser.</summary>
    public bool StaySignedIn { get; set; }
}

/// <summary>What a browser sends after a passkey was used.</summary>
public sealed class PasskeyAnswer
{
    /// <summary>The browser's answer, as JSON.</summary>
    public string? Credential { get; set; }

    /// <summary>Whether the session outlives the browser.</summary>
    public bool StaySignedIn { get; set; }
}
