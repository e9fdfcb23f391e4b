using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Dashboard.Flows;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Flows.Recording;

/// <summary>A recorder in a process of its own is killed while it stores, again and again.</summary>
public sealed class RecorderKillTests
{
    private const string FolderVariable = "DASHBOARD_TEST_RECORDER_FOLDER";
    private const int Rounds = 4;

    [Fact, Trait("Category", "System")]
    public async Task KilledRecorder_LeavesNoHalfFlowAndNoOrphanForGood()
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-kill-").FullName;
        var random = new Random();
        for (var round = 1; round <= Rounds; round++)
        {
            var before = Announced(folder).Count;
            using var child = StartChild(folder);
            try
            {
                await Eventually.TrueAsync(() => child.HasExited || Announced(folder).Count >= before + 150, "the recorder stores", seconds: 120);
                Assert.False(child.HasExited, "the recorder ended by itself");
                await Task.Delay(random.Next(100), Cancellation);
            }
            finally
            {
                child.Kill();
                await child.WaitForExitAsync(Cancellation);
            }

            await CheckAsync(folder);
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The process that is killed; started by the test above, never by a plain run of the tests.</summary>
    [Fact(Explicit = true)]
    public async Task Child()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        await using var database = await TestDatabase.OpenAsync(folder);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var camera = await db.Cameras.Select(row => row.Id).FirstOrDefaultAsync(Cancellation);
        if (camera == 0)
        {
            camera = (await database.AddCamerasAsync("Gate"))[0];
        }

        await using var bench = new RecorderBench(database);
        using var announced = new FileStream(Path.Combine(folder, "announced.txt"), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        bench.Feed.Subscribe(rows =>
            announced.Write(System.Text.Encoding.ASCII.GetBytes(string.Concat(rows.Select(row => $"{row.Flow.Uuid}\n")))));
        await bench.StartAsync();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromMinutes(2))
        {
            await bench.Queues.FlowDrafts.Writer.WriteAsync(RecorderBench.Vehicle(camera, DateTimeOffset.UtcNow, jpeg: Picture()), Cancellation);
        }
    }

    private static async Task CheckAsync(string folder)
    {
        await using var database = await TestDatabase.OpenAsync(folder);
        await using var bench = new RecorderBench(database);
        await using var db = await database.Factory.CreateDbContextAsync();
        Assert.Equal("ok", await db.Database.SqlQueryRaw<string>("SELECT integrity_check AS \"Value\" FROM pragma_integrity_check").SingleAsync());

        var flows = await db.Flows.AsNoTracking().Include(flow => flow.Candidates).ToListAsync();
        Assert.Superset(Announced(folder), flows.Select(flow => flow.Uuid).ToHashSet());
        foreach (var flow in flows)
        {
            Assert.Equal(3, flow.Candidates.Count);
            var picture = await bench.Images.ReadAsync(flow);
            Assert.True(picture is not null && IsWhole(picture), $"the picture of {flow.Uuid} is missing or half");
        }

        await bench.Cleanup.CleanUpAsync();
        var files = Directory.GetFiles(bench.Images.Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName);
        Assert.Equal(flows.Select(flow => Path.GetFileName(PictureNames.Picture(flow))).Order(), files.Order());
    }

    private static HashSet<Guid> Announced(string folder)
    {
        var path = Path.Combine(folder, "announced.txt");
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length == 36).Select(line => Guid.Parse(line, CultureInfo.InvariantCulture))];
    }

    private static Process StartChild(string folder)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(RecorderKillTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(RecorderKillTests).FullName}.{nameof(Child)}",
            },
            Environment = { [FolderVariable] = folder },
            RedirectStandardOutput = true,
        };
        var child = Process.Start(start)!;
        child.OutputDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        return child;
    }

    // Bytes that end with their own hash, so that half a picture shows.
    private static byte[] Picture()
    {
        var bytes = RandomNumberGenerator.GetBytes(20_000);
        return [.. bytes, .. SHA256.HashData(bytes)];
    }

    private static bool IsWhole(byte[] picture) =>
        picture.Length == 20_032 && SHA256.HashData(picture.AsSpan(0, 20_000)).AsSpan().SequenceEqual(picture.AsSpan(20_000));
}
