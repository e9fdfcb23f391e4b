using System.CommandLine;

namespace Dashboard.Commands.Seeding;

/// <summary>Fills the database with plausible flows, for load tests.</summary>
internal static class SeedCommand
{
    private const int MaxFlows = 100_000_000;
    private const int MaxDays = 3650;

    public static Command Create(string[] settings)
    {
        var flows = new Option<int>("--flows") { Description = $"How many flows, 1 to {MaxFlows}.", Required = true };
        var days = new Option<int>("--days") { Description = $"Over how many days back from now, 1 to {MaxDays}.", DefaultValueFactory = _ => 30 };
        flows.Validators.Add(result => CheckRange(result, flows, MaxFlows));
        days.Validators.Add(result => CheckRange(result, days, MaxDays));

        var command = new Command("seed", "Add plausible flows of disabled cameras, for load tests.") { flows, days };
        command.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.MadeIfMissing,
            (services, console, token) => SeedAsync(services, parsed.GetValue(flows), parsed.GetValue(days), console, token),
            cancellationToken));
        return command;
    }

    private static void CheckRange(System.CommandLine.Parsing.OptionResult result, Option<int> option, int max)
    {
        if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var value) || value < 1 || value > max))
        {
            result.AddError($"{option.Name} is a whole number from 1 to {max}");
        }
    }

    internal static async Task<int> SeedAsync(
        IServiceProvider services, int flows, int days, CommandConsole console, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var started = time.GetTimestamp();
        var step = console.Begin("Seeding", flows, "flows");
        await ActivatorUtilities.CreateInstance<FlowSeeder>(services).SeedAsync(flows, days, stored => step.Report(stored), cancellationToken);
        var seconds = Math.Max(0.001, time.GetElapsedTime(started).TotalSeconds);
        console.Errors.WriteLine($"{flows} flows stored, {flows / seconds:0} a second");
        return 0;
    }
}
