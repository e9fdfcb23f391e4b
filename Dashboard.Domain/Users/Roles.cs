namespace Dashboard.Domain.Users;

/// <summary>What a person may do. An Administrator may do what an Operator may, an Operator what a Viewer may.</summary>
public static class Roles
{
    /// <summary>Everything: users, cameras, settings.</summary>
    public const string Administrator = "Administrator";

    /// <summary>Looks at everything, works cameras, captures by hand.</summary>
    public const string Operator = "Operator";

    /// <summary>Looks at flows and cameras.</summary>
    public const string Viewer = "Viewer";

    /// <summary>All roles, most powerful first.</summary>
    public static IReadOnlyList<string> All { get; } = [Administrator, Operator, Viewer];
}
