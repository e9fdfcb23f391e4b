using Dashboard.Domain.Cameras;

namespace Dashboard.Tests.Cameras;

public sealed class CameraDirectionTests
{
    [Theory]
    [InlineData(180, "in")]
    [InlineData(105, "in")]
    [InlineData(255, "in")]
    [InlineData(0, "out")]
    [InlineData(359, "out")]
    [InlineData(75, "out")]
    [InlineData(285, "out")]
    [InlineData(90, null)]
    [InlineData(270, null)]
    public void NameOf_IsTheNearerWay_AndNoneForWhatGoesAcross(int degrees, string? name) =>
        Assert.Equal(name, new CameraDirection(180, "in", "out").NameOf(degrees));

    [Fact]
    public void NameOf_AWayWithoutAName_OrNotKnown_IsNull()
    {
        Assert.Null(new CameraDirection(10, "in", "").NameOf(190));
        Assert.Equal("in", new CameraDirection(10, "in", "").NameOf(350));
        Assert.Null(new CameraDirection(10, "in", "out").NameOf(null));
    }

    [Theory]
    [InlineData(0, "in", "out", true)]
    [InlineData(359, "in", "", true)]
    [InlineData(360, "in", "out", false)]
    [InlineData(-1, "in", "out", false)]
    [InlineData(10, "", "out", false)]
    [InlineData(10, "In", "in", false)]
    [InlineData(10, "a\nb", "", false)]
    [InlineData(10, "a name that is longer than thirty-two characters", "", false)]
    public void Check_TakesNamesThatTellTheWaysApart(int degrees, string name, string opposite, bool isRight)
    {
        var camera = new Camera { Alias = "Gate", Source = "/clip.mp4", Direction = new CameraDirection(degrees, name, opposite) };
        Assert.Equal(isRight, CameraValidation.Check(camera, [])[nameof(Camera.Direction)] is null);
    }
}
