namespace Dashboard.Storage;

/// <summary>A secret of the program itself that all servers on the database share, encrypted with the data-protection keys.</summary>
internal sealed class ServerSecret
{
    /// <summary>What it is; one of each.</summary>
    public string Name { get; set; } = "";

    public byte[] ProtectedValue { get; set; } = [];
}

/// <summary>A setting that was saved in the dashboard; it counts for all servers on the database.</summary>
internal sealed class SavedSetting
{
    public const int MaxKeyLength = 128;

    public const int MaxValueLength = 4000;

    public const int MaxChangedByLength = 256;

    /// <summary>As in the files: <c>Email:Host</c>.</summary>
    public string Key { get; set; } = "";

    /// <summary>As it would stand in a file; null: it is a secret.</summary>
    public string? Value { get; set; }

    /// <summary>A secret, encrypted.</summary>
    public string? ProtectedValue { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The e-mail address of who changed it last; the account may be gone.</summary>
    public string ChangedBy { get; set; } = "";
}
