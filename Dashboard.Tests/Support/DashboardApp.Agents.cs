using Dashboard.Agents;
using Dashboard.Agents.AgentRole;
using Dashboard.Cameras;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Tests.Support;

/// <content>A server with agents, and a program in the role of one.</content>
public sealed partial class DashboardApp
{
    internal AgentStore Agents => Get<AgentStore>();

    /// <summary>What this program, in the role of an agent, has still to push.</summary>
    public Task<long> WaitingAsync() => Get<FlowPusher>().CountWaitingAsync();

    /// <summary>The program calls its server, in the role of an agent.</summary>
    public Task CallServerAsync() => Get<AgentCheckInService>().CallAsync();

    /// <summary>The agent's pictures are held against their size.</summary>
    public Task<int> KeepPicturesAsync() => Get<PictureQuota>().KeepAsync();

    /// <summary>Cameras' states are brought up to date from what agents told.</summary>
    public Task WatchAgentsAsync() => Get<IEnumerable<IHostedService>>().OfType<AgentWatch>().Single().PollAsync();

    public Task<IReadOnlyList<Camera>> CamerasAsync() => Get<CameraStore>().ListAsync(SiteScope.Unrestricted);

    /// <summary>Changes a camera, as its page does.</summary>
    public async Task ChangeCameraAsync(int id, Func<Camera, Camera> change) =>
        (await Get<CameraStore>().UpdateAsync(change((await Get<CameraStore>().FindAsync(id, SiteScope.Unrestricted))!))).EnsureDone();

    /// <summary>A camera is given to an agent, once that has called.</summary>
    public async Task GiveCameraAsync(int id, DashboardApp agent)
    {
        await Eventually.TrueAsync(
            async () => (await Agents.ListAsync()).Any(known => known.Uid == agent.AgentUid && known.TakesCameras), "the agent calls");
        var watcher = (await Agents.ListAsync()).Single(known => known.Uid == agent.AgentUid);
        await ChangeCameraAsync(id, camera => camera with { AgentId = watcher.Id });
    }

    /// <summary>The flows in the database, oldest first.</summary>
    public async Task<IReadOnlyList<Domain.Flows.Flow>> StoredFlowsAsync()
    {
        await using var database = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        return await database.Flows.AsNoTracking().OrderBy(flow => flow.Id).ToListAsync();
    }

    /// <summary>A vehicle that was told of early is gone, and was this one.</summary>
    public async Task EndPreviewAsync(long id, string plate)
    {
        await using var database = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        var flow = await database.Flows.SingleAsync(known => known.Id == id);
        (flow.Plate, flow.IsPreview) = (plate, false);
        database.FlowOutbox.Add(new FlowOutboxEntry { FlowId = id });
        await database.SaveChangesAsync();
        Get<FlowFeed>().Publish([new FlowWithCamera(flow, CameraInfo.Unknown(flow.CameraId))]);
    }

    /// <summary>The program in the role of an agent of a server; dispose it.</summary>
    public static Task<DashboardApp> StartAgentAsync(string server, string key, params string[] settings) => StartAsync(
        [$"--Role={ServerRole.Agent}", $"--Agent:Server={server}", $"--Agent:Key={key}", .. settings]);
}
