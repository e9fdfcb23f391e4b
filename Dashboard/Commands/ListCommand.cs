using System.CommandLine;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;

namespace Dashboard.Commands;

/// <summary>Alert lists from the command line.</summary>
internal static class ListCommand
{
    private const int Refused = 2;

    /// <summary>The command <c>list</c> with <c>import</c>.</summary>
    public static Command Create(string[] settings)
    {
        var name = new Option<string>("--name") { Description = "The list; it is made where there is none.", Required = true };
        var file = new Option<string>("--file")
        {
            Description = $"A table of plates as spreadsheets save it: CSV with the first line {EntryCsv.Header}, or without one.",
            Required = true,
        };
        var kind = new Option<AlertListType?>("--kind")
        {
            Description = "black (default) or white, for a list that is made.",
            CustomParser = result =>
            {
                if (Enum.TryParse<AlertListType>(result.Tokens[0].Value, ignoreCase: true, out var type) && Enum.IsDefined(type))
                {
                    return type;
                }

                result.AddError("--kind is black or white");
                return null;
            },
        };
        var goodOnly = new Option<bool>("--good-only", "--skip-bad") { Description = "Import the good lines although others are refused." };
        var onlyAdd = new Option<bool>("--only-add") { Description = "Add the plates that are not on the list yet; change and remove none." };
        var import = new Command("import", "Make an alert list be what a file says: plates that are not in it are removed.")
        {
            name, file, kind, goodOnly, onlyAdd,
        };
        import.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.MadeIfMissing,
            (services, console, stop) => ImportAsync(
                services.GetRequiredService<AlertListImport>(),
                parsed.GetRequiredValue(name).Trim(),
                parsed.GetValue(kind),
                parsed.GetRequiredValue(file),
                parsed.GetValue(goodOnly),
                parsed.GetValue(onlyAdd),
                console,
                stop),
            cancellationToken));
        return new Command("list", "Alert lists.") { import };
    }

    /// <summary>Imports a file; where it is refused, the lists are as they were, and the exit code is 2. Lines that are wrong are named.</summary>
    internal static async Task<int> ImportAsync(
        AlertListImport import,
        string name,
        AlertListType? kind,
        string file,
        bool goodOnly,
        bool onlyAdd,
        CommandConsole console,
        CancellationToken cancellationToken)
    {
        FileStream csv;
        try
        {
            csv = File.OpenRead(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            console.Errors.WriteLine($"{file}: {exception.Message.ReplaceLineEndings(" ")}");
            return Refused;
        }

        await using (csv)
        {
            try
            {
                var progress = new ReadBytes(csv, console.Begin("Importing", csv.CanSeek ? csv.Length : 0, "bytes"));
                var imported = await import.ImportAsync(name, kind, csv, goodOnly, onlyAdd, progress, cancellationToken);
                if (imported.IsDone)
                {
                    return Report(name, file, imported.Value, console);
                }

                console.Errors.WriteLine(imported.Refusal);
                return Refused;
            }
            catch (Exception exception) when (StorageFailure.MayPass(exception) && !cancellationToken.IsCancellationRequested)
            {
                console.Errors.WriteLine($"The list was not changed: {StorageFailure.Describe(exception)}. Try again in a moment.");
                return 1;
            }
        }
    }

    private static int Report(string name, string file, ImportResult result, CommandConsole console)
    {
        foreach (var error in result.Errors)
        {
            console.Errors.WriteLine($"{file}, line {error.Line}{(error.Field is { } field ? $", {field}" : "")}: {error.Message}");
        }

        if (result.IsDone)
        {
            var leftOut = result.ErrorCount > 0 ? $", {result.ErrorCount} refused" : "";
            console.Output.WriteLine(
                $"{name}: {result.Added} added, {result.Modified} updated, {result.Unmodified} unchanged, {result.Deleted} removed{leftOut}");
            return 0;
        }

        if (result.ErrorCount > 1)
        {
            console.Errors.WriteLine($"Nothing was imported: {result.ErrorCount} lines are refused; --good-only imports the others");
        }

        return Refused;
    }

    /// <summary>Tells how much of the file is read whenever more rows are.</summary>
    private sealed class ReadBytes(FileStream file, ProgressStep step) : IProgress<long>
    {
        // A pipe does not tell how long it is.
        public void Report(long value) => step.Report(file.CanSeek ? file.Position : value);
    }
}
