using System.Text.Json;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Hosting;
using Dashboard.Scout;
using Dashboard.Storage;

namespace Dashboard.Agents;

/// <summary>Shows the cameras that agents watch among the live numbers of all cameras, by what each agent last told of itself.</summary>
internal sealed class AgentWatch(CameraStore cameras, AgentDirectory agents, CameraStatusBoard board, TimeProvider time, ILogger<AgentWatch> log)
    : PeriodicWork(TimeSpan.FromSeconds(5), isAtOnce: true, "What agents tell of their cameras cannot be read", time, log)
{
    private readonly HashSet<int> _shown = [];

    /// <summary>Brings the numbers up to date.</summary>
    public async Task PollAsync(CancellationToken cancellationToken = default)
    {
        var map = await agents.GetAsync(cancellationToken);
        var given = (await cameras.ListAsync(
            SiteScope.Unrestricted,
            cancellationToken)).Where(camera => camera.AgentId is not null && (camera.Source.Length > 0 || camera.Number is not null)).ToList();
        var now = Time.GetUtcNow();
        foreach (var group in given.GroupBy(camera => camera.AgentId!.Value))
        {
            var agent = map.Agents.GetValueOrDefault(group.Key);
            var streams = agent is null ? [] : Streams(agent);
            foreach (var camera in group)
            {
                board.Set(camera.Id, StatusOf(camera, agent, streams, now));
            }
        }

        // A camera that is no agent's any more is somebody else's to judge, or nobody's.
        foreach (var gone in _shown.Except(given.Select(camera => camera.Id)).ToList())
        {
            board.Set(gone, new CameraStatus());
        }

        _shown.Clear();
        _shown.UnionWith(given.Select(camera => camera.Id));
    }

    /// <summary>The cameras that an agent watches, of those that are switched on: one that it brought and tells of no more it has given up.</summary>
    public static IReadOnlyList<Camera> WatchedBy(AgentRow agent, IEnumerable<Camera> enabled)
    {
        var own = enabled.Where(camera => camera.AgentId == agent.Id && (camera.Source.Length > 0 || camera.Number is not null)).ToList();
        if (!own.Exists(camera => camera.IsBrought))
        {
            return own;
        }

        var streams = Streams(agent);
        return [.. own.Where(camera => !camera.IsBrought || streams.ContainsKey(camera.Number ?? camera.Id))];
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => PollAsync(cancellationToken);

    private static CameraStatus StatusOf(Camera camera, AgentRow? agent, Dictionary<long, StreamState> streams, DateTimeOffset now)
    {
        var heard = agent?.LastSeenAt;
        var stream = streams.GetValueOrDefault(camera.Number ?? camera.Id);
        if (!camera.IsEnabled || (camera.IsBrought && stream is null))
        {
            return new CameraStatus();
        }

        if (agent is null || heard is null || now - heard > AgentSummary.Silence)
        {
            return new CameraStatus
            {
                State = CameraState.Waiting,
                LastFrameAt = camera.KeepAlive,
                LastError = $"{agent?.Name ?? "Its agent"} is not responding: "
                    + "is that machine running, and can it reach this server? Flows that it sees meanwhile arrive later.",
            };
        }

        return stream switch
        {
            null => new CameraStatus { State = CameraState.Connecting, LastFrameAt = camera.KeepAlive },
            { IsStreaming: true } live => new CameraStatus
            {
                State = CameraState.Running,
                FramesPerSecond = live.Rate,
                LastFrameAt = camera.KeepAlive,
            },
            _ => new CameraStatus
            {
                State = CameraState.Waiting,
                LastFrameAt = camera.KeepAlive,
                LastError = StreamHealth.NoFrames(agent.Name),
            },
        };
    }

    private static Dictionary<long, StreamState> Streams(AgentRow agent)
    {
        var found = new Dictionary<long, StreamState>();
        if (agent.Heartbeat is not { } text)
        {
            return found;
        }

        using var json = JsonDocument.Parse(text);
        foreach (var stream in ScoutJson.Read<ScoutHeartbeat>(json.RootElement).VideoStreams ?? [])
        {
            if (stream is { CameraId: { } number })
            {
                found[number] = new StreamState(stream.IsStreaming, Math.Clamp(stream.Fps ?? 0, 0, 1000));
            }
        }

        return found;
    }

    private sealed record StreamState(bool IsStreaming, double Rate);
}
