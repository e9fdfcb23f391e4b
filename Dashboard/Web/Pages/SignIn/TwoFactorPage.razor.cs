using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.TwoFactor;
using Dashboard.Storage.Auditing;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.SignIn;

/// <summary>The second factor makes the session, after the password.</summary>
public sealed partial class TwoFactorPage
{
    private PendingSignIn? _pending;
    private string? _error;

    /// <summary>Where to go afterwards; only addresses of this server count.</summary>
    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>The person has no authenticator at hand.</summary>
    [SupplyParameterFromQuery(Name = "recovery")]
    public string? UseRecovery { get; set; }

    [SupplyParameterFromForm(FormName = "two-factor")]
    public TwoFactorForm? Form { get; set; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private bool UsesRecovery => QueryValue.IsTrue(UseRecovery);

    private string OtherWay => Urls.TwoFactorThen(AccountPaths.Local(ReturnUrl)) + (UsesRecovery ? "" : "&recovery=true");

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _pending = await PendingSignIn.ReadAsync(HttpContext);
        if (_pending is null)
        {
            Navigation.NavigateTo(Urls.SignInExpired(AccountPaths.Local(ReturnUrl)));
        }
    }

    private async Task SubmitAsync()
    {
        if (await BusyDatabase.IsInTheWayAsync(HttpContext, JudgeAsync))
        {
            _error = L[BusyDatabase.Words];
        }
    }

    private async Task JudgeAsync()
    {
        if (_pending is not { } pending)
        {
            return;
        }

        var address = NetworkAddress.Key(HttpContext.Connection.RemoteIpAddress);
        var verified = await Codes.VerifyAsync(pending, Form?.Code ?? "", address, HttpContext.RequestAborted);
        _error = verified.Outcome switch
        {
            PasswordOutcome.Accepted => null,
            PasswordOutcome.TooManyAttempts => L["Too many failed attempts. Try again in {0} min.", Math.Ceiling(verified.RetryAfter.TotalMinutes)],
            _ => L["The code is wrong or was used already. After five failed attempts an account is locked for a few minutes."],
        };
        if (verified.Outcome == PasswordOutcome.TooManyAttempts)
        {
            return;
        }

        if (verified.User is not { } user)
        {
            var email = (await Accounts.FindAsync(pending.UserId, HttpContext.RequestAborted))?.Email;
            Audit.Write(SignInAudit.Unknown(HttpContext, email) with { UserId = pending.UserId }, AuditAction.SignInFailed, "Second factor");
        }
        else
        {
            await Session.SignInAsync(user, pending.IsPersistent);
            await PendingSignIn.EndAsync(HttpContext);
            Audit.Write(SignInAudit.Known(HttpContext, user), AuditAction.SignedIn, "With a second factor");
            Navigation.NavigateTo(AccountPaths.Local(ReturnUrl));
        }
    }
}

public sealed class TwoFactorForm
{
    /// <summary>A code of the authenticator, or a recovery code.</summary>
    public string? Code { get; set; }
}
