using Dashboard.Web.Pages.Overview;

namespace Dashboard.Tests.Web.Pages.Overview;

public sealed class CameraCountsTests
{
    /// <summary>A camera that was switched off by mistake is seen, and one without picture is told first.</summary>
    [Theory]
    [InlineData(6, 0, 0, 2, 8, null, "2 switched off")]
    [InlineData(6, 0, 0, 0, 6, null, "all running")]
    [InlineData(5, 1, 0, 2, 8, "1 without picture", "2 switched off")]
    [InlineData(5, 1, 1, 0, 7, "1 without picture", "")]
    [InlineData(5, 0, 1, 2, 8, null, "starting")]
    [InlineData(0, 0, 0, 3, 3, null, "none switched on")]
    public void Note_SaysWhatNeedsAttentionFirst_AndWhatIsOff(int running, int dark, int starting, int off, int all, string? alarm, string note)
    {
        var counts = new CameraCounts(running, dark, starting, off);

        Assert.Equal((all, alarm, note), (counts.All, counts.Alarm, counts.Note));
    }
}
