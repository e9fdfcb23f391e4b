using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Authentication;

namespace Dashboard.Security.Passkeys;

/// <summary>
/// What an authenticator was asked to sign, until its answer comes: for a few minutes in an encrypted cookie of its own. Not in the one of
/// <see cref="TwoFactor.PendingSignIn"/>, where Identity keeps it: a sign-in page in another tab would end a sign-in that waits for its code.
/// </summary>
/// <param name="State">Identity's own state.</param>
/// <param name="UserId">Who adds a passkey and has just given the password; null: somebody signs in.</param>
/// <param name="StampHash">Hash of that account's stamp: a new password or role ends it.</param>
internal sealed record PasskeyChallenge(string State, int? UserId, string? StampHash)
{
    /// <summary>The cookie's authentication scheme.</summary>
    public const string Scheme = "Dashboard.Passkey";

    /// <summary>How long the answer may take.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private const string StateClaim = "state";
    private const string StampClaim = "stamp";

    /// <summary>What it is known by once it has been answered.</summary>
    public string Hash => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(State)));

    /// <summary>Keeps it with the browser; one that was there before is over.</summary>
    public static Task BeginAsync(HttpContext context, string state, AccountSnapshot? account = null)
    {
        var identity = new ClaimsIdentity(Scheme);
        identity.AddClaim(new(StateClaim, state));
        if (account is not null)
        {
            identity.AddClaim(new(ClaimTypes.NameIdentifier, account.Id.ToString(CultureInfo.InvariantCulture)));
            identity.AddClaim(new(StampClaim, account.StampHash));
        }

        return context.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Takes it from the browser; null: there was none, or its time is over.</summary>
    public static async Task<PasskeyChallenge?> TakeAsync(HttpContext context)
    {
        var kept = (await context.AuthenticateAsync(Scheme)).Principal;
        await context.SignOutAsync(Scheme);
        return kept?.FindFirstValue(StateClaim) is { } state ? new(state, kept.UserId(), kept.FindFirstValue(StampClaim)) : null;
    }
}
