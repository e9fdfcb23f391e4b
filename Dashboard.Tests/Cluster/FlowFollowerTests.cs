using Dashboard.Cluster.Following;
using Dashboard.Tests.Flows.Recording;

namespace Dashboard.Tests.Cluster;

public sealed class FlowFollowerTests
{
    [Theory, ProviderData]
    public async Task WhatOthersStored_IsToldOnce_ToThoseWhoShowIt_AndToNobodyWhoPassesItOn(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await using var here = new RecorderBench(database);
        await using var there = new RecorderBench(database);
        using var follower = new FlowFollower(database.Factory, here.Feed);
        List<string> shown = [], passedOn = [];
        here.Feed.SubscribeToAll(flows => shown.AddRange(flows.Select(flow => $"{flow.Camera} {flow.Flow.Plate}")));
        here.Feed.Subscribe(flows => passedOn.AddRange(flows.Select(flow => flow.Flow.Plate)));
        await StoreAsync(there, camera, "BEFORE1");
        await follower.FollowAsync(1, Cancellation);

        await StoreAsync(there, camera, "THERE1");
        var own = await StoreAsync(here, camera, "HERE1");
        var newest = await StoreAsync(there, camera, "THERE2");
        Assert.Equal(own, follower.Newest);
        await follower.FollowAsync(newest, Cancellation);
        await follower.FollowAsync(newest, Cancellation);

        Assert.Equal(["Gate HERE1", "Gate THERE1", "Gate THERE2"], shown);
        Assert.Equal(["HERE1"], passedOn);
    }

    private static async Task<long> StoreAsync(RecorderBench bench, int camera, string plate)
    {
        var stored = await bench.Writer.StoreAsync([RecorderBench.Vehicle(camera, RecorderBench.Noon, plate)], Cancellation);
        bench.Feed.Publish(stored);
        return stored[0].Flow.Id;
    }
}
