namespace Dashboard.Configuration;

/// <summary>Settings that stand at the root of the configuration.</summary>
public sealed class ServerOptions
{
    /// <summary>Recognises, and serves the dashboard and both APIs.</summary>
    public const string All = "All";

    /// <summary>Serves; its cameras are watched by agents.</summary>
    public const string Server = "Server";

    /// <summary>Recognises, and pushes what it sees to a server.</summary>
    public const string Agent = "Agent";

    /// <summary>Folder of the database, pictures and keys. Relative paths start at the working directory.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>IANA name of the zone in which times are shown and filters are read; empty: the machine's.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>What this machine does: <see cref="All"/>, <see cref="Server"/> or <see cref="Agent"/>.</summary>
    public string Role { get; set; } = All;

    /// <summary>The zone that <see cref="TimeZone"/> names.</summary>
    public TimeZoneInfo Zone => string.IsNullOrWhiteSpace(TimeZone) ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>Full path of a file or folder in the data directory.</summary>
    public string DataPath(params string[] parts) => Path.GetFullPath(Path.Combine([DataDirectory, .. parts]));
}
