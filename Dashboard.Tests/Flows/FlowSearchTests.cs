using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Storage.Search;
using Dashboard.Tests.Storage;
using FsCheck.Fluent;

namespace Dashboard.Tests.Flows;

public sealed class FlowSearchTests
{
    [Trait("Category", "Thorough")]
    [Theory, ProviderData]
    public async Task Pages_InAnyOrder_AreTheListCut(string provider)
    {
        await using var world = await SearchWorld.CreateAsync(provider);
        var questions =
            from condition in SearchWorld.Conditions.Generator
            from order in SearchWorld.Orders.Generator
            from page in Gen.Choose(-1, 12)
            from size in Gen.Choose(1, 40)
            select new FlowQuery(condition, order, page, size);

        foreach (var query in questions.Sample(150, 45))
        {
            var list = world.List(query.Where, query.Order);
            var pages = (list.Count + query.PageSize - 1) / query.PageSize;
            var clamped = Math.Max(1, Math.Min(query.Page, pages));

            var found = await world.Search.SearchAsync(query, SiteScope.Unrestricted, Cancellation);

            Assert.Equal(
                list.Skip((clamped - 1) * query.PageSize).Take(query.PageSize).Select(flow => (flow.Id, world.Naive.Alias(flow))),
                found.Rows.Select(row => (row.Flow.Id, row.Camera)));
            Assert.Equal((clamped, pages, query.PageSize, list.Count), (found.Page, found.PageCount, found.PageSize, found.Total));
        }
    }

    [Trait("Category", "Thorough")]
    [Theory, ProviderData]
    public async Task Neighbours_InAnyOrder_StandBesideInTheList(string provider)
    {
        await using var world = await SearchWorld.CreateAsync(provider, count: 60);
        var questions =
            from condition in Gen.OneOf(
                Gen.Constant<FlowCondition?>(null), SearchWorld.Conditions.Generator.Select(condition => (FlowCondition?)condition))
            from order in SearchWorld.Orders.Generator
            from flow in Gen.Elements<Flow>(world.Flows)
            select (Query: new FlowQuery(condition, order), Flow: flow);

        foreach (var (query, flow) in questions.Sample(150, 30))
        {
            // The flow may have left the list; then its neighbours are those around its place.
            var place = world.List(new FlowAny(
                [query.Where ?? new FlowAll([]), new FlowComparison(FlowField.Id, FlowOperator.Equal, flow.Id)]), query.Order).ToList();
            var at = place.IndexOf(flow);

            var found = await world.Search.NeighboursAsync(query, flow.Id, SiteScope.Unrestricted, Cancellation);

            Assert.Equal(at == 0 ? null : place[at - 1].Id, found.Previous);
            Assert.Equal(at == place.Count - 1 ? null : place[at + 1].Id, found.Next);
        }
    }

    [Theory, ProviderData]
    public async Task Nothing_IsAnEmptyFirstPage(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var search = new FlowSearch(database.Factory);

        foreach (var field in FlowListOrder.Fields)
        {
            var page = await search.SearchAsync(new FlowQuery(null, new FlowOrder(field, true), Page: 7), SiteScope.Unrestricted, Cancellation);
            Assert.Equal((0, 1, 0, 0L), (page.Rows.Count, page.Page, page.PageCount, page.Total));
        }

        Assert.Null(await search.FindAsync(1, SiteScope.Unrestricted, Cancellation));
        Assert.Equal(
            new FlowNeighbours(null, null),
            await search.NeighboursAsync(new FlowQuery(null, FlowOrder.Newest), 1, SiteScope.Unrestricted, Cancellation));
    }

    [Theory, ProviderData]
    public async Task Find_BringsCandidatesInOrderAndTheCamera(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate");
        var flows = await database.AddFlowsAsync(new Flow
        {
            CameraId = cameras[0],
            Plate = "AB1",
            Candidates = [new() { Rank = 1, Text = "AB7", Confidence = 0.1 }, new() { Rank = 0, Text = "AB1", Confidence = 0.9 }],
        });

        var found = await new FlowSearch(database.Factory).FindAsync(flows[0].Id, SiteScope.Unrestricted, Cancellation);

        Assert.Equal("Gate", found!.Camera);
        Assert.Equal(["AB1", "AB7"], found.Flow.Candidates.Select(candidate => candidate.Text));
    }

    [Trait("Category", "Thorough")]
    [Theory, ProviderData]
    public async Task AlertList_FewFlowsOrMany_AreThoseItMatched(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate");
        var flows = await database.AddManyFlowsAsync(Enumerable.Range(0, 2 * LinkedFlowsComparison.MaxFlows).Select(i => new Flow
        {
            CameraId = cameras[0],
            CapturedSecond = i,
        }));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            // List 1 matched three flows, list 2 more than are named one by one.
            db.Alerts.AddRange(flows.Take(3).Select(flow => new Alert { FlowId = flow.Id, ListId = 1 }));
            db.Alerts.AddRange(flows.Skip(1).Take(LinkedFlowsComparison.MaxFlows + 1).Select(flow => new Alert { FlowId = flow.Id, ListId = 2 }));
            await db.SaveChangesAsync(Cancellation);
        }

        var search = new FlowSearch(database.Factory);
        Task<long> Count(FlowCondition where) => search.CountAsync(where, SiteScope.Unrestricted, Cancellation);
        FlowComparison On(long list, FlowOperator how = FlowOperator.Equal) => new(FlowField.AlertList, how, list);
        Assert.Equal(3, await Count(On(1)));
        Assert.Equal(flows.Count - 3, await Count(On(1, FlowOperator.NotEqual)));
        Assert.Equal(LinkedFlowsComparison.MaxFlows + 1, await Count(On(2)));
        Assert.Equal(flows.Count - LinkedFlowsComparison.MaxFlows - 1, await Count(On(2, FlowOperator.NotEqual)));
        Assert.Equal(2, await Count(new FlowAll([On(1), On(2)])));
        Assert.Equal(0, await Count(On(3)));

        var page = await search.SearchAsync(new FlowQuery(On(2), FlowOrder.Newest), SiteScope.Unrestricted, Cancellation);
        Assert.Equal(flows[LinkedFlowsComparison.MaxFlows + 1].Id, page.Rows[0].Flow.Id);

        // An alert that comes after its flow was counted is seen at once.
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Alerts.Add(new Alert { FlowId = flows[^1].Id, ListId = 2 });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(LinkedFlowsComparison.MaxFlows + 2, await Count(On(2)));
    }

    [Theory, ProviderData]
    public async Task CountByHour_OfADay_CountsTheFlowsOfEachHourAndNoOthers(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate");
        var day = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.FromHours(2));
        double[] seconds = [-1, 0, 3599.999, 3600, (23 * 3600) + 3599, 24 * 3600];
        await database.AddFlowsAsync(seconds.Select(second => new Flow { CameraId = cameras[0], CapturedAt = day.AddSeconds(second) }));

        var hours = await new FlowSearch(database.Factory).CountByHourAsync(day, 24, SiteScope.Unrestricted, Cancellation);

        Assert.Equal([2L, 1L, .. Enumerable.Repeat(0L, 21), 1L], hours);
    }
}
