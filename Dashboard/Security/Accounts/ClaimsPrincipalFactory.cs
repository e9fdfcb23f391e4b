using System.Globalization;
using System.Security.Claims;
using Dashboard.Domain.Users;

namespace Dashboard.Security.Accounts;

/// <summary>Reads and makes the claims of signed-in people and programs.</summary>
internal static class ClaimsPrincipalFactory
{
    /// <summary>The user's number; null where nobody is signed in.</summary>
    public static int? UserId(this ClaimsPrincipal principal) =>
        int.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>The most powerful role; null: none.</summary>
    public static string? Role(this ClaimsPrincipal principal) => Roles.All.FirstOrDefault(principal.IsInRole);

    /// <summary>A program that acts for an account.</summary>
    public static ClaimsPrincipal Create(AccountSnapshot state, string scheme)
    {
        var identity = new ClaimsIdentity(scheme);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, state.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new(ClaimTypes.Name, state.Email));
        identity.AddClaim(new(ClaimTypes.Email, state.Email));
        if (state.Role is { } role)
        {
            identity.AddClaim(new(ClaimTypes.Role, role));
        }

        return new(identity);
    }
}
