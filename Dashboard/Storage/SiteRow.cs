namespace Dashboard.Storage;

/// <summary>A place with cameras: a car park, a gate, a town.</summary>
public sealed class SiteRow
{
    /// <summary>The number of the site that everything belongs to until it is put elsewhere.</summary>
    public const int DefaultId = 1;

    /// <summary>The name of that site when it is made.</summary>
    public const string DefaultName = "Default";

    public const int MaxNameLength = 64;

    public int Id { get; set; }

    /// <summary>What people call it; unique.</summary>
    public string Name { get; set; } = "";
}

/// <summary>A site that a person is limited to; a person without any sees all sites.</summary>
internal sealed class UserSite
{
    public int UserId { get; set; }

    public int SiteId { get; set; }
}
