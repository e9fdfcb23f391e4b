using System.Text.Json;
using Dashboard.Cameras;
using Dashboard.Domain.Users;
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

    /// <summary>
    /// Stores a heartbeat: only the newest of each agent is kept. Throws <see cref="PushException"/>.
    /// </summary>
    public async Task StoreAsync(JsonElement body, PushCaller caller, CancellationToken cancellationToken)
    {
        var heartbeat = ScoutJson.Read<ScoutHeartbeat>(body);
        var pushing = PushingAgent.From(heartbeat);
        var text = HeartbeatSecrets.Remove(body);
        await agents.EnterAsync(pushing.Uid, caller.HomeSite, cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var agent = await db.Agents.SingleAsync(known => known.Uid == pushing.Uid, cancellationToken);
        caller.Check(agent, camerasSite: null);
        var before = Read(agent.Heartbeat);
        PushedSourceResolver.Fill(agent, pushing, time);
        agent.QueueSize = heartbeat.BeanstalkQueueSize ?? 0;
        agent.ClockSkew = PushedSourceResolver.ClockSkew(heartbeat.Timestamp, agent.LastSeenAt!.Value);
        agent.Heartbeat = text.Length <= MaxLength ? text : null;
        await NoteCamerasAsync(db, agent, caller.Scope, heartbeat, before, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        agents.Forget();
        cameras.Forget();
    }

    private static ScoutHeartbeat? Read(string? heartbeat)
    {
        if (heartbeat is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(heartbeat);
        return ScoutJson.Read<ScoutHeartbeat>(json.RootElement);
    }

    private static Dictionary<long, ScoutStream> Known(IReadOnlyList<ScoutStream?> streams) =>
        streams.Take(MaxStreams).OfType<ScoutStream>().Where(stream => stream.CameraId is >= 0)
            .GroupBy(stream => stream.CameraId!.Value).ToDictionary(same => same.Key, same => same.First());

    // Our own agents have their cameras and the names of them from here; where they stand they may know better, as others do.
    private async Task NoteCamerasAsync(
        DashboardDbContext db,
        AgentRow agent,
        SiteScope scope,
        ScoutHeartbeat heartbeat,
        ScoutHeartbeat? last,
        CancellationToken cancellationToken)
    {
        if (heartbeat.VideoStreams is not { Count: > 0 } streams)
        {
            return;
        }

        var before = Known(last?.VideoStreams ?? []);
        var reported = new List<ReportedStream>();
        var (ahead, now) = ((long)agent.ClockSkew.TotalMilliseconds, agent.LastSeenAt!.Value.ToUnixTimeMilliseconds());
        var rows = (await db.Cameras.Where(camera => camera.AgentId == agent.Id).ToListAsync(cancellationToken))
            .ToLookup(camera => camera.Number ?? camera.Id);
        var resolver = new PushedSourceResolver(db, time);
        foreach (var (number, stream) in Known(streams))
        {
            var row = rows[number].FirstOrDefault(camera => camera.DeletedAt is null);
            if (row is not null && !scope.Includes(row.SiteId))
            {
                continue; // It was put to a site that whoever tells this does not see.
            }

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
            if (row is not null && LenientTime.FromPushed(stream.LastUpdate) is { } at && at > DateTimeOffset.UnixEpoch)
            {
                row.NoteFrame(DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(at.ToUnixTimeMilliseconds() - ahead, 0, now)));
            }

            if (row is { IsEnabled: true, Id: > 0 })
            {
                reported.Add(new(row, stream.IsStreaming, Math.Clamp(stream.Fps ?? 0, 0, 1000), before.GetValueOrDefault(number)?.IsStreaming));
            }
        }

        var since = heartbeat.Timestamp - last?.Timestamp is { } milliseconds and > 0 and < int.MaxValue
            ? TimeSpan.FromMilliseconds(milliseconds)
            : (TimeSpan?)null;
        await StreamHealth.NoteAsync(db, agent.Name, since, reported, agent.LastSeenAt.Value, cancellationToken);
    }
}
