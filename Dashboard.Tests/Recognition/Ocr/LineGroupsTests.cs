using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Detection;
using Dashboard.Recognition.Ocr;

namespace Dashboard.Tests.Recognition.Ocr;

public sealed class LineGroupsTests
{
    [Fact]
    public void Of_TwoBoxesBesideEachOther_AreALineInReadingOrder()
    {
        var lines = LineGroups.Of([Box(160, 100, 80, 30), Box(60, 101, 90, 29)]);

        Assert.Equal(3, lines.Count);
        Assert.Equal([1, 0], lines[2].Boxes);
        Assert.Equal(60, lines[2].Corners.TopLeft.X);
        Assert.Equal(240, lines[2].Corners.BottomRight.X);
    }

    [Fact]
    public void Of_BoxAboveOrFarOrOfOtherSize_IsNoLine()
    {
        Assert.Equal(2, LineGroups.Of([Box(60, 100, 90, 30), Box(70, 65, 90, 30)]).Count);
        Assert.Equal(2, LineGroups.Of([Box(60, 100, 90, 30), Box(250, 100, 90, 30)]).Count);
        Assert.Equal(2, LineGroups.Of([Box(60, 100, 90, 30), Box(155, 108, 90, 14)]).Count);
    }

    [Fact]
    public void Of_ThreeInARow_HasTheWholeRowOnce()
    {
        var lines = LineGroups.Of([Box(0, 0, 40, 20), Box(45, 0, 40, 20), Box(90, 0, 40, 20), Box(135, 0, 40, 20)]);

        Assert.Equal(2, lines.Count(l => l.Boxes.Count == 3));
    }

    private static TextBox Box(float x, float y, float width, float height) => new(PlateCorners.FromBox(x, y, width, height), 0.9f);
}
