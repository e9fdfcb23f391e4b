using System.Text.Json;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.Intake;

/// <summary>Notes what agents tell of themselves every minute.</summary>
internal sealed class HeartbeatIntake(IDbContextFactory<DashboardDbContext> database, AgentDirectory agents, TimeProvider time)
{
    private const int MaximumLength = 100_000;

    /// <summary>Stores a heartbeat: only the newest of each agent is kept. Throws <see cref="PushRefusedException"/>.</summary>
    public async Task StoreAsync(JsonElement body, CancellationToken cancel)
    {
        var pushing = PushedGroup.ReadAgent(body);
        var text = body.GetRawText();
        await agents.EnterAsync(pushing.Uid, cancel);
        await using var db = await database.CreateDbContextAsync(cancel);
        var agent = await db.Agents.SingleAsync(known => known.Uid == pushing.Uid, cancel);
        PushedSourceResolver.Fill(agent, pushing, time);
        agent.QueueSize = Number(body, "beanstalk_queue_size") ?? 0;
        agent.ClockSkewMs = Number(body, "timestamp") is { } told and > 0 ? told - agent.LastSeenMs!.Value : 0;
        agent.Heartbeat = text.Length <= MaximumLength ? text : null;
        await NoteCamerasAsync(db, agent, body, cancel);
        await db.SaveChangesAsync(cancel);
        agents.Forget();
    }

    // When each camera last brought a frame, where the agent tells; its clock may be off, so nothing is later than now.
    private static async Task NoteCamerasAsync(DashboardDbContext db, AgentRow agent, JsonElement body, CancellationToken cancel)
    {
        if (!body.TryGetProperty("video_streams", out var streams) || streams.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var cameras = await db.Cameras.Where(camera => camera.AgentId == agent.Id && camera.DeletedMs == null).ToListAsync(cancel);
        foreach (var stream in streams.EnumerateArray().Where(stream => stream.ValueKind == JsonValueKind.Object).Take(1000))
        {
            if (Number(stream, "camera_id") is { } number && Number(stream, "last_update") is { } last
                && cameras.Find(camera => (camera.Number ?? camera.Id) == number) is { } camera)
            {
                camera.KeepAliveMs = Math.Max(camera.KeepAliveMs ?? 0, Math.Min(last - agent.ClockSkewMs, agent.LastSeenMs!.Value));
            }
        }
    }

    private static long? Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
