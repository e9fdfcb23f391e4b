using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows.Export;
using Dashboard.Tests.Storage;
using FsCheck.Fluent;

namespace Dashboard.Tests.Flows.Export;

public sealed class FlowReaderTests
{
    [Theory, ProviderData]
    [Trait("Category", "Thorough")]
    public async Task Read_OfAnyListInAnyOrder_IsTheList(string provider)
    {
        await using var world = await SearchWorld.CreateAsync(provider);
        var reader = new FlowReader(world.Database.Factory, new CameraDirectory(TimeProvider.System));
        var questions =
            from condition in Gen.OneOf(
                Gen.Constant<FlowCondition?>(null), SearchWorld.Conditions.Generator.Select(condition => (FlowCondition?)condition))
            from order in SearchWorld.Orders.Generator
            from chunk in Gen.Choose(1, 60)
            select (Query: new FlowQuery(condition, order), Chunk: chunk);

        foreach (var (query, chunk) in questions.Sample(80, 40))
        {
            var read = new List<(long, string)>();
            await foreach (var rows in reader.ReadAsync(
                query, long.MaxValue, SiteScope.Unrestricted, maxBatch: chunk, cancellationToken: Cancellation))
            {
                Assert.InRange(rows.Count, 1, chunk);
                read.AddRange(rows.Select(row => (row.Flow.Id, row.Camera)));
            }

            Assert.Equal(world.List(query.Where, query.Order).Select(flow => (flow.Id, world.Naive.Alias(flow))), read);
        }
    }

    [Theory, ProviderData]
    public async Task Read_WhileFlowsAreStored_LeavesThemOutAndMissesNothing(string provider)
    {
        await using var world = await SearchWorld.CreateAsync(provider, count: 90);
        var reader = new FlowReader(world.Database.Factory, new CameraDirectory(TimeProvider.System));
        var (read, upTo) = (new List<long>(), world.Flows.Max(flow => flow.Id));

        await foreach (var rows in reader.ReadAsync(
            new FlowQuery(null, FlowOrder.Newest), upTo, SiteScope.Unrestricted, maxBatch: 20, cancellationToken: Cancellation))
        {
            read.AddRange(rows.Select(row => row.Flow.Id));

            // Newer ones, and one that came late, in the midst of what is still to be read.
            var older = world.Flows.Min(flow => flow.CapturedAt);
            await world.Database.AddFlowsAsync(
                new() { CameraId = world.Cameras[0].Id, CapturedAt = older.AddDays(1) },
                new() { CameraId = world.Cameras[0].Id, CapturedAt = older });
        }

        Assert.Equal(world.List(null, FlowOrder.Newest).Select(flow => flow.Id), read);
    }
}
