using Dashboard.Capture.Http;

namespace Dashboard.Tests.Capture.Http;

public sealed class PictureRetriesTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    [Fact]
    public void Camera_ThatRefusesARandomHalf_IsWatchedNearlyAllOfTheTime()
    {
        var (retries, random, lost, time) = (new PictureRetries(Period), new Random(7), TimeSpan.Zero, TimeSpan.Zero);
        for (var frame = 0; frame < 1000; frame++)
        {
            var gap = Period;
            while (random.Next(2) == 0)
            {
                gap += retries.Next(hasGiven: true);
            }

            retries.Reset();
            lost += gap > 1.5 * Period ? gap - Period : TimeSpan.Zero;
            time += gap;
        }

        Assert.InRange(lost / time, 0, 0.02);
    }

    /// <summary>Asked at once again and again it would answer every third second.</summary>
    [Theory]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Camera_ThatCountsWhatItRefuses_IsAskedAsItAnswers(double seconds)
    {
        var (retries, rest, pictures) = (new PictureRetries(Period), TimeSpan.FromSeconds(seconds), 0);
        var (now, askedAt) = (TimeSpan.Zero, -rest);
        while (now < TimeSpan.FromMinutes(5))
        {
            var isAnswered = now - askedAt >= rest;
            askedAt = now;
            if (isAnswered)
            {
                pictures++;
                retries.Reset();
            }

            now += !isAnswered ? retries.Next(hasGiven: true) : retries.AfterAnswer(Period);
        }

        Assert.True(pictures > 0.6 * (now / rest), $"{pictures} of {now / rest:0}");
    }

    [Fact]
    public void Camera_ThatWasAwayForAWhile_IsSoonAskedAsOftenAsBefore()
    {
        var (retries, slow) = (new PictureRetries(Period), TimeSpan.Zero);
        for (var i = 0; i < 40; i++)
        {
            retries.Next(hasGiven: true);
        }

        for (var i = 0; i < 20; i++)
        {
            retries.Reset();
            slow += retries.AfterAnswer(Period) - Period;
        }

        Assert.InRange(slow.TotalSeconds, 0, 2);
        Assert.Equal(TimeSpan.Zero, retries.Spacing);
    }

    /// <summary>That it was away says nothing of how often it wants to be asked.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void Camera_ThatRefusesNowAndThen_IsAskedAsBefore_OnceItWasAway(int every)
    {
        var (retries, asked, now, pictures) = (new PictureRetries(Period), 0, TimeSpan.Zero, 0);
        while (now < TimeSpan.FromMinutes(1))
        {
            var isAway = now > TimeSpan.FromSeconds(20) && now < TimeSpan.FromSeconds(23);
            if (isAway || ++asked % every == 0)
            {
                now += retries.Next(hasGiven: true);
                continue;
            }

            retries.Reset();
            pictures += now > TimeSpan.FromSeconds(33) ? 1 : 0;
            now += retries.AfterAnswer(Period);
        }

        Assert.InRange(pictures * Period / TimeSpan.FromSeconds(27), 0.9, 1.1);
    }

    [Theory]
    [InlineData(true, 18)]
    [InlineData(false, 8)]
    public void Camera_ThatGivesNothing_IsSoonAskedOnceASecond(bool hasGiven, int tries)
    {
        var retries = new PictureRetries(Period);
        var waits = Enumerable.Range(0, tries).Select(_ => retries.Next(hasGiven)).ToList();
        Assert.Equal(TimeSpan.FromSeconds(1), waits[^1]);
    }
}
