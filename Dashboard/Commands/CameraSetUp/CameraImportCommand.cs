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
        var import =
            new Command("import", "Add many cameras from a file; those whose name is there already stay as they are.") { file, dryRun, goodOnly };
        import.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            needsDatabase: true,
            (services, console, stop) => ImportAsync(
                services.GetRequiredService<CameraImport>(),
                parsed.GetRequiredValue(file),
                parsed.GetValue(dryRun),
                parsed.GetValue(goodOnly),
                console,
                stop),
            cancellationToken));
        return import;
    }

    /// <summary>Imports a file. Rows that are refused are named; with any, nothing is added unless only the good ones are asked for.</summary>
    internal static async Task<int> ImportAsync(
        CameraImport import, string file, bool dryRun, bool goodOnly, CommandConsole console, CancellationToken cancellationToken)
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

        if (plan.Fault is { } fault)
        {
            console.Errors.WriteLine($"{file}: {fault}");
            return Refused;
        }

        var (good, known, bad) = (plan.Count(CameraRowState.Good), plan.Count(CameraRowState.Known), plan.Count(CameraRowState.Bad));
        Name(file, plan.Rows, console);
        if (dryRun || (bad > 0 && !goodOnly))
        {
            console.Output.WriteLine($"{good} can be added, {known} are there already, {bad} are refused");
            if (!dryRun)
            {
                console.Errors.WriteLine("Nothing was added; --good-only adds the good rows");
            }

            return bad > 0 ? Refused : 0;
        }

        var step = console.Begin("Adding cameras", good, "cameras");
        var result = await import.ApplyAsync(plan, new Seen(step), cancellationToken);
        Name(file, result.Refused, console);
        console.Output.WriteLine($"{result.Added} added, {known} were there already, {bad + result.Refused.Count} refused");
        return result.Refused.Count > 0 ? Refused : 0;
    }

    private static void Name(string file, IReadOnlyList<CameraImportRow> rows, CommandConsole console)
    {
        foreach (var row in rows.Where(row => row.State != CameraRowState.Good))
        {
            console.Errors.WriteLine(
                $"{file}, line {row.Line}{(row.Alias.Length > 0 ? $", {row.Alias}" : "")}: {row.Fault ?? "a camera of this name is there already and stays as it is"}");
        }
    }

    private sealed class Seen(ProgressStep step) : IProgress<int>
    {
        public void Report(int value) => step.Report(value);
    }
}
