using Dashboard.Capture.Substreams;

namespace Dashboard.Tests.Capture.Substreams;

public sealed class SourceRetriesTests
{
    [Fact]
    public void RefusedSignIn_IsTriedAFewTimesInFiveMinutes_AndEveryFiveMinutesInTheEnd()
    {
        var retries = new SourceRetries(new Random(1));
        Assert.InRange(Enumerable.Range(0, 5).Sum(_ => retries.Next(wasRefused: true).TotalSeconds), 300, 700);
        Assert.InRange(Enumerable.Range(0, 3).Max(_ => retries.Next(wasRefused: true).TotalMinutes), 3.7, 5);

        // Other failures have their own waits, and frames end both.
        Assert.InRange(retries.Next(wasRefused: false).TotalSeconds, 0.7, 1.3);
        retries.Reset();
        Assert.InRange(retries.Next(wasRefused: true).TotalSeconds, 11, 19);
    }
}
