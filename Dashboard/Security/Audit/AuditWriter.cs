using Dashboard.Hosting;
using Dashboard.Hosting.Logging;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security.Audit;

/// <summary>Stores audit entries in batches, away from whoever caused them, and what is left when the program stops.</summary>
internal sealed partial class AuditWriter(
    AuditTrail trail, IDbContextFactory<DashboardDbContext> contexts, TimeProvider time, ILogger<AuditWriter> log)
    : BackgroundService, IHealthWarning
{
    private const int MaxBatch = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly List<AuditEntry> _batch = [];
    private readonly FailureLog _failures = new(log, "Audit entries could not be stored and wait");

    /// <inheritdoc/>
    public string? Warning => _failures.IsFailing ? "Entries of the audit cannot be stored; the log says why." : null;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        trail.Release(all: true);
        while (Fill() && await TryStoreAsync(cancellationToken))
        {
        }

        if (_batch.Count > 0)
        {
            LogLost(_batch.Count + trail.Waiting.Count);
        }
    }

    /// <summary>Stores what waits now, and what has been held back for its minute. False: the database did not take it.</summary>
    internal async Task<bool> StoreAsync(CancellationToken cancellationToken)
    {
        trail.Release();
        while (Fill())
        {
            if (!await TryStoreAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backOff = new BackOff(Interval, TimeSpan.FromMinutes(1));
        var wait = Interval;
        try
        {
            while (true)
            {
                await Task.Delay(wait, time, stoppingToken);
                if (await StoreAsync(stoppingToken))
                {
                    backOff.Reset();
                    wait = Interval;
                }
                else
                {
                    wait = backOff.Next();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync stores the rest.
        }
    }

    // What could not be stored stays in the batch; meanwhile the trail fills, and then drops and counts.
    private bool Fill()
    {
        while (_batch.Count < MaxBatch && trail.Waiting.TryRead(out var entry))
        {
            _batch.Add(entry);
        }

        if (_batch.Count is > 0 and < MaxBatch && trail.TakeLost() is { } lost)
        {
            _batch.Add(lost);
        }

        return _batch.Count > 0;
    }

    private async Task<bool> TryStoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.AppendToAuditAsync(_batch, cancellationToken);
            _batch.Clear();
            _failures.Worked();
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            foreach (var entry in _batch)
            {
                (entry.Id, entry.Number, entry.Sha256) = (0, null, null);
            }

            _failures.Failed(exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Count} audit entries were lost, because the database did not take them before the program stopped")]
    private partial void LogLost(int count);
}
