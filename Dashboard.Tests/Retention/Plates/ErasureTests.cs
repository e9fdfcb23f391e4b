using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Statistics;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Retention.Plates;

/// <summary>Nothing of a plate that was erased is left anywhere, wherever it had passed and whatever happens meanwhile.</summary>
public sealed class ErasureTests
{
    [Theory, ProviderData]
    public async Task Erase_InTwoTurns_LeavesTheMonthsOfNoCamera(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var cameras = await database.AddCamerasAsync("In", "Out");
        var flows = await bench.AddAsync(
            RetentionBench.At(cameras[0], 70, "AB1"), RetentionBench.At(cameras[1], 40, "AB1"), RetentionBench.At(cameras[1], 1, "AB1"),
            RetentionBench.At(cameras[1], 1, "ZZ9"));
        await RollUpAsync(database, bench);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        db.EvidenceHolds.Add(new EvidenceHold { FlowId = flows[2].Id, Reason = "Case 7", By = "x" });

        // A preview's.
        db.Add(new PlateMonth { Month = PlateMonth.FromSecond(flows[3].CapturedSecond), CameraId = cameras[0], Plate = "AB1", Flows = 1 });
        await db.SaveChangesAsync(Cancellation);
        Assert.Equal(5, await db.Set<PlateMonth>().CountAsync(Cancellation));

        var (erasure, _, person) = await PlateRecordTests.CreateAsync(database, bench, Roles.Administrator);
        await erasure.EraseAsync("AB1", false, "Case 4711", person.Principal, Cancellation);
        await db.EvidenceHolds.ExecuteDeleteAsync(Cancellation);
        await erasure.EraseAsync("AB1", false, "Case 4711", person.Principal, Cancellation);
        Assert.Equal(["ZZ9"], await db.Set<PlateMonth>().Select(month => month.Plate).ToListAsync(Cancellation));
    }

    [Theory, ProviderData]
    public async Task Retention_ForgetsAPlateOfTwoCameras_InTheMonthsOfBoth(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        (bench.Options.CurrentValue.FlowDays, bench.Options.CurrentValue.UnlistedHours) = (0, 24);
        var cameras = await database.AddCamerasAsync("In", "Out");
        await bench.AddAsync(
            RetentionBench.At(cameras[0], 3, "AB1"), RetentionBench.At(cameras[1], 2, "AB1"),
            RetentionBench.At(cameras[0], 20, "ZZ9"), RetentionBench.At(cameras[0], .5, "ZZ9"));
        await RollUpAsync(database, bench);
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var left = Assert.Single(await db.Set<PlateMonth>().ToListAsync(Cancellation));
        Assert.Equal(("ZZ9", PlateMonth.FromSecond(RetentionBench.Noon.ToUnixTimeSeconds())), (left.Plate, left.Month));
    }

    /// <summary>The rows go first; a server that is killed then has the pictures left, also where old ones are kept for ever.</summary>
    [Fact]
    public async Task Pictures_OfAnErasureThatWasKilled_GoByThemselves_AndThoseThatStillHaveAFlowStay()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        (bench.Options.CurrentValue.FlowDays, bench.Options.CurrentValue.PictureDays) = (0, 0);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(
            RetentionBench.At(camera, 300, "AB1", hasPicture: true), RetentionBench.At(camera, 200, "AB1", hasPicture: true));
        bench.Erased.Begin([flows[0]]);
        bench.Erased.Begin([flows[1]]);
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Flows.Where(flow => flow.Id == flows[0].Id).ExecuteDeleteAsync(Cancellation);
        }

        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        Assert.Equal((false, true), (File.Exists(bench.PathOf(flows[0])), File.Exists(bench.PathOf(flows[1]))));
        Assert.Single(Directory.GetFiles(database.Server.DataPath("erasing")));

        var (erasure, _, person) = await PlateRecordTests.CreateAsync(database, bench, Roles.Administrator);
        await erasure.EraseAsync("AB1", false, "Case 4711", person.Principal, Cancellation);
        await bench.Cleanup.RunAsync(cancellationToken: Cancellation);
        Assert.False(File.Exists(bench.PathOf(flows[1])));
        Assert.Empty(Directory.GetFiles(database.Server.DataPath("erasing")));
    }

    [Fact]
    public async Task Audit_HasTheErasure_BeforeAnythingIsErased()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        await bench.AddAsync(RetentionBench.At((await database.AddCamerasAsync("Gate"))[0], 3, "AB1"));
        var (erasure, _, person) = await PlateRecordTests.CreateAsync(database, bench, Roles.Administrator);
        await erasure.EraseAsync("AB1", false, "Case 4711", person.Principal, Cancellation);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var entry = Assert.Single(await db.AuditEntries.ToListAsync(Cancellation)); // What is told when it is over has not been stored yet.
        Assert.Equal((AuditAction.Removed, "plate AB1", "Case 4711", person.Email), (entry.Action, entry.Subject, entry.Reason, entry.UserName));
    }

    private static Task RollUpAsync(TestDatabase database, RetentionBench bench) =>
        new StatisticsRollUp(database.Factory, bench.Time, NullLogger<StatisticsRollUp>.Instance).CatchUpAsync(Cancellation);
}
