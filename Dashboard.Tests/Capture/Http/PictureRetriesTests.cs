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
