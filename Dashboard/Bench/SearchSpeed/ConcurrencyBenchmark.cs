using Dashboard.Domain.Users;
using System.Collections.Concurrent;
using System.Diagnostics;
using Dashboard.Commands;
using Dashboard.Flows;

namespace Dashboard.Bench.SearchSpeed;

/// <summary>What many clients saw.</summary>
/// <param name="Quiet">One client alone, nothing stored meanwhile.</param>
/// <param name="Crowd">All clients, while flows are stored.</param>
/// <param name="Errors">Questions that failed.</param>
/// <param name="Stored">Flows that were stored meanwhile.</param>
/// <param name="Missing">How many of them are not there afterwards.</param>
internal sealed record CrowdFigures(Latency Quiet, Latency Crowd, int Errors, long Stored, long Missing);

/// <summary>Many clients who ask mixed questions while flows arrive.</summary>
internal sealed class ConcurrencyBenchmark(FlowSearch search, BenchIngest ingest, CommandConsole console)
{
    public const int Clients = 20;

    private const int QuietQuestionsPerSecond = 10;

    /// <summary>How often each of them asks, a second.</summary>
    public const int QuestionsPerSecond = 2;

    /// <summary>How many flows are stored, a second.</summary>
    public const int FlowsPerSecond = 200;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    /// <summary>Measures one client alone, then all of them with flows arriving.</summary>
    public async Task<CrowdFigures> RunAsync(IReadOnlyList<SearchQuestion> questions, CancellationToken cancellationToken)
    {
        var quiet = new ConcurrentBag<double>();
        var errors = await AskAsync(questions, quiet, 1, QuietQuestionsPerSecond, cancellationToken);
        var before = await search.CountAsync(null, SiteScope.Unrestricted, cancellationToken);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var storing = ingest.KeepAsync(FlowsPerSecond, stop.Token);
        var storedBefore = ingest.Stored;
        var crowd = new ConcurrentBag<double>();
        errors += await AskAsync(questions, crowd, Clients, QuestionsPerSecond, cancellationToken);
        await stop.CancelAsync();
        await storing;
        var stored = ingest.Stored - storedBefore;
        var there = await search.CountAsync(null, SiteScope.Unrestricted, cancellationToken) - before;
        return new CrowdFigures(Latency.FromTimes([.. quiet]), Latency.FromTimes([.. crowd]), errors, stored, stored - there);
    }

    private async Task<int> AskAsync(
        IReadOnlyList<SearchQuestion> questions, ConcurrentBag<double> times, int clients, int perSecond, CancellationToken cancellationToken)
    {
        var errors = 0;
        var step = console.Begin(clients == 1 ? "Asking alone" : $"Asking as {clients} clients", (long)Duration.TotalSeconds, "seconds");
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(
            async () =>
            {
                var random = new Random(client);
                var started = Stopwatch.GetTimestamp();
                using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
                while (Stopwatch.GetElapsedTime(started) < Duration && await ticks.WaitForNextTickAsync(cancellationToken))
                {
                    try
                    {
                        var question = questions[random.Next(questions.Count)];
                        times.Add(
                            await Latency.MeasureOnceAsync(() => search.SearchAsync(question.Query, SiteScope.Unrestricted, cancellationToken)));
                    }
                    catch (Exception) when (!cancellationToken.IsCancellationRequested)
                    {
                        Interlocked.Increment(ref errors);
                    }

                    if (client == 0)
                    {
                        step.Report((long)Math.Min(step.Total, Stopwatch.GetElapsedTime(started).TotalSeconds));
                    }
                }
            },
            cancellationToken)));
        step.Report(step.Total);
        return errors;
    }
}
