using Dashboard.Capture;
using Dashboard.Capture.Substreams;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Substreams;

/// <summary>When a source counts as silent.</summary>
public sealed class SourceWatchTests
{
    private const string Address = "http://cam/1";
    private readonly FakeTimeProvider _time = TestTime.CreateClock();

    /// <summary>A picture that waits for its turn to be decoded is none that the camera owes.</summary>
    [Fact]
    public async Task Source_IsNotSilentWhileTheServerHoldsItUp_ButAfterwards()
    {
        var source = new ScriptedSource(new FramePool(), _time);
        var watch = new SourceWatch(1, source, _time, NullLogger.Instance);
        var reading = watch.ReadAsync(new FrameRequest(Address, 10, Loop: true, RealTime: true), frame => frame.Dispose(), Cancellation);
        var camera = await source.NextAsync(Address);
        camera.Frame();
        await camera.TakenAsync();

        watch.OnPicture(isHeldUp: true);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(reading.IsCompleted);
        watch.OnPicture(isHeldUp: false);
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("No picture for 8 s", await reading.WaitAsync(TimeSpan.FromSeconds(30), Cancellation), StringComparison.Ordinal);
    }

    /// <summary>The next key frame of a camera that saves bytes may be half a minute away.</summary>
    [Fact]
    public async Task Source_WhoseStreamComes_HasAMinuteForItsFirstPicture()
    {
        var source = new ScriptedSource(new FramePool(), _time);
        var watch = new SourceWatch(1, source, _time, NullLogger.Instance);
        var request = new FrameRequest(Address, 10, Loop: true, RealTime: true) { OnStream = watch.OnStream };
        var reading = watch.ReadAsync(request, frame => frame.Dispose(), Cancellation);
        var camera = await source.NextAsync(Address);
        camera.Request.OnStream!();
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.False(reading.IsCompleted);

        // Told again, it has no more time for it.
        camera.Request.OnStream!();
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Contains("no picture of it can be made", await reading.WaitAsync(TimeSpan.FromSeconds(30), Cancellation), StringComparison.Ordinal);
    }
}
