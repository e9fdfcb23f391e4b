using System.CommandLine;
using Dashboard.Retention;
using Dashboard.Storage.Ages;

namespace Dashboard.Commands;

/// <summary>Deletes what is older than it is kept, or says what that would be.</summary>
internal static class RetentionCommand
{
    private const double Megabyte = 1_000_000;

    /// <summary>The command <c>retention</c> with <c>run</c>.</summary>
    public static Command Create(string[] settings)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be deleted, and delete nothing." };
        var isRight = new Option<bool>("--clock-is-right")
        {
            Description = "Believe this machine's clock at once, although it says something else than what has passed since it was last asked.",
        };
        var run = new Command("run", "Delete now what is older than the settings keep it; a running server does it by itself.") { dryRun, isRight };
        run.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.ThatIsThere,
            async (services, console, stop) =>
            {
                var ages = services.GetRequiredService<AgeClock>();
                if (parsed.GetValue(isRight))
                {
                    await ages.BelieveAsync(stop);
                }

                var code = parsed.GetValue(dryRun)
                    ? await ForecastAsync(services.GetRequiredService<RetentionForecast>(), console, stop)
                    : await RunAsync(services, console, stop);
                TellDoubt(ages.Doubt, console);
                return code;
            },
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

    internal static void TellDoubt(ClockDoubt? doubt, CommandConsole console)
    {
        if (doubt is not null)
        {
            console.Errors.WriteLine(
                $"The clock says {doubt.Says.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and {doubt.Expected.UtcDateTime:yyyy-MM-dd HH:mm} UTC was expected:"
                + " what is due by the new time only stays for now. If the clock is right, or the server was off for so long, add --clock-is-right.");
        }
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
