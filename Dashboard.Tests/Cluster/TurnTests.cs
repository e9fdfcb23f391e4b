using Dashboard.Cameras;
using Dashboard.Storage;
using Dashboard.Tests.Flows.Recording;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Cluster;

/// <summary>What was seen in a turn that is over is stored by nobody.</summary>
public sealed class TurnTests
{
    [Theory, ProviderData]
    public async Task Flow_OfATurnThatIsOver_IsRefused_AndThoseBesideItAreStored(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate", "Yard");
        var turns = new CameraTurns(database.Factory, TimeProvider.System);
        var old = (await turns.BeginAsync(cameras[0], "first", Cancellation)).Turn;
        var other = (await turns.BeginAsync(cameras[1], "first", Cancellation)).Turn;
        var current = (await turns.BeginAsync(cameras[0], "second", Cancellation)).Turn;
        await using var bench = new RecorderBench(database);

        await bench.StartAsync();
        foreach (var draft in new[]
        {
            RecorderBench.Vehicle(cameras[0], RecorderBench.Noon, "OLD1") with { Turn = old },
            RecorderBench.Vehicle(cameras[0], RecorderBench.Noon, "NEW1") with { Turn = current },
            RecorderBench.Vehicle(cameras[1], RecorderBench.Noon, "YARD1") with { Turn = other },
            RecorderBench.Vehicle(cameras[0], RecorderBench.Noon, "HAND1"),
        })
        {
            await bench.Queues.FlowDrafts.Writer.WriteAsync(draft, Cancellation);
        }

        await bench.FinishAsync();

        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal(["HAND1", "NEW1", "YARD1"], await db.Flows.Select(flow => flow.Plate).Order().ToListAsync(Cancellation));
        Assert.Equal((3, 1), (bench.Status.Current.Stored, bench.Status.Current.Rejected));
        Assert.Equal(3, Directory.GetFiles(bench.Images.Root, "*.jpg", SearchOption.AllDirectories).Length);
    }

    [Theory, ProviderData]
    public async Task Turns_AreNumbered_AndSayWhetherTheOneBeforeHasEnded(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var turns = new CameraTurns(database.Factory, TimeProvider.System);

        Assert.Equal(new BegunTurn(1, IsAfterLoss: false), await turns.BeginAsync(camera, "first", Cancellation));
        Assert.Equal(new BegunTurn(2, IsAfterLoss: true), await turns.BeginAsync(camera, "second", Cancellation));
        await turns.EndAsync(camera, 2, Cancellation);
        Assert.Equal(new BegunTurn(3, IsAfterLoss: false), await turns.BeginAsync(camera, "first", Cancellation));

        Assert.Equal([camera], await turns.FindLostAsync(new Dictionary<int, long> { [camera] = 2 }, Cancellation));
        Assert.Empty(await turns.FindLostAsync(new Dictionary<int, long> { [camera] = 3 }, Cancellation));
    }

    [Theory, ProviderData]
    public async Task Turns_BegunAtOnce_AreDifferent(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var turns = new CameraTurns(database.Factory, TimeProvider.System);
        var count = provider == nameof(DatabaseProvider.Sqlite) ? 1 : 8; // A file has one machine.

        var begun = await Task.WhenAll(Enumerable.Range(0, count).Select(n => turns.BeginAsync(camera, $"node{n}", Cancellation)));

        Assert.Equal(Enumerable.Range(1, count).Select(n => (long)n), begun.Select(turn => turn.Turn).Order());
    }

    [Fact]
    public async Task Turns_OfLongAgo_Go()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var turns = new CameraTurns(database.Factory, TimeProvider.System);
        for (var n = 0; n < CameraTurns.MaxKept + 5; n++)
        {
            await turns.BeginAsync(camera, "node", Cancellation);
        }

        var kept = await turns.ListLatestAsync(100, Cancellation);
        Assert.Equal(CameraTurns.MaxKept, kept.Count);
        Assert.Equal(CameraTurns.MaxKept + 5, kept.Max(turn => turn.Turn));
    }
}
