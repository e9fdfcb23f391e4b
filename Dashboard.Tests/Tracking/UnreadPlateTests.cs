using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;

namespace Dashboard.Tests.Tracking;

/// <summary>Vehicles that are seen without being read in each frame.</summary>
public sealed class UnreadPlateTests
{
    private readonly PlateTracker _tracker = new(new TrackingRules());
    private readonly List<PlateGroup> _flows = [];

    [Fact]
    public void PlateWithoutAText_KeepsItsVehicleInViewAndMovesIt_ButHasNoVote()
    {
        for (var i = 0; i < 60; i++)
        {
            var read = Read("KD472MX", 100 + (8 * i), 200 + (5 * i), 80 + i, 0.95);
            var tracked = Assert.Single(Frame(0.1 * i, i < 3 ? read : read with { Candidates = [] }));
            Assert.Equal(i < 3 ? ReadOutcome.Joined : ReadOutcome.Seen, tracked.Outcome);
            Assert.Equal(1, tracked.GroupId);
        }

        // Read again at the other end of the picture, it is still the same vehicle.
        Frame(6, Read("KD472MX", 580, 500, 140, 0.95));
        Finish();

        var flow = Assert.Single(_flows);
        Assert.Equal((4, false), (flow.ReadCount, flow.IsParked));
        Assert.Equal(At(6), flow.LastSeen);
        Assert.Equal(0.95, flow.Candidates[0].Confidence, 6);
    }

    [Fact]
    public void PlateWithoutAText_WhereNoVehicleIs_IsIgnored()
    {
        var unread = Read("KD472MX", 100, 200, 80) with { Candidates = [] };
        Assert.Equal(ReadOutcome.Ignored, Assert.Single(Frame(0, unread)).Outcome);
        Stand("KD472MX", 1, 2);
        Assert.Equal(ReadOutcome.Ignored, Assert.Single(Frame(2, unread)).Outcome);
        Finish();

        Assert.Equal(At(1.9), Assert.Single(_flows).LastSeen);
    }

    [Fact]
    public void FollowedPlate_ThatJumpsAcrossAnother_StaysItsOwnVehicles()
    {
        for (var i = 0; i < 10; i++)
        {
            var left = Read("KD472MX", 200 + (70 * i), 300, 100) with { Track = 1 };
            var right = Read("RS905TA", 830 - (70 * i), 310, 100) with { Track = 2 };
            PlateRead[] reads = i is < 3 or 9 ? [left, right] : [left with { Candidates = [] }, right with { Candidates = [] }];
            Assert.All(Frame(0.1 * i, reads), t => Assert.Equal(t.Read.Track == 1 ? "KD472MX" : "RS905TA", Text(t.GroupId)));
        }

        string Text(long group) => group == 1 ? "KD472MX" : "RS905TA";
    }

    [Fact]
    public void ParkedVehicle_InAStillPictureForHours_IsOneParkedFlow()
    {
        Stand("KD472MX", 0, 1);
        for (var i = 2; i < 20_000; i++)
        {
            _tracker.ObserveStill(At(i));
            Keep(_tracker.Close(At(i)));
        }

        Frame(20_000, Read("KD47ZMX", 501, 400, 121));
        Finish();

        var flow = Assert.Single(_flows);
        Assert.True(flow.IsParked);
        Assert.Equal(10, flow.ReadCount);
    }

    [Fact]
    public void VehicleThatLeft_IsNotKeptAliveByAStillPicture()
    {
        Stand("KD472MX", 0, 1);
        Frame(1);
        for (var i = 2; i < 8; i++)
        {
            _tracker.ObserveStill(At(i));
            Keep(_tracker.Close(At(i)));
        }

        Assert.Equal(At(0.9), Assert.Single(_flows).LastSeen);
    }

    [Fact]
    public void NextVehicleOfAFleet_ReadThreeTimesBeforeItIsSure_IsNoMisreadOfTheFirst()
    {
        // Both are read three times and then only seen, the first for longer.
        for (var i = 0; i < 40; i++)
        {
            var read = Read("KD4721", 100 + (20 * i), 300, 90) with { Track = 1 };
            Frame(0.1 * i, i < 3 ? read : read with { Candidates = [] });
        }

        for (var i = 0; i < 9; i++)
        {
            var read = Read("KD4725", 100 + (20 * i), 300, 90) with { Track = 2 };
            Frame(5.5 + (0.1 * i), i < 3 ? read : read with { Candidates = [] });
        }

        Finish();

        Assert.Equal(["KD4721", "KD4725"], _flows.Select(f => f.Candidates[0].Text));
    }

    private static DateTimeOffset At(double seconds) => StreetSimulation.Start.AddSeconds(seconds);

    private static PlateRead Read(string text, double x, double y, double width, double confidence = 0.9) =>
        new(PlateCorners.FromBox((float)x, (float)y, (float)width, (float)(width / 4.5)), [new(text, confidence)]);

    private IReadOnlyList<TrackedRead> Frame(double seconds, params PlateRead[] reads)
    {
        var tracked = _tracker.Observe(At(seconds), 1280, 720, reads);
        Keep(_tracker.Close(At(seconds)));
        return tracked;
    }

    private void Stand(string text, double from, double to)
    {
        for (var i = 0; from + (0.1 * i) < to - 0.01; i++)
        {
            Frame(from + (0.1 * i), Read(text, 500 + (i % 3), 400 - (i % 2), 120 + (i % 4)));
        }
    }

    private void Finish() => Keep(_tracker.CloseAll());

    private void Keep(ClosedGroups closed) => _flows.AddRange(closed.Flows);
}
