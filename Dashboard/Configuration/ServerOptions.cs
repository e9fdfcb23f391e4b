namespace Dashboard.Configuration;

/// <summary>Settings that stand at the root of the configuration.</summary>
internal sealed class ServerOptions
{
    /// <summary>Folder of the database and pictures. Relative paths start at the working directory.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>IANA name of the zone in which times are shown and filters are read; empty: the machine's.</summary>
    public string TimeZone { get; set; } = "";

    /// <summary>
    /// The pages' language for who chose none and whose browser asks for none that is there: <c>en</c>, <c>es</c>, <c>pt</c> or <c>de</c>.
    /// </summary>
    public string Language { get; set; } = "en";

    /// <summary>This server's address as people and programs reach it, such as <c>https://plates.example.com</c>; empty: not told.</summary>
    public string PublicUrl { get; set; } = "";

    public ServerRole Role { get; set; }

    public TimeZoneInfo Zone => string.IsNullOrWhiteSpace(TimeZone) ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>Whether a path is the data directory, or lies in it, by whatever links.</summary>
    public bool IsInDataDirectory(string path)
    {
        var (real, data) = (RealPath.Follow(path), RealPath.Follow(DataPath()));
        return real == data || real.StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>Full path of a file or folder in the data directory.</summary>
    public string DataPath(params string[] parts) => Path.GetFullPath(Path.Combine([DataDirectory, .. parts]));
}
