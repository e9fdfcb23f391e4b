using Dashboard.Cameras;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Retention;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Retention;

public sealed class EvidenceHoldsTests
{
    [Theory, ProviderData]
    public async Task Holds_AreFoundOnTheFlowThatTheyKeep_AndReleased(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (bench, holds, person) = await CreateAsync(database, Roles.Operator);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(RetentionBench.At(camera, 1, "AB1"), RetentionBench.At(camera, 1, "AB1"), RetentionBench.At(camera, 1, ""));

        (await holds.HoldFlowAsync(flows[0].Id, " Case 7 ", person.Principal, Cancellation)).EnsureDone();
        (await holds.HoldFlowAsync(flows[0].Id, "again", person.Principal, Cancellation)).EnsureDone();
        var held = await holds.FindAsync(flows[0].Id, "AB1", Cancellation);
        Assert.Equal(("Case 7", person.Email, RetentionBench.Noon), (held!.Reason, held.By, held.At));
        Assert.Null(await holds.FindAsync(flows[1].Id, "AB1", Cancellation));

        (await holds.HoldPlateAsync("ab-1", "Case 8", person.Principal, Cancellation)).EnsureDone();
        Assert.Equal("Case 8", (await holds.FindAsync(flows[1].Id, "AB1", Cancellation))?.Reason);
        Assert.Equal("Case 7", (await holds.FindAsync(flows[0].Id, "AB1", Cancellation))?.Reason);
        Assert.Null(await holds.FindAsync(flows[2].Id, "", Cancellation));
        Assert.Equal(2, (await holds.ListAsync(Cancellation)).Count);

        (await holds.ReleaseAsync(held.Id, person.Principal, Cancellation)).EnsureDone();
        Assert.Equal("Case 8", (await holds.FindAsync(flows[0].Id, "AB1", Cancellation))?.Reason);
    }

    [Fact]
    public async Task Hold_ByWhomItIsNotFor_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (bench, holds, person) = await CreateAsync(database, Roles.Operator);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flow = (await bench.AddAsync(RetentionBench.At(camera, 1, "AB1")))[0];
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.AlertLists.Add(new AlertList { Id = 7, Name = "Wanted" });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal("Give a reason.", (await holds.HoldFlowAsync(flow.Id, " ", person.Principal, Cancellation)).Refusal);
        Assert.Contains("at most 500", (await holds.HoldFlowAsync(flow.Id, new string('x', 501), person.Principal, Cancellation)).Refusal);
        Assert.Equal("The flow was removed.", (await holds.HoldFlowAsync(flow.Id + 1, "x", person.Principal, Cancellation)).Refusal);
        Assert.Equal("No passage of this plate is known.", (await holds.HoldPlateAsync("ZZ9", "x", person.Principal, Cancellation)).Refusal);
        Assert.Contains("Only administrators", (await holds.HoldListAsync(7, "x", person.Principal, Cancellation)).Refusal);

        var elsewhere = await TestPerson.AddAsync(database, bench.Time, Roles.Operator, site: 99);
        Assert.Equal("The flow was removed.", (await holds.HoldFlowAsync(flow.Id, "x", elsewhere.Principal, Cancellation)).Refusal);
        var viewer = await TestPerson.AddAsync(database, bench.Time, Roles.Viewer);
        Assert.Contains("Only operators", (await holds.HoldFlowAsync(flow.Id, "x", viewer.Principal, Cancellation)).Refusal);

        (await holds.HoldFlowAsync(flow.Id, "x", person.Principal, Cancellation)).EnsureDone();
        var held = (await holds.ListAsync(Cancellation))[0];
        Assert.Contains("may release it", (await holds.ReleaseAsync(held.Id, elsewhere.Principal, Cancellation)).Refusal);
        var administrator = await TestPerson.AddAsync(database, bench.Time, Roles.Administrator);
        (await holds.ReleaseAsync(held.Id, administrator.Principal, Cancellation)).EnsureDone();
        (await holds.HoldListAsync(7, "x", administrator.Principal, Cancellation)).EnsureDone();
        Assert.NotNull(await holds.FindListAsync(7, Cancellation));
    }

    private static async Task<(RetentionBench Bench, EvidenceHolds Holds, TestPerson Person)> CreateAsync(TestDatabase database, string role)
    {
        var bench = new RetentionBench(database);
        var person = await TestPerson.AddAsync(database, bench.Time, role);
        return (bench, new EvidenceHolds(database.Factory, new CameraDirectory(bench.Time), person.Check, bench.Pictures, bench.Time), person);
    }
}
