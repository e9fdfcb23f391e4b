using System.Data;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Storage;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Storage;

/// <summary>
/// Points in time are milliseconds to the database: it compares whole numbers, and reads what is sorted by them from their indexes.
/// </summary>
public sealed class TimeColumnTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(nameof(DatabaseProvider.Sqlite), true)]
    [InlineData(nameof(DatabaseProvider.Sqlite), false)]
    [InlineData(nameof(DatabaseProvider.PostgreSql), true)]
    [InlineData(nameof(DatabaseProvider.PostgreSql), false)]
    public async Task FlowsByFirstSight_AreReadOnFromTheirIndex(string provider, bool isDescending)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var order = new FlowOrder(FlowField.FirstSeen, isDescending);
        var behind = FlowListOrder.Behind(db.Flows, order, new Flow { Id = 7, FirstSeenAt = Noon });

        var (sql, plan) = await ExplainAsync(db, FlowListOrder.Sort(behind, order).Take(20));

        Assert.Contains($"ORDER BY f.FirstSeenMs{(isDescending ? " DESC" : "")}, f.Id", sql);
        AssertReadInOrder(plan, "IX_Flows_FirstSeen");
    }

    [Theory]
    [InlineData(nameof(DatabaseProvider.Sqlite))]
    [InlineData(nameof(DatabaseProvider.PostgreSql))]
    public async Task FlowsOfATime_AreFoundByFirstSight_OrOnlyFilteredByIt(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var translator = new FlowQueryTranslator([]);
        var condition = new FlowAll(
        [
            new FlowComparison(FlowField.FirstSeen, FlowOperator.GreaterOrEqual, Noon.ToOffset(TimeSpan.FromHours(2))),
            new FlowComparison(FlowField.Plate, FlowOperator.Equal, "AB12"),
        ]);

        var (found, foundPlan) = await ExplainAsync(db, translator.Apply(db.Flows, condition, FlowIndex.FirstSeen));
        Assert.Contains("f.FirstSeenMs >= @", found);
        Assert.Contains("IX_Flows_FirstSeen", foundPlan);

        var filtered = FlowListOrder.Sort(
            translator.Apply(db.Flows, condition, FlowIndex.Plate), new FlowOrder(FlowField.FirstSeen, true), fromIndex: false);
        var (sql, plan) = await ExplainAsync(db, filtered);
        Assert.Contains("f.FirstSeenMs + 0 >= @", sql);
        Assert.Contains("ORDER BY f.FirstSeenMs + 0 DESC", sql);
        Assert.Contains("IX_Flows_Plate", plan);
        Assert.DoesNotContain("IX_Flows_FirstSeen", plan);
    }

    [Theory]
    [InlineData(FlowField.Region, "GB", "IX_Flows_Region")]
    [InlineData(FlowField.Direction, "In", "IX_Flows_Direction")]
    [InlineData(FlowField.Approach, Approach.Towards, "IX_Flows_Approach")]
    [InlineData(FlowField.Color, VehicleColor.Red, "IX_Flows_Color")]
    public async Task FlowsOfOneValue_NewestFirst_AreReadFromItsIndex(FlowField field, object value, string index)
    {
        await using var database = await TestDatabase.CreateAsync(nameof(DatabaseProvider.Sqlite));
        var cameras = await database.AddCamerasAsync("Gate");
        await database.AddFlowsAsync(
            new Flow { CameraId = cameras[0], Region = "gb", DirectionName = "in", Approach = Approach.Towards, Color = VehicleColor.Red });
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var selection = await FlowSelection.CreateAsync(
            db,
            await FlowQueryTranslator.CreateAsync(db, Cancellation),
            new FlowComparison(field, FlowOperator.Equal, value),
            Cancellation);

        Assert.Equal(FlowPageMethod.Walked, selection.Plan.PageMethod(FlowOrder.Newest));
        var list = FlowListOrder.Sort(selection.Flows(selection.Plan.ReadOnIndex(FlowOrder.Newest)), FlowOrder.Newest);
        var (_, plan) = await ExplainAsync(db, list.Take(20));
        Assert.Contains(index, plan);
        Assert.DoesNotContain("TEMP B-TREE", plan);
        var (_, counted) = await ExplainAsync(db, selection.Flows(selection.Plan.Finder).Select(flow => flow.Id));
        Assert.Contains($"COVERING INDEX {index}", counted);
    }

    [Theory]
    [InlineData(nameof(DatabaseProvider.Sqlite))]
    [InlineData(nameof(DatabaseProvider.PostgreSql))]
    public async Task AlertsOfATime_AreReadFromTheirIndex(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var from = Noon;

        var (_, plan) = await ExplainAsync(
            db,
            db.Alerts.Where(alert => alert.FirstSeenAt >= from)
                .OrderByDescending(alert => alert.FirstSeenAt).ThenByDescending(alert => alert.Id).Take(20));

        AssertReadInOrder(plan, "IX_Alerts_FirstSeenMs_Id");
    }

    [Theory, ProviderData]
    public async Task Times_AreStoredInUtcToTheMillisecond(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate");
        var exact = new DateTimeOffset(2026, 5, 1, 14, 0, 0, 250, TimeSpan.FromHours(2)).AddTicks(9_999);
        await database.AddFlowsAsync(
            new Flow { CameraId = cameras[0], FirstSeenAt = exact, LastSeenAt = exact.AddSeconds(1) }, new Flow { CameraId = cameras[0] });
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Agents.Add(new AgentRow { Uid = "A", LastSeenAt = exact, ClockSkew = TimeSpan.FromSeconds(-1.5) });
            db.Agents.Add(new AgentRow { Uid = "B" });
            await db.SaveChangesAsync(Cancellation);
        }

        await using var read = await database.Factory.CreateDbContextAsync(Cancellation);
        var flows = await read.Flows.OrderBy(flow => flow.Id).ToListAsync(Cancellation);
        Assert.True(flows[0].FirstSeenAt.EqualsExact(Noon.AddMilliseconds(250)), $"{flows[0].FirstSeenAt:O}");
        Assert.Equal((Noon.AddMilliseconds(1250), DateTimeOffset.UnixEpoch), (flows[0].LastSeenAt, flows[1].FirstSeenAt));
        var agents = await read.Agents.OrderBy(agent => agent.Uid).ToListAsync(Cancellation);
        Assert.Equal((Noon.AddMilliseconds(250), TimeSpan.FromSeconds(-1.5)), (agents[0].LastSeenAt, agents[0].ClockSkew));
        Assert.Equal((null, TimeSpan.Zero), (agents[1].LastSeenAt, agents[1].ClockSkew));
        var stored = await read.Database.SqlQuery<long>($"SELECT \"FirstSeenMs\" AS \"Value\" FROM \"Flows\"").ToListAsync(Cancellation);
        Assert.Equal([0, 1_777_636_800_250], stored.Order());
    }

    private static void AssertReadInOrder(string plan, string index)
    {
        Assert.Contains(index, plan);
        Assert.Matches(@"\(FirstSeenMs[<>]\?|Index Cond: \(""FirstSeenMs"" [<>]=", plan);
        Assert.DoesNotContain("TEMP B-TREE", plan);
        Assert.DoesNotContain("Sort", plan);
    }

    // Both as the database has them, without quotes in the statement. PostgreSQL reads small tables whole unless it is told not to.
    private static async Task<(string Sql, string Plan)> ExplainAsync<T>(DashboardDbContext db, IQueryable<T> query)
    {
        await db.Database.OpenConnectionAsync();
        var isSqlite = db.Database.IsSqlite();
        if (!isSqlite)
        {
            await db.Database.ExecuteSqlRawAsync("SET enable_seqscan = off; SET enable_bitmapscan = off");
        }

        await using var command = query.CreateDbCommand();
        var sql = command.CommandText;
        command.CommandText = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql;
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.Default);
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(isSqlite ? 3 : 0));
        }

        return (sql.Replace("\"", ""), string.Join('\n', plan));
    }
}
