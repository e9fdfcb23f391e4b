using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Tests.Recognition.FrameSelection;

/// <summary>Whether anything moves on a small stream.</summary>
public sealed class SubstreamMotionTests
{
    private readonly FramePool _pool = new();
    private readonly SubstreamMotion _motion = new(new FrameSelectionOptions());
    private DateTimeOffset _at = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void First_Frame_IsMotion_AndTheSameOnesAfterItAreNot()
    {
        Assert.True(Moves(100));
        Assert.False(Moves(100));
        Assert.True(Moves(200));
        Assert.False(Moves(200));
    }

    /// <summary>Four pixels a frame are none to see from one frame to the next; they add up.</summary>
    [Fact]
    public void Vehicle_ThatCreeps_IsSeenInTheEnd()
    {
        Moves(100);
        Assert.Contains(Enumerable.Range(1, 20), step => Moves(100 + step));
    }

    [Fact]
    public void Motion_OutsideOfTheRegion_IsNone()
    {
        var right = RegionOfInterest.FromText("0.6,0 1,0 1,1 0.6,1");
        Assert.True(Moves(100, right));
        Assert.False(Moves(200, right));
        Assert.True(Moves(500, right));
    }

    [Fact]
    public void Frames_ThatAreNotToBePassedOver_AllMove()
    {
        var all = new SubstreamMotion(new FrameSelectionOptions { SkipStillFrames = false });
        using var frame = Frame(100, null);
        Assert.True(all.Moves(frame));
        Assert.True(all.Moves(frame));
    }

    private bool Moves(int x, RegionOfInterest? region = null)
    {
        using var frame = Frame(x, region);
        return _motion.Moves(frame);
    }

    // A bright vehicle on a dark street.
    private VideoFrame Frame(int x, RegionOfInterest? region)
    {
        var frame = _pool.Rent(640, 360);
        _at += TimeSpan.FromSeconds(0.25);
        (frame.CapturedAt, frame.RegionOfInterest) = (_at, region);
        var luma = frame.Y.Span;
        luma.Fill(60);
        for (var y = 150; y < 220; y++)
        {
            luma.Slice((y * 640) + x, 90).Fill(190);
        }

        return frame;
    }
}
