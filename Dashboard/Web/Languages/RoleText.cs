using Dashboard.Domain.Users;

namespace Dashboard.Web.Languages;

/// <summary>The names of roles; in the database, the APIs and on the command line they are the English ones.</summary>
internal static class RoleText
{
    /// <summary>A role's name in a language.</summary>
    public static string In(Localizer texts, string role) => role switch
    {
        Roles.Administrator => texts["Administrator"],
        Roles.Operator => texts["Operator"],
        Roles.Viewer => texts["Viewer"],
        _ => role,
    };
}
