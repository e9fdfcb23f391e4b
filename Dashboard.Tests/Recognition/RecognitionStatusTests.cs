using Dashboard.Recognition;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Recognition;

public sealed class RecognitionStatusTests
{
    [Fact]
    public void Numbers_TellFramesPassedOverAndPlatesNotRead_AndTheLatencyOfTheOthers()
    {
        var time = TestTime.CreateClock();
        var status = new RecognitionStatus(time);
        Assert.Equal((0, 0, TimeSpan.Zero), (status.Current.StillShare, status.Current.SparedShare, status.Current.Latency));
        for (var i = 0; i < 30; i++)
        {
            status.AddStill();
        }

        status.AddRecognized(TimeSpan.FromMilliseconds(20), found: 3, reads: 3);
        status.AddRecognized(TimeSpan.FromMilliseconds(10), found: 5, reads: 1);
        time.Advance(TimeSpan.FromSeconds(4));

        var numbers = status.Current;
        Assert.Equal((2, 30, 8, 4, 4), (numbers.Frames, numbers.StillFrames, numbers.Found, numbers.Reads, numbers.Spared));
        Assert.Equal((30 / 32.0, 0.5, 8.0), (numbers.StillShare, numbers.SparedShare, numbers.FramesPerSecond));
        Assert.Equal(TimeSpan.FromMilliseconds(15), numbers.Latency);

        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal((0.0, TimeSpan.Zero), (status.Current.FramesPerSecond, status.Current.Latency));
    }
}
