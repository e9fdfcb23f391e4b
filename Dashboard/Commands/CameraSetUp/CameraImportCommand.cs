using System.CommandLine;
using Dashboard.Cameras.Import;

namespace Dashboard.Commands.CameraSetUp;

/// <summary>Many cameras from a file, on the command line.</summary>
internal static class CameraImportCommand
{
    private const int Refused = 2;

    /// <summary>The command <c>import</c> of <c>camera</c>.</summary>
    public static Command Create(string[] settings)
    {
        var file = new Option<string>("--file") { Description = $"CSV in UTF-8 with a first line of columns: {CameraCsv.Header}.", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Tell what would become of each row, and add nothing." };
        var goodOnly = new Option<bool>("--good-only") { Description = "Add the good rows although others are refused." };
        var change = new Option<bool>("--change") { Description = "Change cameras whose name is there already to what the file says." };
        var import = new Command("import", "Add many cameras from a file; those whose name is there already stay as they are.")
        {
            file, dryRun, goodOnly, change,
        };
        import.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.MadeIfMissing,
            (services, console, stop) => ImportAsync(
                services.GetRequiredService<CameraImport>(),
                parsed.GetRequiredValue(file),
                parsed.GetValue(dryRun),
                parsed.GetValue(goodOnly),
                parsed.GetValue(change),
                console,
                stop),
            cancellationToken));
        return import;
    }

    /// <summary>Imports a file. Rows that are refused are named; with any, nothing is added unless only the good ones are asked for.</summary>
    internal static async Task<int> ImportAsync(
        CameraImport import, string file, bool dryRun, bool goodOnly, bool change, CommandConsole console, CancellationToken cancellationToken)
    {
        CameraImportPlan plan;
        try
        {
            await using var csv = File.OpenRead(file);
            plan = await import.PlanAsync(csv, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            console.Errors.WriteLine($"{file}: {exception.Message.ReplaceLineEndings(" ")}");
            return Refused;
        }

        if (plan.Error is { } error)
        {
            console.Errors.WriteLine($"{file}: {error}");
            return Refused;
        }

        if (plan.Unknown.Count > 0)
        {
            console.Errors.WriteLine($"{file}: columns that are not known are left out: {string.Join(", ", plan.Unknown)}");
        }

        plan = change ? plan.Changing() : plan;
        var (good, known, bad) = (plan.Count(CameraRowState.Good), plan.Count(CameraRowState.Known), plan.Count(CameraRowState.Bad));
        Name(file, plan.Rows, console);
        if (dryRun || (bad > 0 && !goodOnly))
        {
            var changes = change ? $"{plan.Count(CameraRowState.Changed)} can be changed, " : "";
            console.Output.WriteLine($"{good} can be added, {changes}{known} are there already, {bad} are refused");
            if (!dryRun)
            {
                console.Errors.WriteLine($"Nothing was {(change ? "done" : "added")}; --good-only {(change ? "applies" : "adds")} the good rows");
            }

            return bad > 0 ? Refused : 0;
        }

        var step = console.Begin("Adding cameras", good + plan.Count(CameraRowState.Changed), "cameras");
        var result = await import.ApplyAsync(plan, new Seen(step), cancellationToken);
        Name(file, result.Refused, console);
        var changed = change ? $"{result.Changed} changed, " : "";
        console.Output.WriteLine($"{result.Added} added, {changed}{known} were there already, {bad + result.Refused.Count} refused");
        return result.Refused.Count > 0 ? Refused : 0;
    }

    private static void Name(string file, IReadOnlyList<CameraImportRow> rows, CommandConsole console)
    {
        foreach (var row in rows.Where(row => row.State != CameraRowState.Good || row.Note is not null))
        {
            var what = row.Error ?? row.State switch
            {
                CameraRowState.Good => row.Note,
                CameraRowState.Changed => string.Join(". ", new[] { $"changes {string.Join(", ", row.Changes)}", row.Note }.OfType<string>()),
                _ => "a camera of this name is there already and stays as it is",
            };
            console.Errors.WriteLine($"{file}, line {row.Line}{(row.Alias.Length > 0 ? $", {row.Alias}" : "")}: {what}");
        }
    }

    private sealed class Seen(ProgressStep step) : IProgress<int>
    {
        public void Report(int value) => step.Report(value);
    }
}
