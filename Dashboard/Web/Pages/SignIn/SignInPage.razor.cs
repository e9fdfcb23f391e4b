using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.TwoFactor;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.SignIn;

/// <summary>E-mail address and password make a session.</summary>
public sealed partial class SignInPage
{
    private string? _fault;

    /// <summary>Where to go afterwards; only addresses of this server count.</summary>
    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    /// <summary>The person comes from changing the password.</summary>
    [SupplyParameterFromQuery(Name = "passwordChanged")]
    public bool PasswordChanged { get; set; }

    /// <summary>The person comes from a page that was open when the account was changed.</summary>
    [SupplyParameterFromQuery(Name = "accountChanged")]
    public bool AccountChanged { get; set; }

    /// <summary>The person took too long with the second factor, or the account was changed meanwhile.</summary>
    [SupplyParameterFromQuery(Name = "expired")]
    public bool Expired { get; set; }

    /// <summary>What was sent.</summary>
    [SupplyParameterFromForm(FormName = "sign-in")]
    public SignInForm? Form { get; set; }

    /// <summary>The request.</summary>
    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    private string? Notice =>
        PasswordChanged ? L["Your password was changed. Sign in with the new one."]
        : AccountChanged ? L.Message(Product.AccountChanged)
        : Expired ? L["That took too long. Sign in again."]
        : null;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (HttpMethods.IsGet(HttpContext.Request.Method) && HttpContext.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(AccountPaths.Local(ReturnUrl));
        }
    }

    private async Task SubmitAsync()
    {
        var address = NetworkAddress.Key(HttpContext.Connection.RemoteIpAddress);
        var judgement = await Passwords.VerifyAsync(Form?.Email ?? "", Form?.Password ?? "", address, HttpContext.RequestAborted);
        _fault = judgement.Outcome switch
        {
            PasswordOutcome.Accepted or PasswordOutcome.NeedsSecondFactor or PasswordOutcome.MustChange => null,
            PasswordOutcome.TooManyAttempts => L["Too many failed attempts. Try again in {0} min.", Math.Ceiling(judgement.RetryAfter.TotalMinutes)],
            _ => L["The e-mail address or password is wrong. After five failed attempts an account is locked for a few minutes."],
        };
        if (judgement.User is not { } user)
        {
            Audit.Write(SignInAudit.Unknown(HttpContext, Form?.Email), AuditAction.SignInFailed, "Password");
            return;
        }

        if (judgement.Outcome == PasswordOutcome.MustChange)
        {
            var link = await Links.CreateAsync(user.Id, Invitations.ChangeAge, HttpContext.RequestAborted);
            _fault = L.Message(link.Refusal);
            if (link.IsDone)
            {
                Navigation.NavigateTo(Urls.InvitationWith(link.Value));
            }
        }
        else if (judgement.Outcome == PasswordOutcome.NeedsSecondFactor)
        {
            await PendingSignIn.BeginAsync(HttpContext, user, isPersistent: Form?.StaySignedIn == true);
            Navigation.NavigateTo(Urls.TwoFactorThen(AccountPaths.Local(ReturnUrl)));
        }
        else
        {
            await Session.SignInAsync(user, isPersistent: Form?.StaySignedIn == true);
            Audit.Write(SignInAudit.Known(HttpContext, user), AuditAction.SignedIn);
            Navigation.NavigateTo(AccountPaths.Local(ReturnUrl));
        }
    }
}

/// <summary>What the sign-in form sends.</summary>
public sealed class SignInForm
{
    /// <summary>E-mail address.</summary>
    public string? Email { get; set; }

    public string? Password { get; set; }

    /// <summary>Whether the session outlives the browser.</summary>
    public bool StaySignedIn { get; set; }
}
