using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>
/// Holds every stored flow against the alert lists, in the order of their numbers and from a position that is saved with what came of it; so a
/// stop or a crash between two batches loses and repeats nothing. Woken by new flows; another process's flows are found within seconds.
/// </summary>
internal sealed partial class AlertWorker(
    IDbContextFactory<DashboardDbContext> database, FlowSearch flows, FlowFeed feed, AlertRound round, AlertStatus status, TimeProvider time, ILogger<AlertWorker> log)
    : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new SemaphoreSlim(0, 1);
        using var stored = feed.Subscribe(_ => Wake(wake));
        await using var look = time.CreateTimer(_ => Wake(wake), null, LookInterval, LookInterval);
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await StepAsync(stoppingToken))
                {
                    // There is more.
                }

                pause = FirstPause;
                await wake.WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                status.Current = status.Current with { Error = StorageFailure.Describe(failure) };
                LogFailure(failure, status.Current.Error!);
                await Task.Delay(pause, time, stoppingToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private static void Wake(SemaphoreSlim wake)
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Awake already.
        }
    }

    /// <summary>One batch; false where nothing is left to do.</summary>
    private async Task<bool> StepAsync(CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var position = await PositionAsync(db, cancel);
        var updates = await db.FlowUpdates.Take(AlertRound.MostUpdates).CountAsync(cancel);
        var rows = await flows.AfterAsync(position, BatchSize, null, Sight.All, cancel);
        if (rows.Count == 0 && updates == 0)
        {
            status.Current = new AlertProgress(position, null);
            return false;
        }

        var next = rows.Count > 0 ? rows[^1].Flow.Id : position;
        await round.RunAsync(rows, position, next, cancel);
        status.Current = new AlertProgress(next, null);
        return rows.Count == BatchSize || updates == AlertRound.MostUpdates;
    }

    // What was stored before anything was held against lists for the first time is history: nobody wants alerts of last month.
    private async Task<long> PositionAsync(DashboardDbContext db, CancellationToken cancel)
    {
        if (await db.Positions.AsNoTracking().SingleOrDefaultAsync(position => position.Name == Position.Alerts, cancel) is { } known)
        {
            return known.Value;
        }

        var highest = await flows.HighestNumberAsync(cancel);
        db.Positions.Add(new Position { Name = Position.Alerts, Value = highest });
        await db.SaveChangesAsync(cancel);
        return highest;
    }

    [LoggerMessage(LogLevel.Error, "Flows cannot be held against the alert lists just now, trying again: {Reason}")]
    private partial void LogFailure(Exception failure, string reason);
}
