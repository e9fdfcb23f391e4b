using System.Data;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Security;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Commands.Seeding;

/// <summary>Fills the database for load tests, on top of what is there and beside a running server.</summary>
internal sealed class FlowSeeder(IDbContextFactory<DashboardDbContext> database, SecretProtector secrets, TimeProvider time)
{
    // The server may want to write in between: each transaction holds it up for a fraction of a second.
    private const int MaxBatch = 10_000;

    // Addresses for documentation (RFC 5737); one carries a password, to see that it shows nowhere.
    private static readonly (string Alias, string Source)[] Cameras =
    [
        ("Seed north gate", "rtsp://192.0.2.11/stream1"),
        ("Seed south gate", "rtsp://viewer:gr33n-d00r@192.0.2.12:554/stream1"),
        ("Seed car park", "http://192.0.2.13/video.mjpg"),
        ("Seed ring road", "rtsp://192.0.2.14/stream2"),
    ];

    /// <summary>Adds flows over the last days, and disabled cameras that saw them where they are not there yet.</summary>
    /// <param name="count">How many flows.</param>
    /// <param name="days">Over how many days.</param>
    /// <param name="progress">Hears how many are stored.</param>
    /// <param name="cancellationToken">Stops; what was stored until then stays.</param>
    public async Task SeedAsync(int count, int days, Action<int> progress, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var cameras = await AddCamerasAsync(db, cancellationToken);
        var flows = new FlowGenerator(new Random(), cameras, count).Make(count, days, time.GetUtcNow());

        // One connection for all: its cache then holds the inner pages of the indexes.
        await db.Database.OpenConnectionAsync(cancellationToken);
        var stored = 0;
        foreach (var chunk in flows.Chunk(MaxBatch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await InsertAsync(db, chunk, cancellationToken);
            stored += chunk.Length;
            progress(stored);
        }
    }

    private async Task<int[]> AddCamerasAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var there = await db.Cameras.Where(camera => camera.DeletedAt == null).ToListAsync(cancellationToken);
        foreach (var (alias, source) in Cameras.Where(camera => there.All(row => row.Alias != camera.Alias)))
        {
            db.Cameras.Add(new CameraRow
            {
                Alias = alias,
                ProtectedSource = secrets.Protect(source),
                CaptureMode = CaptureMode.Both,
                IsEnabled = false,
                AnalysisRate = 10,
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        var aliases = Cameras.Select(camera => camera.Alias).ToArray();
        return await db.Cameras.Where(camera => camera.DeletedAt == null && aliases.Contains(camera.Alias))
            .Select(camera => camera.Id)
            .ToArrayAsync(cancellationToken);
    }

    private static async Task InsertAsync(DashboardDbContext db, Flow[] flows, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await db.LockFlowOrderAsync(cancellationToken: cancellationToken);

        // The database numbers the first one, for numbers of removed flows are never given again; the rest follow.
        db.Flows.Add(flows[0]);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        var id = flows[0].Id;
        using (var rows = db.CreateInserter<Flow>(transaction))
        {
            foreach (var flow in flows.Skip(1))
            {
                flow.Id = ++id;
                rows.Insert(flow);
            }

            rows.Complete();
        }

        using (var candidates = db.CreateInserter<FlowCandidate>(transaction))
        {
            foreach (var flow in flows.Skip(1))
            {
                foreach (var candidate in flow.Candidates)
                {
                    candidate.FlowId = flow.Id;
                    candidates.Insert(candidate);
                }
            }

            candidates.Complete();
        }

        await db.TakeNumbersAsync("Flows", "Id", id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
