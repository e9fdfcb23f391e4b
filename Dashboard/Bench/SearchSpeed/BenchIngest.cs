using System.Diagnostics;
using Dashboard.Commands;
using Dashboard.Commands.Seeding;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Flows.Recording;
using Dashboard.Pipeline;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Bench.SearchSpeed;

/// <summary>Stores flows the way the server does, in batches, without pictures.</summary>
internal sealed class BenchIngest(
    IDbContextFactory<DashboardDbContext> database, FlowWriter writer, TimeProvider time, CommandConsole console)
{
    private readonly Random _random = new();

    /// <summary>How many flows were stored.</summary>
    public long Stored { get; private set; }

    /// <summary>Stores as fast as it goes; returns flows a second.</summary>
    public async Task<double> RunAsync(int flows, int batch, CancellationToken cancellationToken)
    {
        var vehicles = await MakeAsync(flows, cancellationToken);
        var step = console.Begin("Storing flows", flows, "flows");
        var started = Stopwatch.GetTimestamp();
        foreach (var chunk in vehicles.Chunk(batch))
        {
            await StoreAsync(chunk, cancellationToken);
            step.Report(step.Done + chunk.Length);
        }

        return flows / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Stores so many flows a second, in ten batches, until it is told to stop.</summary>
    public async Task KeepAsync(int perSecond, CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(0.1));
        var vehicles = await MakeAsync(Math.Max(1, perSecond / 10), cancellationToken);
        try
        {
            while (await ticks.WaitForNextTickAsync(cancellationToken))
            {
                var now = time.GetUtcNow();
                await StoreAsync(
                    [.. vehicles.Select(vehicle => vehicle with { Uuid = Guid.CreateVersion7(now), Group = vehicle.Group with { BestAt = now } })],
                    CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private async Task StoreAsync(IReadOnlyCollection<FlowDraft> vehicles, CancellationToken cancellationToken) =>
        Stored += (await writer.StoreAsync([.. vehicles], cancellationToken)).Count;

    private async Task<IReadOnlyList<FlowDraft>> MakeAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var cameras = await db.Cameras.Select(camera => camera.Id).ToArrayAsync(cancellationToken);
        return [.. new FlowGenerator(_random, cameras, count).Make(count, 1, time.GetUtcNow()).Select(flow =>
        {
            var read = new PlateRead(
                PlateCorners.FromBox(100, 100, 180, 40),
                [.. flow.Candidates.Select(candidate => new PlateCandidate(candidate.Text, candidate.Confidence))]);
            var group = new PlateGroup(1, read.Candidates, read, flow.CapturedAt, flow.CapturedAt, flow.CapturedAt, flow.ReadCount, IsParked: false);
            return new FlowDraft(flow.CameraId, group, [], 0, 0, "bench");
        })];
    }
}
