using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Tests.Imaging;

public sealed class PlateQualityTests
{
    private static readonly PlateCorners Place = PlateCorners.FromBox(100, 80, 160, 40);
    private readonly FramePool _pool = new();

    [Fact]
    public void Quality_OfABlurredPlate_HasWiderEdges()
    {
        var widths = new[] { 1, 5, 9, 15 }.Select(blur => Quality(blur).EdgeWidth).ToList();
        Assert.Equal(widths.Order(), widths);
        Assert.InRange(widths[0], .03, .09);
        Assert.InRange(widths[^1] / widths[0], 3, 12);
    }

    [Fact]
    public void Quality_OfABurntOutPlate_TellsSo()
    {
        Assert.InRange(Quality(1).BurntShare, 0, .01);
        var burnt = Quality(1, ground: 255, ink: 225);
        Assert.InRange(burnt.BurntShare, .4, 1);
        Assert.InRange(burnt.Contrast, 20, 40);
    }

    [Fact]
    public void Sharpness_OfADarkPlate_IsThatOfAWorseOne() => Assert.True(Quality(1, 40, 28).Sharpness < .5 * Quality(1).Sharpness);

    [Fact]
    public void Quality_OfATurnedPlate_IsThatOfALevelOne()
    {
        using var frame = _pool.Rent(320, 240);
        PaintedPlate.Paint(frame, Place);
        var level = PlateQuality.Measure(LumaImage.FromFrame(frame), Place)!.Value;
        using var turned = _pool.Rent(240, 320);
        for (var y = 0; y < 240; y++)
        {
            for (var x = 0; x < 320; x++)
            {
                turned.Y.Span[(x * 240) + 239 - y] = frame.Y.Span[(y * 320) + x];
            }
        }

        var corners = new PlateCorners(At(Place.TopLeft), At(Place.TopRight), At(Place.BottomRight), At(Place.BottomLeft));
        var other = PlateQuality.Measure(LumaImage.FromFrame(turned), corners)!.Value;
        Assert.InRange(other.EdgeWidth, level.EdgeWidth - .02, level.EdgeWidth + .02);
        Assert.InRange(other.Mean, level.Mean - 3, level.Mean + 3);

        static PicturePoint At(PicturePoint point) => new(240 - point.Y, point.X);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-500, -500)]
    [InlineData(5000, 5000)]
    public void Quality_OutsideThePicture_DoesNoHarm(float x, float y)
    {
        using var frame = _pool.Rent(64, 36);
        frame.Data.Span.Clear();
        Assert.Equal(0.0, PlateQuality.Measure(LumaImage.FromFrame(frame), PlateCorners.FromBox(x, y, 100, 25))!.Value.Sharpness);
        Assert.Null(PlateQuality.Measure(LumaImage.FromFrame(frame), PlateCorners.FromBox(x, y, 0, 0)));
        Assert.Null(PlateQuality.Measure(LumaImage.FromFrame(frame), PlateCorners.FromBox(x, y, float.NaN, 20)));
    }

    [Fact]
    public void Corners_TellHowMuchAPlateIsTurnedAndLeans()
    {
        Assert.Equal((0.0, 0.0), (Math.Round(Place.Turn), Math.Round(Place.Lean)));
        var leaning = new PlateCorners(new(20, 0), new(120, 0), new(100, 20), new(0, 20));
        Assert.Equal((0.0, 45.0), (Math.Round(leaning.Turn), Math.Round(leaning.Lean)));
        var turned = new PlateCorners(new(0, 20), new(100, 0), new(104, 20), new(4, 40));
        Assert.Equal((11.0, 0.0), (Math.Round(turned.Turn), Math.Round(turned.Lean)));
    }

    private PlateQuality Quality(int blur, byte ground = 210, byte ink = 40)
    {
        using var frame = _pool.Rent(320, 240);
        PaintedPlate.Paint(frame, Place, blur, ground, ink);
        return PlateQuality.Measure(LumaImage.FromFrame(frame), Place)!.Value;
    }
}
