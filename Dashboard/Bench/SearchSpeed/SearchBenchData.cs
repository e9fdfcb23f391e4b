using System.Data;
using Dashboard.Commands;
using Dashboard.Commands.Seeding;
using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Bench.SearchSpeed;

/// <summary>Makes the flows that searching is measured on: half a year of ten cameras, a few of them busy, of vehicles that come again.</summary>
internal sealed class SearchBenchData(IDbContextFactory<DashboardDbContext> database, TimeProvider time, CommandConsole console)
{
    private const int Days = 182;
    private const int Cameras = 10;
    private const string AliasStart = "Bench camera ";
    private const int MaxBatch = 50_000;

    /// <summary>
    /// Makes as many flows, or takes those that an earlier run has made. Throws <see cref="StartException"/> where the database holds anything else.
    /// </summary>
    public async Task PrepareAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var there = await db.Cameras.ToListAsync(cancellationToken);
        if (there.Any(camera => !camera.Alias.StartsWith(AliasStart, StringComparison.Ordinal)))
        {
            throw new StartException(
                "This database holds cameras that are not of this measurement; "
                + "name an empty folder with --folder, or an empty database with --Database:ConnectionString");
        }

        var stored = await db.Flows.LongCountAsync(cancellationToken);
        if (stored >= count && there.Count == Cameras)
        {
            console.Errors.WriteLine($"{stored} flows are there already");
            return;
        }

        if (stored > 0)
        {
            throw new StartException(
                $"This database holds {stored} flows of another measurement; "
                + "name an empty folder with --folder, or an empty database with --Database:ConnectionString");
        }

        await FillAsync(db, await AddCamerasAsync(db, cancellationToken), count, cancellationToken);
    }

    private static async Task<int[]> AddCamerasAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        for (var number = await db.Cameras.CountAsync(cancellationToken) + 1; number <= Cameras; number++)
        {
            db.Cameras.Add(new CameraRow { Alias = $"{AliasStart}{number}", ProtectedSource = "-", AnalysisRate = 10 });
        }

        await db.SaveChangesAsync(cancellationToken);
        return await db.Cameras.OrderBy(camera => camera.Id).Select(camera => camera.Id).ToArrayAsync(cancellationToken);
    }

    private async Task FillAsync(DashboardDbContext db, int[] cameras, int count, CancellationToken cancellationToken)
    {
        // The same flows in each run, up to now.
        var flows = new FlowGenerator(new Random(1), cameras, count).Make(count, Days, time.GetUtcNow());
        await db.Database.OpenConnectionAsync(cancellationToken);
        await BulkLoad.BeginAsync(db, cancellationToken);
        var id = 0L;
        var step = console.Begin("Making flows", count, "flows");
        foreach (var chunk in flows.Chunk(MaxBatch))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            using (var rows = db.CreateInserter<Flow>(transaction))
            {
                foreach (var flow in chunk)
                {
                    flow.Id = ++id;
                    rows.Insert(flow);
                }

                rows.Complete();
            }

            using (var candidates = db.CreateInserter<FlowCandidate>(transaction))
            {
                foreach (var candidate in chunk.SelectMany(flow => flow.Candidates.Select(candidate => Link(flow, candidate))))
                {
                    candidates.Insert(candidate);
                }

                candidates.Complete();
            }

            await transaction.CommitAsync(cancellationToken);
            step.Report(id);
        }

        await db.TakeNumbersAsync("Flows", "Id", id, cancellationToken);
        await BulkLoad.EndAsync(db, console.Errors.WriteLine, cancellationToken);
        await db.UpdatePlannerStatisticsAsync(cancellationToken);
    }

    private static FlowCandidate Link(Flow flow, FlowCandidate candidate)
    {
        candidate.FlowId = flow.Id;
        return candidate;
    }
}
