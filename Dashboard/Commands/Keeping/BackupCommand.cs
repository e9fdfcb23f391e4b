using System.CommandLine;
using System.Data.Common;
using Dashboard.Backups;
using Dashboard.Backups.Archives;
using Dashboard.Configuration;
using Dashboard.Security;
using Dashboard.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Commands.Keeping;

/// <summary>Backups, from the command line: <c>backup</c> and <c>restore</c>.</summary>
internal static class BackupCommand
{
    private const double Megabyte = 1_000_000;
    private const int MaxNamed = 20;

    public static Command CreateBackup(string[] settings)
    {
        var to = new Option<string>("--to")
        {
            Description = "A file to be made; or a folder that is there, in which the backup is a folder named by its time.",
            Required = true,
        };
        var keep = new Option<int?>("--keep") { Description = "Keep only so many backups there, the newest." };
        keep.Validators.Add(result =>
        {
            if (!Directory.Exists(result.GetValue(to)))
            {
                result.AddError("--keep goes with a folder of backups, which must be there");
            }
            else if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var count) || count < 1))
            {
                result.AddError("--keep is a whole number from 1");
            }
        });
        var command = new Command("backup", "Copy database, pictures, keys and settings, also beside a running server.") { to, keep };
        command.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.ThatIsThere,
            (services, console, stop) => ExplainAsync(console, () => BackUpAsync(
                services.GetRequiredService<BackupWriter>(),
                services.GetRequiredService<ServerOptions>(),
                services.GetRequiredService<IOptions<SecurityOptions>>().Value.KeyFile,
                console,
                parsed.GetRequiredValue(to),
                parsed.GetValue(keep),
                stop)),
            cancellationToken));
        return command;
    }

    public static Command CreateRestore(string[] settings)
    {
        var from = new Option<string>("--from")
        {
            Description = "A backup: a file, a folder, or a folder of backups, of which the newest is taken.",
            Required = true,
        };
        var skip = new Option<bool>("--skip-damaged") { Description = "Leave out pictures that are missing or not what they were, and name them." };
        var command = new Command("restore", "Put a backup into an empty data directory (--DataDirectory) and an empty database.") { from, skip };
        command.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.None,
            (services, console, stop) => ExplainAsync(console, () => RestoreAsync(
                services.GetRequiredService<BackupRestore>(),
                services.GetRequiredService<ServerOptions>(),
                console,
                parsed.GetRequiredValue(from),
                parsed.GetValue(skip),
                stop)),
            cancellationToken));
        return command;
    }

    internal static async Task<int> BackUpAsync(
        BackupWriter writer, ServerOptions server, string keyFile, CommandConsole console, string to, int? keep, CancellationToken cancellationToken)
    {
        Action<long> Begin(string name, long total, string unit) => console.Begin(name, total, unit).Report;
        Task<FinishedBackup> WriteAsync(string folder) => writer.WriteAsync(folder, keep, Begin, cancellationToken);
        var made = Directory.Exists(to) ? await WriteAsync(to) : await BackupArchive.WriteAsync(to, WriteAsync, Begin, cancellationToken);
        console.Output.WriteLine($"{made.Folder}: {Describe(made.Manifest)}");
        console.Output.WriteLine(made.Settings is { } settings
            ? $"The settings file in it is {settings}"
            : $"No settings file is in it: there is no {SettingsFile.FileName} in {string.Join(" or ", SettingsFile.Folders(server.DataPath()))}");
        if (keyFile.Length > 0)
        {
            console.Output.WriteLine($"Its keys are encrypted with {keyFile}, which is not in it: a restore needs that file too");
        }

        return 0;
    }

    internal static async Task<int> RestoreAsync(
        BackupRestore restore, ServerOptions server, CommandConsole console, string from, bool skipDamaged, CancellationToken cancellationToken)
    {
        Action<long> Begin(long total) => console.Begin("Restoring", total, "pictures").Report;
        var isFile = File.Exists(from);
        var restored = isFile
            ? await BackupArchive.UnpackAsync(
                from,
                server.DataPath(),
                folder => restore.RestoreAsync(folder, from, skipDamaged, Begin, cancellationToken),
                (name, total, unit) => console.Begin(name, total, unit).Report,
                cancellationToken)
            : await restore.RestoreAsync(from, skipDamaged, Begin, cancellationToken);
        console.Output.WriteLine($"Restored {restored.Name}: {Describe(restored)}");
        if (restored.Settings is { } settings)
        {
            // What was unpacked is gone again.
            var place = isFile ? $"{BackupWriter.SettingsFolder}/{Path.GetFileName(settings)} in {from}" : settings;
            console.Output.WriteLine($"The settings file of then is {place}; put it where you start the server");
        }

        if (restored.Damaged.Count == 0)
        {
            return 0;
        }

        console.Errors.WriteLine(restored.Damaged.Count == 1
            ? "1 picture is missing or not what it was, and was left out:"
            : $"{restored.Damaged.Count} pictures are missing or not what they were, and were left out:");
        foreach (var name in restored.Damaged.Take(MaxNamed))
        {
            console.Errors.WriteLine(name);
        }

        if (restored.Damaged.Count > MaxNamed)
        {
            console.Errors.WriteLine($"and {restored.Damaged.Count - MaxNamed} more");
        }

        return 2;
    }

    private static string Describe(RestoredBackup restored) => restored.Damaged.Count == 0
        ? $"{Describe(restored.Manifest)}, all as their sums say"
        : FormattableString.Invariant($"{restored.Manifest.Rows.GetValueOrDefault("Flows")} flows and ")
            + FormattableString.Invariant($"{restored.Manifest.Pictures - restored.Damaged.Count} of {restored.Manifest.Pictures} pictures")
            + ", these as their sums say";

    private static string Describe(BackupManifest manifest) => FormattableString.Invariant(
        $"{manifest.Rows.GetValueOrDefault("Flows")} flows, {manifest.Pictures} pictures, {manifest.Bytes / Megabyte:0.0} MB");

    private static async Task<int> ExplainAsync(CommandConsole console, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is BackupException or DbException or IOException or UnauthorizedAccessException)
        {
            console.Errors.WriteLine(exception is DbException ? StorageFailure.Describe(exception) : exception.Message);
            return 1;
        }
    }
}
