using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Backups;

/// <summary>Backups that the server makes by itself: the section <c>Backup</c>.</summary>
internal sealed class BackupOptions
{
    public const string Section = "Backup";

    /// <summary>Where they are made, a folder each; empty: none are.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Hours from one to the next, 1 to 8760.</summary>
    public int EveryHours { get; set; } = 24;

    /// <summary>How many are kept; the oldest goes after a new one is whole.</summary>
    public int Keep { get; set; } = 7;
}

internal sealed class BackupOptionsValidator(ServerOptions server) : IValidateOptions<BackupOptions>
{
    private const int MaxHours = 8760;
    private const int MaxKept = 1000;

    public ValidateOptionsResult Validate(string? name, BackupOptions options)
    {
        var check = new OptionsCheck(BackupOptions.Section);
        check.Require(
            options.Folder.Length == 0 || Path.IsPathFullyQualified(options.Folder),
            nameof(options.Folder),
            $"is '{options.Folder}'; it must be an absolute path, such as /mnt/backup/plates, or empty for no backups");
        check.Require(
            !Path.IsPathFullyQualified(options.Folder) || !server.IsInDataDirectory(options.Folder),
            nameof(options.Folder),
            $"is '{options.Folder}', which lies in the data directory; name a folder outside of it, best on another disk");
        check.Range(nameof(options.EveryHours), options.EveryHours, 1, MaxHours, " hours");
        check.Range(nameof(options.Keep), options.Keep, 1, MaxKept, " backups");
        return check.Result;
    }
}
