using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Pipeline;
using Dashboard.Tests.Imaging;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Tracking;

/// <summary>Which views of a vehicle are kept where the pictures are dark, blurred or burnt out.</summary>
public sealed class NightViewTests
{
    private readonly FramePool _pool = new();
    private readonly VehicleTracking _tracking = new(
        new TrackingRules(), new ScriptedEncoder(frame => [(byte)frame.Sequence]), ScriptedColors.Nothing, () => "test-1", TestTime.CreateClock(),
        NullLogger<VehicleTracking>.Instance);

    private int _frames;

    [Fact]
    public void SharpestView_IsKept_WhereverItsReadStands()
    {
        Show(.8, 60, blur: 7);
        Show(.85, 70, blur: 7);
        var sharp = Show(.8, 80, blur: 1);
        for (var i = 0; i < 12; i++)
        {
            Show(.5 + (i * .04), 90 + (12 * i), blur: 13);
        }

        var best = Show(.99, 240, blur: 13);
        var vehicle = Assert.Single(_tracking.CloseAll());
        Assert.Equal(best, vehicle.Jpeg[0]);
        Assert.Contains(vehicle.Views, view => view.Jpeg[0] == sharp);
        Assert.InRange(vehicle.Views.Count, 2, FlowViews.MaxViews - 1);
    }

    [Fact]
    public void Picture_IsTheBestRead_AlsoWhereALargerOneIsBurntOut()
    {
        Show(.7, 220, blur: 3, ground: 255, ink: 235);
        Show(.7, 230, blur: 3, ground: 255, ink: 235);
        var best = Show(.95, 70);
        Show(.75, 260, blur: 3, ground: 255, ink: 235);
        Assert.Equal(best, Assert.Single(_tracking.CloseAll()).Jpeg[0]);
    }

    [Fact]
    public void Noise_InTheDark_IsNotSharp()
    {
        var sharp = Show(.8, 120);
        Show(.7, 120, ground: 34, ink: 28);
        Show(.7, 120, ground: 34, ink: 28);
        var vehicle = Assert.Single(_tracking.CloseAll());
        Assert.Equal(sharp, vehicle.Jpeg[0]);
        Assert.Empty(vehicle.Views);
    }

    // A frame with the plate so wide.
    private int Show(double confidence, int width, int blur = 1, byte ground = 210, byte ink = 40)
    {
        using var frame = _pool.Rent(640, 360);
        frame.CameraId = 1;
        frame.Sequence = ++_frames;
        frame.CapturedAt = StreetSimulation.Start.AddSeconds(_frames / 10.0);
        var corners = PlateCorners.FromBox(200, 120, width, width / 4);
        PaintedPlate.Paint(frame, corners, blur, ground, ink);
        _tracking.Observe(new FrameReads(frame, [new PlateRead(corners, [new("KD472MX", confidence)])]));
        return _frames;
    }
}
