using Dashboard.Domain.Users;

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
}
