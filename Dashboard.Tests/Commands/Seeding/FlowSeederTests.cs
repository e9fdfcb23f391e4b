using Dashboard.Commands.Seeding;
using Dashboard.Domain.Flows;
using Dashboard.Security;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Commands.Seeding;

public sealed class FlowSeederTests
{
    [Theory]
    [InlineData(400, 420)]
    [InlineData(400, 30)]
    [InlineData(5, 30)]
    public void Flows_AreOverAllOfTheDays_HoweverFewTheyAre(int count, int days)
    {
        var until = TestTime.Noon;
        var flows = new FlowGenerator(new Random(1), [1], count).Make(count, days, until).ToList();
        Assert.Equal(count, flows.Count);
        var apart = TimeSpan.FromDays((double)days / count);
        Assert.InRange(flows[0].CapturedAt, until.AddDays(-days), until.AddDays(-days) + apart + TimeSpan.FromDays(1));
        var maxGap = (2 * apart) + TimeSpan.FromDays(1);
        Assert.All(flows.Zip(flows.Skip(1)), pair => Assert.True(pair.Second.CapturedAt - pair.First.CapturedAt < maxGap));
    }

    [Trait("Category", "Thorough")]
    [Theory, ProviderData]
    public async Task Seed_AddsPlausibleFlowsOnTopOfWhatIsThere(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var secrets = new SecretProtector(new EphemeralDataProtectionProvider());
        var seeder = new FlowSeeder(database.Factory, secrets, TimeProvider.System);

        await seeder.SeedAsync(11_000, 2, _ => { }, Cancellation);
        await seeder.SeedAsync(1_000, 2, _ => { }, Cancellation);

        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var flows = await db.Flows.Include(flow => flow.Candidates).AsNoTracking().ToListAsync(Cancellation);
        Assert.Equal(12_000, flows.Count);
        Assert.InRange(flows.Count(flow => flow.Plate.Length == 0), 400, 800);
        Assert.InRange(flows.Count(flow => flow.TriggerMode == TriggerMode.Manual), 400, 800);
        Assert.Contains(flows.GroupBy(flow => flow.CapturedSecond), second => second.Count() > 1);
        Assert.InRange(flows.Select(flow => flow.Plate).Distinct().Count(), 500, 3000);
        Assert.All(flows, flow => Assert.Equal(flow.Plate.Length > 0 ? flow.Plate : null, flow.Candidates.MinBy(candidate => candidate.Rank)?.Text));

        var cameras = await db.Cameras.ToListAsync(Cancellation);
        Assert.Equal(4, cameras.Count);
        Assert.DoesNotContain(cameras, camera => camera.IsEnabled);
        Assert.Contains(cameras, camera => new Uri(secrets.Unprotect(camera.ProtectedSource)!).UserInfo.Contains(':'));
        Assert.Equal(cameras.Select(camera => camera.Id).Order(), flows.Select(flow => flow.CameraId).Distinct().Order());
    }
}
