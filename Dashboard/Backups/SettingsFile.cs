namespace Dashboard.Backups;

/// <summary>The settings file that belongs to a data directory. Settings that were saved on pages are in the database.</summary>
internal static class SettingsFile
{
    public const string FileName = "appsettings.json";

    // Where deploy/install.sh puts the service's data and settings.
    private const string ServiceData = "/var/lib/plate-dashboard";
    private const string ServiceFolder = "/etc/plate-dashboard";

    /// <summary>
    /// The folders in which the server's file may lie, the one that wins first: a command may be run elsewhere than the server, so the service's is
    /// one of them where the data are the service's.
    /// </summary>
    public static IReadOnlyList<string> Folders(string data) =>
    [
        .. Path.TrimEndingDirectorySeparator(data) == ServiceData ? [ServiceFolder] : Array.Empty<string>(),
        Directory.GetCurrentDirectory(),
        Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory),
    ];

    /// <summary>The file in the first folder that has one; null: none has.</summary>
    public static string? Find(IEnumerable<string> folders) =>
        folders.Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);
}
