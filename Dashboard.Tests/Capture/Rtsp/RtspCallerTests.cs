using Dashboard.Capture.Rtsp;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Rtsp;

public sealed class RtspCallerTests
{
    private readonly RtspCaller _caller = new("rtsp://camera.example/stream", new FakeTimeProvider());

    [Fact]
    public void Camera_ThatFallsSilentAgainAndAgain_IsCalledSooner_ButForOneThatIsSilentSoonAfterTheCall()
    {
        Assert.Equal(4, _caller.MinSilence.TotalSeconds);
        _caller.FellSilent(TimeSpan.FromSeconds(22));
        Assert.Equal(2, _caller.MinSilence.TotalSeconds);
        _caller.FellSilent(TimeSpan.FromSeconds(22));
        _caller.FellSilent(TimeSpan.FromSeconds(22));
        Assert.Equal(1.5, _caller.MinSilence.TotalSeconds);

        // It pauses, called or not.
        _caller.FellSilent(TimeSpan.FromSeconds(3));
        _caller.FellSilent(TimeSpan.FromSeconds(3));
        _caller.FellSilent(TimeSpan.FromSeconds(3));
        Assert.Equal(4, _caller.MinSilence.TotalSeconds);
    }
}
