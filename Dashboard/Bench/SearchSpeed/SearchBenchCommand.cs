using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Dashboard.Commands;
using Dashboard.Configuration;
using Dashboard.Flows;
using Dashboard.Flows.Recording;
using Dashboard.Storage;
using Dashboard.Storage.Providers.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Dashboard.Bench.SearchSpeed;

/// <summary><c>bench search --flows N</c>: how fast flows are found among many, against the database's own shell and the full scan.</summary>
internal static class SearchBenchCommand
{
    private const int MinFlows = 10_000;
    private const int MaxFlows = 100_000_000;
    private const int FlowsToStore = 5000;

    // Of compiling while it runs, the first question alone would otherwise bear the cost.
    private const int WarmingRounds = 5;

    public static Command Create(string[] settings)
    {
        var flows = new Option<int>(
            "--flows")
        { Description = $"Among how many flows, {MinFlows} to {MaxFlows}.", DefaultValueFactory = _ => 1_000_000 };
        var folder = new Option<string>(
            "--folder")
        { Description = "Where the data is made, and kept for the next run.", DefaultValueFactory = _ => "bench-search" };
        flows.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var value) || value is < MinFlows or > MaxFlows))
            {
                result.AddError($"--flows is a whole number from {MinFlows} to {MaxFlows}");
            }
        });
        var command = new Command("search", "Measure how fast flows are found among many.") { flows, folder };
        command.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            [.. settings, $"--DataDirectory={parsed.GetValue(folder)}"],
            DatabaseUse.MadeIfMissing,
            async (services, console, token) =>
            {
                await RunAsync(services, parsed.GetValue(flows), console, token);
                return 0;
            },
            cancellationToken));
        return command;
    }

    /// <summary>Makes the data where it is not there yet, measures and prints.</summary>
    internal static async Task RunAsync(IServiceProvider services, int flows, CommandConsole console, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
        var time = services.GetRequiredService<TimeProvider>();
        await new SearchBenchData(database, time, console).PrepareAsync(flows, cancellationToken);
        await ForgetPeakAsync(cancellationToken);

        var search = services.GetRequiredService<FlowSearch>();
        var shell = ShellOf(services.GetRequiredService<DatabaseOptions>(), services.GetRequiredService<ServerOptions>());
        var measurement = new SearchMeasurement(database, search, shell, console);
        var questions = await SearchQuestions.MakeAsync(search, cancellationToken);
        for (var i = 0; i < WarmingRounds; i++)
        {
            await measurement.FirstPageAsync(cancellationToken);
        }

        console.Output.WriteLine(SearchSpeedText.Head);
        await foreach (var figure in measurement.RunAsync(questions, cancellationToken))
        {
            console.Output.WriteLine(SearchSpeedText.Format(figure, shell?.Program));
        }

        console.Output.WriteLine(SearchSpeedText.Format(
            await measurement.PollAsync(cancellationToken), await measurement.FirstPageAsync(cancellationToken)));

        var ingest = new BenchIngest(database, services.GetRequiredService<FlowWriter>(), time, console);
        var crowd = await new ConcurrencyBenchmark(search, ingest, console).RunAsync(SearchQuestions.Mixed(questions), cancellationToken);
        var perSecond = await ingest.RunAsync(FlowsToStore, 100, cancellationToken);
        using var self = Process.GetCurrentProcess();
        console.Output.WriteLine(SearchSpeedText.Format(crowd, perSecond, self.PeakWorkingSet64));
    }

    // A server does not make ten million flows at once: what that took is none of its memory. Linux alone can forget the peak.
    private static async Task ForgetPeakAsync(CancellationToken cancellationToken)
    {
        const string forget = "/proc/self/clear_refs";
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        if (File.Exists(forget))
        {
            await File.WriteAllTextAsync(forget, "5", cancellationToken);
        }
    }

    private static DatabaseShell? ShellOf(DatabaseOptions database, ServerOptions server)
    {
        switch (database.Provider)
        {
            case DatabaseProvider.Sqlite:
                var file = new SqliteConnectionStringBuilder(SqliteProvider.ConnectionString(database, server)).DataSource;
                return new DatabaseShell("sqlite3", ["-batch", "-readonly", file], new Dictionary<string, string?>());
            case DatabaseProvider.PostgreSql:
                var place = new NpgsqlConnectionStringBuilder(database.ConnectionString);
                return new DatabaseShell("psql", ["-X", "-q", "-A", "-t"], new Dictionary<string, string?>
                {
                    ["PGHOST"] = place.Host,
                    ["PGPORT"] = place.Port.ToString(CultureInfo.InvariantCulture),
                    ["PGUSER"] = place.Username,
                    ["PGDATABASE"] = place.Database,
                    ["PGPASSWORD"] = place.Password,
                });
            default:
                return null;
        }
    }
}
