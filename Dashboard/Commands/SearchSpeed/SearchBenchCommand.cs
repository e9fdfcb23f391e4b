using System.CommandLine;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Commands.SearchSpeed;

/// <summary><c>bench search --flows N</c>: how fast flows are found among many, against the database's own shell and the full scan.</summary>
internal static class SearchBenchCommand
{
    private const int MostFlows = 100_000_000;

    /// <summary>The command.</summary>
    public static Command Create(string[] settings)
    {
        var flows = new Option<int>("--flows") { Description = $"Among how many flows, 1000 to {MostFlows}.", DefaultValueFactory = _ => 1_000_000 };
        var folder = new Option<string>("--folder") { Description = "Where the database is made, and kept for the next run.", DefaultValueFactory = _ => "bench-search" };
        flows.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var value) || value is < 1000 or > MostFlows))
            {
                result.AddError($"--flows is a whole number from 1000 to {MostFlows}");
            }
        });
        var command = new Command("search", "Measure how fast flows are found among many.") { flows, folder };
        command.SetAction((parsed, cancel) => CommandHost.RunAsync(
            [.. settings, $"--DataDirectory={parsed.GetValue(folder)}"],
            async (services, stop) =>
            {
                var database = services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
                await new SearchBenchData(database, Console.Error).PrepareAsync(parsed.GetValue(flows), stop);
                return 0;
            },
            cancel));
        return command;
    }
}
