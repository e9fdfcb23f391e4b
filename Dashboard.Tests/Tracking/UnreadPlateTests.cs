using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using static Dashboard.Tests.Tracking.TrackerBench;

namespace Dashboard.Tests.Tracking;

/// <summary>Vehicles that are seen without being read in each frame.</summary>
public sealed class UnreadPlateTests
{
    private readonly TrackerBench _bench = new(new TrackingRules());

    [Fact]
    public void PlateWithoutAText_KeepsItsVehicleInViewAndMovesIt_ButHasNoVote()
    {
        for (var i = 0; i < 60; i++)
        {
            var read = Read("KD472MX", 100 + (8 * i), 200 + (5 * i), 80 + i, 0.95);
            var tracked = Assert.Single(_bench.Frame(0.1 * i, i < 3 ? read : read with { Candidates = [] }));
            Assert.Equal(i < 3 ? ReadOutcome.Joined : ReadOutcome.Seen, tracked.Outcome);
            Assert.Equal(1, tracked.GroupId);
        }

        // Read again at the other end of the picture, it is still the same vehicle.
        _bench.Frame(6, Read("KD472MX", 580, 500, 140, 0.95));
        _bench.Finish();

        var flow = Assert.Single(_bench.Flows);
        Assert.Equal((4, false), (flow.ReadCount, flow.IsParked));
        Assert.Equal(At(6), flow.LastSeen);
        Assert.Equal(0.95, flow.Candidates[0].Confidence, 6);
    }

    [Fact]
    public void PlateWithoutAText_WhereNoVehicleIs_IsIgnored()
    {
        var unread = Read("KD472MX", 100, 200, 80) with { Candidates = [] };
        Assert.Equal(ReadOutcome.Ignored, Assert.Single(_bench.Frame(0, unread)).Outcome);
        _bench.Stand("KD472MX", 1, 2);
        Assert.Equal(ReadOutcome.Ignored, Assert.Single(_bench.Frame(2, unread)).Outcome);
        _bench.Finish();

        Assert.Equal(At(1.9), Assert.Single(_bench.Flows).LastSeen);
    }

    [Fact]
    public void FollowedPlate_ThatJumpsAcrossAnother_StaysItsOwnVehicles()
    {
        for (var i = 0; i < 10; i++)
        {
            var left = Read("KD472MX", 200 + (70 * i), 300, 100) with { Track = 1 };
            var right = Read("RS905TA", 830 - (70 * i), 310, 100) with { Track = 2 };
            PlateRead[] reads = i is < 3 or 9 ? [left, right] : [left with { Candidates = [] }, right with { Candidates = [] }];
            Assert.All(_bench.Frame(0.1 * i, reads), t => Assert.Equal(t.Read.Track == 1 ? "KD472MX" : "RS905TA", Text(t.GroupId)));
        }

        string Text(long group) => group == 1 ? "KD472MX" : "RS905TA";
    }

    [Fact]
    public void ParkedVehicle_InAStillPictureForHours_IsOneParkedFlow()
    {
        _bench.Stand("KD472MX", 0, 1);
        for (var i = 2; i < 20_000; i++)
        {
            _bench.StillFrame(i);
        }

        _bench.Frame(20_000, Read("KD47ZMX", 501, 400, 121));
        _bench.Finish();

        var flow = Assert.Single(_bench.Flows);
        Assert.True(flow.IsParked);
        Assert.Equal(10, flow.ReadCount);
    }

    [Fact]
    public void VehicleThatLeft_IsNotKeptAliveByAStillPicture()
    {
        _bench.Stand("KD472MX", 0, 1);
        _bench.Frame(1);
        for (var i = 2; i < 8; i++)
        {
            _bench.StillFrame(i);
        }

        Assert.Equal(At(0.9), Assert.Single(_bench.Flows).LastSeen);
    }

    [Fact]
    public void NextVehicleOfAFleet_ReadThreeTimesBeforeItIsSure_IsNoMisreadOfTheFirst()
    {
        // Both are read three times and then only seen, the first for longer.
        for (var i = 0; i < 40; i++)
        {
            var read = Read("KD4721", 100 + (20 * i), 300, 90) with { Track = 1 };
            _bench.Frame(0.1 * i, i < 3 ? read : read with { Candidates = [] });
        }

        for (var i = 0; i < 9; i++)
        {
            var read = Read("KD4725", 100 + (20 * i), 300, 90) with { Track = 2 };
            _bench.Frame(5.5 + (0.1 * i), i < 3 ? read : read with { Candidates = [] });
        }

        _bench.Finish();

        Assert.Equal(["KD4721", "KD4725"], _bench.Flows.Select(f => f.Candidates[0].Text));
    }
}
