using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;

namespace Dashboard.Web.Pages.SignIn;

/// <summary>Who tries to sign in, for the audit.</summary>
internal static class SignInAudit
{
    /// <summary>Somebody with an account.</summary>
    public static AuditActor Known(HttpContext context, User user) => new(user.Id, user.Email ?? "", AuditPerson.AddressOf(context));

    /// <summary>Somebody whose address nobody has checked. What is no e-mail address may be a password in the wrong field, and is not kept.</summary>
    public static AuditActor Unknown(HttpContext context, string? email) =>
        new(null, AccountRules.EmailError(email?.Trim()) is null ? email!.Trim() : "(no e-mail address)", AuditPerson.AddressOf(context));
}
