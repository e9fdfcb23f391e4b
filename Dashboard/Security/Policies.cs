using Dashboard.Domain.Users;
using Microsoft.AspNetCore.Authorization;

namespace Dashboard.Security;

/// <summary>Names of the authorisation policies and schemes.</summary>
internal static class Policies
{
    public const string Viewer = Roles.Viewer;

    /// <summary>Operators and administrators.</summary>
    public const string Operator = Roles.Operator;

    public const string Administrator = Roles.Administrator;

    /// <summary>The scheme of the Seedata API: a JWT, or an API key, as the bearer.</summary>
    public const string TokenScheme = "Token";

    /// <summary>The scheme of the Scout API: an API key in the query or a header.</summary>
    public const string KeyScheme = "Key";

    /// <summary>The least role that opens what demands this; null: it is not known, or any does.</summary>
    public static string? RoleFor(IEnumerable<IAuthorizeData> demands)
    {
        var policies = demands.Select(demand => demand.Policy).ToList();
        return Roles.All.FirstOrDefault(policies.Contains);
    }
}
