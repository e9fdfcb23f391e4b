using Dashboard.Capture.Substreams;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Substreams;

public sealed class SourceRetriesTests
{
    [Fact]
    public void RefusedSignIn_IsTriedAFewTimesInFiveMinutes_AndEveryFiveMinutesInTheEnd()
    {
        var retries = new SourceRetries(new Random(1), new FakeTimeProvider());
        Assert.InRange(Enumerable.Range(0, 5).Sum(_ => retries.Next(wasRefused: true, hasAnswered: true).TotalSeconds), 300, 700);
        Assert.InRange(Enumerable.Range(0, 3).Max(_ => retries.Next(wasRefused: true, hasAnswered: true).TotalMinutes), 3.7, 5);

        // Other failures have their own waits, and frames end both.
        Assert.InRange(retries.Next(wasRefused: false, hasAnswered: false).TotalSeconds, 0.7, 1.3);
        retries.Reset();
        Assert.InRange(retries.Next(wasRefused: true, hasAnswered: true).TotalSeconds, 11, 19);
    }

    /// <summary>Most cameras answer with a page of theirs while they start; and one that ran and is away comes back, as does its switch.</summary>
    [Theory]
    [InlineData(40, 1.0, true)]
    [InlineData(600, 12, true)]
    [InlineData(7200, 30, true)]
    [InlineData(60, 1.5, false)]
    [InlineData(180, 3.6, false)]
    public void Camera_ThatAnswersWithoutFrames_OrHasRun_MissesLittleBehindIt(int seconds, double maxMissed, bool hasAnswered)
    {
        var time = new FakeTimeProvider();
        var retries = new SourceRetries(new Random(1), time);
        if (!hasAnswered)
        {
            retries.Reset();
        }

        var until = time.GetUtcNow().AddSeconds(seconds);
        var (last, attempts) = (TimeSpan.Zero, 0);
        while (time.GetUtcNow() < until)
        {
            last = retries.Next(wasRefused: false, hasAnswered);
            attempts++;
            time.Advance(last);
        }

        Assert.InRange(last.TotalSeconds, 0.7, 2.5 * maxMissed);
        Assert.InRange(attempts, 10, 70 + (seconds / 12));
    }
}
