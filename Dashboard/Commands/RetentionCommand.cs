using System.CommandLine;
using Dashboard.Retention;

namespace Dashboard.Commands;

/// <summary>Deletes what is older than it is kept, or says what that would be.</summary>
internal static class RetentionCommand
{
    private const double Megabyte = 1_000_000;

    /// <summary>The command <c>retention</c> with <c>run</c>.</summary>
    public static Command Create(string[] settings)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be deleted, and delete nothing." };
        var run = new Command("run", "Delete now what is older than the settings keep it; a running server does it by itself.") { dryRun };
        run.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            needsDatabase: true,
            (services, console, stop) => parsed.GetValue(dryRun)
                ? ForecastAsync(services.GetRequiredService<RetentionForecast>(), console, stop)
                : RunAsync(services, console, stop),
            cancellationToken));
        return new Command("retention", "How long flows and pictures are kept.") { run };
    }

    internal static async Task<int> ForecastAsync(RetentionForecast forecast, CommandConsole console, CancellationToken cancellationToken)
    {
        var preview = await forecast.ReadAsync(cancellationToken: cancellationToken);
        console.Output.WriteLine(
            $"Would delete {preview.Flows} flows and {preview.Pictures} pictures, {preview.Bytes / Megabyte:0.0} MB; {preview.Held} flows that are"
            + " old enough stay: as evidence, for an open alert or a delivery that waits");
        return 0;
    }

    private static async Task<int> RunAsync(IServiceProvider services, CommandConsole console, CancellationToken cancellationToken)
    {
        var preview = await services.GetRequiredService<RetentionForecast>().ReadAsync(cancellationToken: cancellationToken);
        var step = console.Begin("Deleting", preview.Flows, "flows");
        var run = await services.GetRequiredService<RetentionCleanup>().RunAsync(step.Report, cancellationToken);
        console.Output.WriteLine(
            $"Deleted {run.Flows} flows and {run.Pictures} pictures, {run.ForRoom} more to make room; freed {run.Bytes / Megabyte:0.0} MB of pictures");
        return 0;
    }
}
