using System.CommandLine;
using System.Diagnostics;
using Dashboard.Alerts;
using Dashboard.Alerts.Lists;
using Dashboard.Alerts.Matching;
using Dashboard.Bench.SearchSpeed;
using Dashboard.Commands;
using Dashboard.Commands.Seeding;
using Dashboard.Domain.Alerts;
using Dashboard.Flows.Recording;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Bench.AlertSpeed;

/// <summary><c>bench alerts --entries N</c>: what looking flows up in ten long alert lists costs.</summary>
internal static class AlertBenchCommand
{
    private const int Lists = 10;
    private const int MinEntries = 1000;
    private const int MaxEntries = 5_000_000;
    private const int FlowsToMatch = 50_000;
    private const int FlowsToStore = 5000;
    private const int Batch = 100;

    // The first ones are for the compiler.
    private const int MatchingRounds = 3;

    public static Command Create(string[] settings)
    {
        var entries = new Option<int>("--entries")
        {
            Description = $"How many entries each of the {Lists} lists has, {MinEntries} to {MaxEntries}.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var folder = new Option<string>(
            "--folder")
        { Description = "Where the data is made, and kept for the next run.", DefaultValueFactory = _ => "bench-alerts" };
        entries.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var value) || value is < MinEntries or > MaxEntries))
            {
                result.AddError($"--entries is a whole number from {MinEntries} to {MaxEntries}");
            }
        });
        var command = new Command("alerts", "Measure what looking flows up in alert lists costs.") { entries, folder };
        command.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            [.. settings, $"--DataDirectory={parsed.GetValue(folder)}"],
            DatabaseUse.MadeIfMissing,
            async (services, console, token) =>
            {
                await RunAsync(services, parsed.GetValue(entries), console, token);
                return 0;
            },
            cancellationToken));
        return command;
    }

    /// <summary>Makes the lists where they are not there yet, measures and prints.</summary>
    internal static async Task RunAsync(IServiceProvider services, int entries, CommandConsole console, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
        var time = services.GetRequiredService<TimeProvider>();
        await AddCameraAsync(database, cancellationToken);
        var ingest = new BenchIngest(database, services.GetRequiredService<FlowWriter>(), time, console);
        await ingest.RunAsync(FlowsToStore, Batch, cancellationToken);

        await MakeListsAsync(services, entries, console, cancellationToken);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var loaded = await services.GetRequiredService<AlertListCache>().RefreshAsync(cancellationToken);
        var loading = Stopwatch.GetElapsedTime(started);
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        var (each, matched) = Match(loaded, entries, console);
        console.Output.WriteLine($"Lists               {Lists} of {entries} entries, half of them lenient");
        console.Output.WriteLine($"Read into memory    {loading.TotalSeconds:0.0} s, {memory / 1e6 / Lists:0.0} MB a list");
        console.Output.WriteLine(
            $"Matching            {each:0.0} µs a flow with all lists ({FlowsToMatch} flows of up to 10 candidates, {matched} matches)");

        var worker = services.GetServices<IHostedService>().OfType<AlertWorker>().Single();
        await worker.StartingAsync(cancellationToken);
        while (await worker.StepAsync(cancellationToken))
        {
        }

        var alone = await ingest.RunAsync(FlowsToStore, Batch, cancellationToken);
        while (await worker.StepAsync(cancellationToken))
        {
        }

        var (beside, behind) = await StoreBesideAsync(ingest, worker, cancellationToken);
        console.Output.WriteLine($"Flows stored        {alone:0} a second without matching, {beside:0} with it");
        console.Output.WriteLine($"Looked up           {behind.TotalMilliseconds:0} ms after the last one was stored");
    }

    private static async Task AddCameraAsync(IDbContextFactory<DashboardDbContext> database, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (!await db.Cameras.AnyAsync(cancellationToken))
        {
            db.Cameras.Add(new CameraRow { Alias = "Bench camera", ProtectedSource = "-", AnalysisRate = 10 });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static async Task MakeListsAsync(IServiceProvider services, int entries, CommandConsole console, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<AlertListStore>();
        var import = services.GetRequiredService<AlertListImport>();
        var there = await store.ListAsync(cancellationToken);
        for (var number = 1; number <= Lists; number++)
        {
            var name = $"Bench list {number} of {entries}";
            if (there.Any(list => list.Name == name && list.EntryCount == entries))
            {
                continue;
            }

            foreach (var old in there.Where(list => list.Name.StartsWith($"Bench list {number} ", StringComparison.Ordinal)))
            {
                await store.DeleteAsync(old.Id, cancellationToken);
            }

            var strategy = number % 2 == 0 ? MatchStrategy.Lenient : MatchStrategy.Exact;
            var list = (await store.AddAsync(new AlertList { Name = name, MatchStrategy = strategy }, cancellationToken)).Value;
            await using var csv = new EntryStream(number, entries);
            var started = Stopwatch.GetTimestamp();
            var step = console.Begin($"Importing {name}", entries, "rows");
            await import.ImportAsync(list.Id, csv, new RowProgress(step), cancellationToken);
            if (number == 1)
            {
                console.Output.WriteLine($"Import              {entries} rows in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
            }
        }
    }

    private static (double Microseconds, int Matched) Match(IReadOnlyList<CachedAlertList> lists, int entries, CommandConsole console)
    {
        var random = new Random(2);
        var flows = new FlowGenerator(random, [1], FlowsToMatch).Make(FlowsToMatch, 1, DateTimeOffset.UnixEpoch.AddYears(50)).ToList();
        foreach (var flow in flows.Where((_, i) => i % 100 == 0))
        {
            flow.Plate = EntryStream.Plate(random.Next(1, Lists + 1), random.Next(entries));
        }

        var matched = 0;
        var elapsed = TimeSpan.Zero;
        var step = console.Begin("Matching", MatchingRounds, "rounds");
        for (var round = 0; round < MatchingRounds; round++)
        {
            matched = 0;
            var started = Stopwatch.GetTimestamp();
            foreach (var flow in flows)
            {
                matched += lists.Count(list => FlowMatcher.Match(flow, list) is not null);
            }

            elapsed = Stopwatch.GetElapsedTime(started);
            step.Increment();
        }

        return (elapsed.TotalMicroseconds / flows.Count, matched);
    }

    private static async Task<(double PerSecond, TimeSpan Behind)> StoreBesideAsync(
        BenchIngest ingest, AlertWorker worker, CancellationToken cancellationToken)
    {
        var storing = ingest.RunAsync(FlowsToStore, Batch, cancellationToken);
        while (!storing.IsCompleted)
        {
            await worker.StepAsync(cancellationToken);
        }

        var perSecond = await storing;
        var stored = Stopwatch.GetTimestamp();
        while (await worker.StepAsync(cancellationToken))
        {
        }

        return (perSecond, Stopwatch.GetElapsedTime(stored));
    }

    private sealed class RowProgress(ProgressStep step) : IProgress<long>
    {
        public void Report(long value) => step.Report(value);
    }
}
