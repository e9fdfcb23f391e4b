using Dashboard.Capture.Rtsp;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Rtsp;

public sealed class RtspCallerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);
    private readonly RtspCaller _caller = new("rtsp://camera.example/stream", new FakeTimeProvider());

    [Fact]
    public void Camera_ThatFallsSilentAgainAndAgain_IsCalledSooner_ButForOneThatIsSilentSoonAfterTheCall()
    {
        Assert.Equal(4, _caller.MinSilence.TotalSeconds);
        _caller.FellSilent(TimeSpan.FromSeconds(22), Pause);
        Assert.Equal(2, _caller.MinSilence.TotalSeconds);
        _caller.FellSilent(TimeSpan.FromSeconds(22), Pause);
        _caller.FellSilent(TimeSpan.FromSeconds(22), Pause);
        Assert.Equal(0.5, _caller.MinSilence.TotalSeconds);
        _caller.FellSilent(TimeSpan.FromSeconds(22), Pause);
        _caller.FellSilent(TimeSpan.FromSeconds(22), Pause);
        Assert.Equal(0.25, _caller.MinSilence.TotalSeconds);

        // It pauses, called or not.
        _caller.FellSilent(TimeSpan.FromSeconds(3), Pause);
        _caller.FellSilent(TimeSpan.FromSeconds(3), Pause);
        _caller.FellSilent(TimeSpan.FromSeconds(3), Pause);
        _caller.FellSilent(TimeSpan.FromSeconds(3), Pause);
        Assert.Equal(4, _caller.MinSilence.TotalSeconds);
    }

    [Fact]
    public void Camera_OfOnePictureASecond_IsNotSilentBetweenThem()
    {
        for (var times = 0; times < 9; times++)
        {
            _caller.FellSilent(TimeSpan.FromSeconds(22), TimeSpan.FromSeconds(0.9));
        }

        Assert.Equal(3.6, _caller.MinSilence.TotalSeconds);
    }
}
