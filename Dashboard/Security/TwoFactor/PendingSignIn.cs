using System.Globalization;
using System.Security.Claims;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Security.TwoFactor;

/// <summary>Somebody whose password was right and whose code is still to come; kept for a few minutes in an encrypted cookie of its own.</summary>
/// <param name="StampHash">Hash of the account's stamp: a new password or role ends it.</param>
/// <param name="IsPersistent">The session will outlive the browser.</param>
internal sealed record PendingSignIn(int UserId, string StampHash, bool IsPersistent)
{
    /// <summary>How long the code may take.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private const string StampClaim = "stamp";

    public static Task BeginAsync(HttpContext context, User user, bool isPersistent)
    {
        var identity = new ClaimsIdentity(IdentityConstants.TwoFactorUserIdScheme);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new(StampClaim, AccountCache.HashStamp(user.SecurityStamp)));
        identity.AddClaim(new(ClaimTypes.IsPersistent, isPersistent ? "true" : "false"));
        return context.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Who the request's cookie speaks of; null: nobody.</summary>
    public static async Task<PendingSignIn?> ReadAsync(HttpContext context)
    {
        var person = (await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal;
        return person?.UserId() is { } id && person.FindFirstValue(StampClaim) is { } stamp
            ? new(id, stamp, person.FindFirstValue(ClaimTypes.IsPersistent) == "true")
            : null;
    }

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
}
