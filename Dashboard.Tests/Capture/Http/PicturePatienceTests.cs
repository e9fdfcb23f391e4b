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
            waited.Add(patience.For(isStream: false));
            patience.WasLate();
            patience.Came(Quick);
        }

        Assert.All(waited.TakeLast(90), wait => Assert.InRange(wait.TotalMilliseconds, 100, 180));
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
        for (var took = TimeSpan.FromSeconds(3); patience.For(isStream: false) < took && asked < 20; asked++)
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
            Assert.Equal(250, patience.For(isStream: false).TotalMilliseconds, 1.0);
            patience.WasLate();
        }
    }

    private static void Come(PicturePatience patience, int times, TimeSpan took)
    {
        for (var i = 0; i < times; i++)
        {
            patience.Came(took);
        }
    }
}
