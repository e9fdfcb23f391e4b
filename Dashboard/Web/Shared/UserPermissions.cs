using System.Security.Claims;
using Dashboard.Domain.Users;

namespace Dashboard.Web.Shared;

/// <summary>What a signed-in person may do, for showing only what works.</summary>
internal static class UserPermissions
{
    /// <summary>May work cameras: switch them on and off.</summary>
    public static bool CanOperate(this ClaimsPrincipal person) => person.IsInRole(Roles.Administrator) || person.IsInRole(Roles.Operator);

    /// <summary>May change how the server is set up.</summary>
    public static bool CanAdminister(this ClaimsPrincipal person) => person.IsInRole(Roles.Administrator);
}
