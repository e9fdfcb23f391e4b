using Dashboard.Domain.Flows;
using Dashboard.Storage.Startup;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Dashboard.Tests.Storage;

/// <summary>Flows that were stored before the best plate was surely among its candidates.</summary>
public sealed class BestPlateMigrationTests
{
    [Fact]
    public void Steps_AreOneByOne_UnlessThatWouldUndoNewerMigrations()
    {
        Assert.Equal(["2", "3"], DatabaseStartup.Steps(["1"], ["2", "3"]));
        Assert.Equal(["1"], DatabaseStartup.Steps([], ["1"]));
        Assert.Equal([null], DatabaseStartup.Steps(["1", "3"], ["2", "4"]));
    }

    [Theory, ProviderData]
    public async Task Flows_WhoseBestPlateIsNoCandidate_HaveItAfterwards(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("gate"))[0];
        await database.AddFlowsAsync(
            Create("AB12", ("AB1Z", 0.4), ("A812", 0.3)), Create("CD34"), Create("EF56", ("EF56", 0.9), ("EFS6", 0.1)), Create(""));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var migrations = db.GetService<IMigrationsAssembly>();
            var type = migrations.Migrations.Single(one => one.Key.EndsWith("_BestPlatesAmongCandidates", StringComparison.Ordinal)).Value;
            var step = migrations.CreateMigration(type, db.Database.ProviderName!).UpOperations.OfType<SqlOperation>().Single();
            await db.Database.ExecuteSqlRawAsync(step.Sql, Cancellation);
            var flows = await db.Flows.AsNoTracking().Include(flow => flow.Candidates.OrderBy(candidate => candidate.Rank)).OrderBy(flow => flow.Id)
                .ToListAsync(Cancellation);
            Assert.Equal(
                ["AB1Z A812 AB12", "CD34", "EF56 EFS6", ""], flows.Select(flow => string.Join(' ', flow.Candidates.Select(one => one.Text))));
            Assert.Equal(0.9, flows[0].Candidates[2].Confidence);
        }

        Flow Create(string plate, params (string Text, double Confidence)[] candidates) => new()
        {
            CameraId = camera,
            Plate = plate,
            Confidence = 0.9,
            CapturedAt = TestTime.Noon,
            Candidates =
            [
                .. candidates.Select((one, rank) => new FlowCandidate { Rank = rank, Text = one.Text, Confidence = one.Confidence }),
            ],
        };
    }
}
