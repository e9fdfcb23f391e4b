using Dashboard.Capture.Http;

namespace Dashboard.Tests.Capture.Http;

public sealed class PicturePatienceTests
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void Camera_ThatAnswersEachSecondQuestionAlone_IsSoonWaitedForNoLongerThanAPeriod()
    {
        var patience = new PicturePatience();
        Come(patience, 10, Quick);
        var waited = new List<TimeSpan>();
        for (var i = 0; i < 100; i++)
        {
            waited.Add(patience.For(isStream: false, given: 0));
            patience.WasLate();
            patience.Came(Quick);
        }

        Assert.All(waited.TakeLast(90), wait => Assert.InRange(wait.TotalMilliseconds, 100, 180));
    }

    /// <summary>Four in a row and more are unanswered all the time, and tell nothing.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.2)]
    public void Camera_ThatLeavesQuestionsUnansweredAtRandom_IsSeldomWaitedForLonger(double unanswered)
    {
        var (patience, random) = (new PicturePatience(), new Random(1));
        Come(patience, 10, Quick);
        var (waited, late) = (TimeSpan.Zero, 0);
        for (var i = 0; i < 5000; i++)
        {
            if (random.NextDouble() >= unanswered)
            {
                patience.Came(Quick);
                continue;
            }

            if (i > 1000)
            {
                waited += patience.For(isStream: false, given: 0);
                late++;
            }

            patience.WasLate();
        }

        Assert.InRange((waited / late).TotalMilliseconds, 100, 250);
    }

    [Fact]
    public void Camera_ThatBecomesSlow_IsGivenItsTime_ThoughItLeftQuestionsUnanswered()
    {
        var patience = new PicturePatience();
        Come(patience, 10, Quick);
        for (var i = 0; i < 20; i++)
        {
            patience.WasLate();
            patience.Came(Quick);
        }

        var asked = 0;
        for (var took = TimeSpan.FromSeconds(3); patience.For(isStream: false, given: 0) < took && asked < 20; asked++)
        {
            patience.WasLate();
        }

        Assert.InRange(asked, 1, 8);
    }

    [Fact]
    public void Camera_WhosePictureIsLateNowAndThen_IsWaitedForAQuarterOfASecond()
    {
        var patience = new PicturePatience();
        for (var i = 0; i < 50; i++)
        {
            Come(patience, 9, Quick);
            Assert.Equal(250, patience.For(isStream: false, given: 0).TotalMilliseconds, 1.0);
            patience.WasLate();
        }
    }

    /// <summary>It gives its first picture to each call at once: called anew again and again, it would not show what it offers.</summary>
    [Fact]
    public void Stream_OfAPictureEach30Seconds_IsCalledAnewAFewTimesAlone()
    {
        var (patience, calls) = (new PicturePatience(), 1);
        var gap = TimeSpan.FromSeconds(30);
        patience.Came(Quick);
        for (; patience.For(isStream: true, given: 1) < gap && calls < 20; calls++)
        {
            patience.StoodStill();
            patience.Came(Quick);
        }

        Assert.InRange(calls, 2, 5);
        patience.Came(gap);
        patience.Began(Quick);
        Assert.True(patience.For(isStream: true, given: 2) > gap);
        Assert.False(patience.IsSingle);
    }

    [Fact]
    public void Answer_ThatLooksLikeAStreamAndHasOnePicture_IsOneInTheEnd()
    {
        var patience = new PicturePatience();
        patience.Came(Quick);
        for (var calls = 0; calls < 6; calls++)
        {
            Assert.False(patience.IsSingle);
            Assert.InRange(patience.For(isStream: true, given: 1).TotalSeconds, 2, 60);
            patience.StoodStill();
        }

        Assert.True(patience.IsSingle);
    }

    [Fact]
    public void Camera_ThatHangs_IsNotWaitedForLongBecauseOfIt_WhereItWasQuick()
    {
        var (known, unknown) = (new PicturePatience(), new PicturePatience());
        Come(known, 10, Quick);
        known.WasInVain();
        unknown.WasInVain();
        Assert.Equal((10, 20), (known.First.TotalSeconds, unknown.First.TotalSeconds));
    }

    /// <summary>So much of it is missed each time.</summary>
    [Fact]
    public void Stream_ThatFallsSilentAgainAndAgain_AndIsBackAtOnce_IsSoonAskedForAnewAtOnce()
    {
        var patience = new PicturePatience();
        for (var i = 0; i < 5; i++)
        {
            Begin(patience, Quick, pause: 2 * Quick, watched: TimeSpan.FromSeconds(4));
        }

        Assert.Equal(250, patience.For(isStream: true, given: 40).TotalMilliseconds, 1.0);

        // The first pictures of a call are given their time all the same.
        Assert.Equal(2, patience.For(isStream: true, given: 1).TotalSeconds, 0.1);
    }

    /// <summary>It hands on what it held back: who calls anew meanwhile loses that.</summary>
    [Theory]
    [InlineData(2.5, 10)]
    [InlineData(0.02, 1)]
    public void Stream_OfANetworkThatStands_OrThatBreaksOffAtOnce_IsWaitedForAsBefore(double beginning, double watched)
    {
        var patience = new PicturePatience();
        for (var i = 0; i < 5; i++)
        {
            Begin(patience, TimeSpan.FromSeconds(beginning), pause: 2 * Quick, TimeSpan.FromSeconds(watched));
        }

        Assert.True(patience.For(isStream: true, given: 40) >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Stream_WithPausesThatEnd_IsWaitedForLongerThanThose()
    {
        var patience = new PicturePatience();
        for (var i = 0; i < 5; i++)
        {
            Begin(patience, Quick, pause: TimeSpan.FromSeconds(0.3), watched: TimeSpan.FromSeconds(20));
        }

        Assert.Equal(1.2, patience.For(isStream: true, given: 40).TotalSeconds, 0.01);
    }

    private static void Begin(PicturePatience patience, TimeSpan beginning, TimeSpan pause, TimeSpan watched)
    {
        patience.Came(beginning);
        patience.Came(Quick);
        patience.Began(beginning);
        Come(patience, 40, Quick);
        patience.WasLate();
        patience.FellSilent(watched, pause);
        patience.Came(Quick);
        patience.Came(Quick);
        patience.Began(beginning);
        Come(patience, 40, Quick);
    }

    private static void Come(PicturePatience patience, int times, TimeSpan took)
    {
        for (var i = 0; i < times; i++)
        {
            patience.Came(took);
        }
    }
}
