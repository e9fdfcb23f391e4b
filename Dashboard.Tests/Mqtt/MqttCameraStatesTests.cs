using Dashboard.Agents;
using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Mqtt;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Mqtt;

/// <summary>Which server tells what of a camera, where several are on one database.</summary>
public sealed class MqttCameraStatesTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly CameraStatusBoard _board = new();
    private readonly AgentRow _agent = new() { Id = 7, Uid = "A" };
    private Camera _camera = new() { Id = 1, Alias = "gate", Source = "rtsp://camera", IsEnabled = true };

    [Fact]
    public void Camera_OfAServerThatWatches_IsWhatItSees()
    {
        var states = States(ServerRole.All);
        Assert.Equal("offline", Observe(states)); // Nobody has seen it yet.
        SeenHere(CameraState.Running);
        Assert.Equal("online", Observe(states));
        _board.Update(1, status => status with { State = CameraState.Waiting });
        Assert.Equal("offline", Observe(states));
        _camera = _camera with { IsEnabled = false };
        Assert.Equal("disabled", Observe(states));
    }

    [Fact]
    public void Camera_ThatAnotherServerSees_IsNotSpokenOf()
    {
        foreach (var role in new[] { ServerRole.All, ServerRole.Server })
        {
            var states = States(role);
            foreach (var state in new[] { CameraState.Stopped, CameraState.Connecting, CameraState.Waiting })
            {
                _board.Set(1, new CameraStatus { State = state });
                Saved(secondsAgo: 12);
                Assert.Null(Observe(states));
            }
        }
    }

    [Fact]
    public void Camera_WhoseServerIsGone_IsOfflineAfterAMinute_ByOneThatDoesNotWatchIt()
    {
        var states = States(ServerRole.Server);
        Saved(secondsAgo: 0);
        Assert.Null(Observe(states));
        _time.Advance(TimeSpan.FromSeconds(35));
        Assert.Null(Observe(states));
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("offline", Observe(states));
        Saved(secondsAgo: 1);
        Assert.Null(Observe(states)); // It is back, and who watches it says so.
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(Observe(states));
    }

    [Fact]
    public void Camera_ThatIsNew_IsLeftToWhoWatchesIt()
    {
        var states = States(ServerRole.Server);
        Assert.Null(Observe(states));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(Observe(states));
    }

    [Fact]
    public void Camera_OfAnAgent_IsJudgedAlikeByAll()
    {
        _camera = new() { Id = 1, Alias = "gate", Source = "rtsp://camera", IsEnabled = true, AgentId = 7 };
        foreach (var role in new[] { ServerRole.All, ServerRole.Server })
        {
            var states = States(role);
            _board.Set(1, new CameraStatus());
            _agent.LastSeenAt = _time.GetUtcNow();
            Assert.Null(Observe(states)); // Its heartbeat was not read yet.
            _board.Set(1, new CameraStatus { State = CameraState.Running });
            Assert.Equal("online", Observe(states));
            _board.Set(1, new CameraStatus { State = CameraState.Waiting });
            Assert.Equal("offline", Observe(states));
            _board.Set(1, new CameraStatus { State = CameraState.Running });
            _agent.LastSeenAt -= AgentSummary.Silence + TimeSpan.FromSeconds(1);
            Assert.Equal("offline", Observe(states));
        }
    }

    [Fact]
    public void Camera_ThatAnAgentBroughtAndTellsNothingOf_IsOnlineWhileTheAgentIsHeard()
    {
        _camera = new() { Id = 1, Alias = "gate", Number = 12, IsEnabled = true, AgentId = 7 };
        _agent.LastSeenAt = _time.GetUtcNow();
        Assert.Equal("online", Observe(States(ServerRole.Server)));
    }

    private MqttCameraStates States(ServerRole role) => new(_board, new ServerOptions { Role = role }, _time);

    private string? Observe(MqttCameraStates states)
    {
        var own = new AgentRow { Id = 1, Uid = "OWN" };
        var map = new AgentMap(new Dictionary<int, AgentRow> { [7] = _agent }, own, new Dictionary<int, string>());
        return states.Observe([_camera], map).GetValueOrDefault(1);
    }

    private void SeenHere(CameraState state)
    {
        _board.Set(1, new CameraStatus { State = state, LastFrameAt = _time.GetUtcNow() });
        Saved(secondsAgo: 0);
    }

    private void Saved(int secondsAgo) => _camera = _camera with { KeepAlive = _time.GetUtcNow().AddSeconds(-secondsAgo) };
}
