using System.CommandLine;
using Dashboard.Flows;

namespace Dashboard.Commands;

/// <summary>Fills the database with plausible flows, for load tests.</summary>
public static class SeedCommand
{
    private const int MostFlows = 100_000_000;
    private const int MostDays = 3650;

    /// <summary>The command <c>seed</c>.</summary>
    public static Command Create(string[] settings)
    {
        var flows = new Option<int>("--flows") { Description = $"How many flows, 1 to {MostFlows}.", Required = true };
        var days = new Option<int>("--days") { Description = $"Over how many days back from now, 1 to {MostDays}.", DefaultValueFactory = _ => 30 };
        flows.Validators.Add(result => CheckRange(result, flows, MostFlows));
        days.Validators.Add(result => CheckRange(result, days, MostDays));

        var command = new Command("seed", "Add plausible flows of disabled cameras, for load tests.") { flows, days };
        command.SetAction((parsed, cancel) => CommandHost.RunAsync(
            settings,
            async (services, stop) =>
            {
                await SeedAsync(services, parsed.GetValue(flows), parsed.GetValue(days), stop);
                return 0;
            },
            cancel));
        return command;
    }

    private static void CheckRange(System.CommandLine.Parsing.OptionResult result, Option<int> option, int most)
    {
        if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var value) || value < 1 || value > most))
        {
            result.AddError($"{option.Name} is a whole number from 1 to {most}");
        }
    }

    private static async Task SeedAsync(IServiceProvider services, int flows, int days, CancellationToken cancel)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var started = time.GetTimestamp();
        await ActivatorUtilities.CreateInstance<FlowSeeder>(services).SeedAsync(flows, days, Report, cancel);

        void Report(int stored)
        {
            var seconds = Math.Max(0.001, time.GetElapsedTime(started).TotalSeconds);
            Console.Error.WriteLine($"{stored} of {flows} flows, {stored * 100L / flows} %, {stored / seconds:0} a second");
        }
    }
}
