using Dashboard.Domain.Recognition;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Tests.Recognition.FrameSelection;

public sealed class PlateThumbnailTests
{
    [Fact]
    public void Look_OfTheSamePlate_WithOtherNoiseLightAndCorners_IsAlike_AndOfAnotherIsNot()
    {
        var random = new Random(3);
        for (var i = 0; i < 20; i++)
        {
            var scene = new MotionScene(i, 640, 360);
            var width = 40 + random.Next(120);
            var before = Take(scene.Draw().AddPlate(100, 100, width), 100, 100, width);

            scene.Light = 0.8;
            var off = 0.03 * width * ((2 * random.NextDouble()) - 1);
            var after = Take(scene.Draw().AddPlate(100, 100, width), 100 + off, 100, width);
            Assert.InRange(PlateThumbnail.Similarity(before, after), 0.75, 1);

            var ground = Take(scene.Draw(), 100, 100, width);
            Assert.InRange(PlateThumbnail.Similarity(before, ground), -1, 0.6);
        }
    }

    [Fact]
    public void Similarity_OfPlainAreas_IsNone() =>
        Assert.Equal(0, PlateThumbnail.Similarity(new byte[PlateThumbnail.Size], new byte[PlateThumbnail.Size]));

    private static byte[] Take(MotionScene scene, double x, double y, double width)
    {
        var thumbnail = new byte[PlateThumbnail.Size];
        PlateThumbnail.Capture(scene.Luma, PlateCorners.FromBox((float)x, (float)y, (float)width, (float)(width / 4.5)), thumbnail);
        return thumbnail;
    }
}
