using System.Text.Json;
using Dashboard.Scout;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.Intake;

/// <summary>Notes what agents tell of themselves every minute.</summary>
internal sealed class HeartbeatIntake(IDbContextFactory<DashboardDbContext> database, AgentDirectory agents, TimeProvider time)
{
    private const int MaxLength = 100_000;
    private const int MaxStreams = 1000;

    /// <summary>Stores a heartbeat: only the newest of each agent is kept. Throws <see cref="PushRefusedException"/>.</summary>
    public async Task StoreAsync(JsonElement body, CancellationToken cancellationToken)
    {
        var heartbeat = ScoutJson.Read<ScoutHeartbeat>(body);
        var pushing = PushingAgent.From(heartbeat);
        var text = body.GetRawText();
        await agents.EnterAsync(pushing.Uid, cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var agent = await db.Agents.SingleAsync(known => known.Uid == pushing.Uid, cancellationToken);
        PushedSourceResolver.Fill(agent, pushing, time);
        agent.QueueSize = heartbeat.BeanstalkQueueSize ?? 0;
        agent.ClockSkew = PushedSourceResolver.ClockSkew(heartbeat.Timestamp, agent.LastSeenAt!.Value);
        agent.Heartbeat = text.Length <= MaxLength ? text : null;
        await NoteCamerasAsync(db, agent, heartbeat.VideoStreams ?? [], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        agents.Forget();
    }

    // When each camera last brought a frame, where the agent tells; its clock may be off, so nothing is later than now.
    private static async Task NoteCamerasAsync(
        DashboardDbContext db, AgentRow agent, IReadOnlyList<ScoutStream?> streams, CancellationToken cancellationToken)
    {
        if (streams.Count == 0)
        {
            return;
        }

        var (ahead, now) = ((long)agent.ClockSkew.TotalMilliseconds, agent.LastSeenAt!.Value.ToUnixTimeMilliseconds());
        var cameras = await db.Cameras.Where(camera => camera.AgentId == agent.Id && camera.DeletedAt == null).ToListAsync(cancellationToken);
        foreach (var stream in streams.Take(MaxStreams))
        {
            if (stream is { CameraId: { } number, LastUpdate: { } last and > 0 }
                && cameras.Find(camera => (camera.Number ?? camera.Id) == number) is { } camera)
            {
                camera.NoteFrame(DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(last - ahead, 0, now)));
            }
        }
    }
}
