using Dashboard.Domain.Recognition;
using Dashboard.Imaging;

namespace Dashboard.Tests.Imaging;

public sealed class BorderedPictureTests
{
    [Theory]
    [InlineData(200, 100, true)]
    [InlineData(94, 24, true)]
    [InlineData(100, 130, true)]
    [InlineData(100, 140, false)]
    [InlineData(800, 100, true)]
    [InlineData(800, 99, false)]
    [InlineData(801, 400, false)]
    [InlineData(1, 1, true)]
    public void CanBePlate_OnlySmallPicturesOfAPlatesShape(int width, int height, bool can) =>
        Assert.Equal(can, BorderedPicture.CanBePlate(new LumaImage(new byte[width * height], width, height, width)));

    [Fact]
    public void Create_SetsThePictureInTheMiddleOfGrey()
    {
        // Rows of it lie farther apart than it is wide.
        byte[] pixels = [1, 2, 3, 99, 4, 5, 6, 99];
        var bordered = BorderedPicture.Create(new LumaImage(pixels, 3, 2, 4));

        Assert.Equal((1, 5, 4), (bordered.Border, bordered.Luma.Width, bordered.Luma.Height));
        Assert.Equal([128, 128, 128, 128, 128], bordered.Luma.Row(0).ToArray());
        Assert.Equal([128, 1, 2, 3, 128], bordered.Luma.Row(1).ToArray());
        Assert.Equal([128, 4, 5, 6, 128], bordered.Luma.Row(2).ToArray());
        Assert.Equal([128, 128, 128, 128, 128], bordered.Luma.Row(3).ToArray());
    }

    [Fact]
    public void ToPicture_MovesCornersIntoThePicture_AndRefusesWhatIsASmallPartOfIt()
    {
        var bordered = BorderedPicture.Create(new LumaImage(new byte[200 * 100], 200, 100, 200));
        PlateCandidate[] candidates = [new("AB123", 0.9)];

        var read = bordered.ToPicture(new PlateRead(PlateCorners.FromBox(95, 110, 210, 85), candidates));
        Assert.Equal(PlateCorners.FromBox(0, 10, 200, 85), read!.Corners);
        Assert.Equal("AB123", read.Text);

        Assert.NotNull(bordered.ToPicture(new PlateRead(PlateCorners.FromBox(100, 100, 100, 50), candidates)));
        Assert.Null(bordered.ToPicture(new PlateRead(PlateCorners.FromBox(100, 100, 100, 49), candidates)));
    }
}
