using System.Text.Json;
using Dashboard.Cameras;
using Dashboard.Scout;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.Intake;

/// <summary>Notes what agents tell of themselves every minute.</summary>
internal sealed class HeartbeatIntake(
    IDbContextFactory<DashboardDbContext> database, AgentDirectory agents, CameraStore cameras, TimeProvider time)
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
        var before = StreamsOf(agent.Heartbeat);
        PushedSourceResolver.Fill(agent, pushing, time);
        agent.QueueSize = heartbeat.BeanstalkQueueSize ?? 0;
        agent.ClockSkew = PushedSourceResolver.ClockSkew(heartbeat.Timestamp, agent.LastSeenAt!.Value);
        agent.Heartbeat = text.Length <= MaxLength ? text : null;
        await NoteCamerasAsync(db, agent, heartbeat.VideoStreams ?? [], before, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        agents.Forget();
        cameras.Forget();
    }

    private static Dictionary<long, ScoutStream> StreamsOf(string? heartbeat)
    {
        if (heartbeat is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(heartbeat);
        return Known(ScoutJson.Read<ScoutHeartbeat>(json.RootElement).VideoStreams ?? []);
    }

    private static Dictionary<long, ScoutStream> Known(IReadOnlyList<ScoutStream?> streams) =>
        streams.Take(MaxStreams).OfType<ScoutStream>().Where(stream => stream.CameraId is >= 0)
            .GroupBy(stream => stream.CameraId!.Value).ToDictionary(same => same.Key, same => same.First());

    // Our own agents have their cameras and the names of them from here; where they stand they may know better, as others do.
    private async Task NoteCamerasAsync(
        DashboardDbContext db,
        AgentRow agent,
        IReadOnlyList<ScoutStream?> streams,
        Dictionary<long, ScoutStream> before,
        CancellationToken cancellationToken)
    {
        if (streams.Count == 0)
        {
            return;
        }

        var (ahead, now) = ((long)agent.ClockSkew.TotalMilliseconds, agent.LastSeenAt!.Value.ToUnixTimeMilliseconds());
        var rows = (await db.Cameras.Where(camera => camera.AgentId == agent.Id).ToListAsync(cancellationToken))
            .ToLookup(camera => camera.Number ?? camera.Id);
        var resolver = new PushedSourceResolver(db, time);
        foreach (var (number, stream) in Known(streams))
        {
            var row = rows[number].FirstOrDefault(camera => camera.DeletedAt is null);
            if (agent.KeyHash is null && (row is not null || !rows[number].Any()))
            {
                row ??= await resolver.EnterCameraAsync(agent, number, PushedStream.NameOf(stream), cancellationToken);
                await PushedStream.TakeOverNameAsync(resolver, row, stream, before.GetValueOrDefault(number), cancellationToken);
            }

            if (row is not null)
            {
                PushedStream.TakeOverPosition(row, stream, before.GetValueOrDefault(number));
            }

            // When the camera last brought a frame; the agent's clock may be off, so nothing is later than now.
            if (row is not null && LenientTime.FromPushed(stream.LastUpdate) is { } last && last > DateTimeOffset.UnixEpoch)
            {
                row.NoteFrame(DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(last.ToUnixTimeMilliseconds() - ahead, 0, now)));
            }
        }
    }
}
