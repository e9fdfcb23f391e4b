using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using static Dashboard.Tests.Tracking.TrackerBench;

namespace Dashboard.Tests.Tracking;

public sealed class PlateTrackerTests
{
    private static readonly TrackingRules Rules = new();
    private readonly TrackerBench _bench = new(Rules);

    [Fact]
    public void PassingVehicle_WithMisreadFrames_IsOneFlowOfItsOwnText()
    {
        string[] texts = ["KD472MX", "KD472MX", "KO472MX", "KD472NX", "KD472MX", "KD412MX", "KD472MX"];
        for (var i = 0; i < texts.Length; i++)
        {
            _bench.Frame(0.1 * i, Read(texts[i], 400 + (15 * i), 300 + (12 * i), 90 + (5 * i)));
        }

        _bench.Finish();

        var flow = Assert.Single(_bench.Flows);
        Assert.Equal("KD472MX", flow.Candidates[0].Text);
        Assert.Equal(7, flow.ReadCount);
        Assert.Equal(At(0), flow.FirstSeen);
        Assert.Equal(At(0.6), flow.LastSeen);
    }

    /// <summary>The next vehicle of a fleet comes into sight behind the one before, not where that has just been on its way to.</summary>
    [Theory]
    [InlineData(9, "KD472MX")]
    [InlineData(0, "KD472MK", "KD472MX")]
    public void PlateThatIsLostForAMoment_AndThenReadAsItsLookAlike_IsOneFlow_WhereItWentOn(int goesOnAt, params string[] expected)
    {
        for (var i = 0; i < 6; i++)
        {
            _bench.Frame(0.1 * i, Seen("KD472MK", i, track: 1));
        }

        for (var i = 0; i < 14; i++)
        {
            _bench.Frame(0.9 + (0.1 * i), Seen("KD472MX", goesOnAt + i, track: 2));
        }

        _bench.Finish();
        Assert.Equal(expected, _bench.Flows.Select(flow => flow.Candidates[0].Text));

        static PlateRead Seen(string text, int place, long track) =>
            Read(text, 300 + (20 * place), 200 + (18 * place), 80 + (6 * place)) with { Track = track };
    }

    [Fact]
    public void TwoVehiclesAtOnce_WithSimilarPlates_AreTwoFlows()
    {
        for (var i = 0; i < 15; i++)
        {
            var left = Read(i % 4 == 1 ? "AB128CD" : "AB123CD", 200 + (6 * i), 300 + (5 * i), 100);
            var right = Read(i % 5 == 2 ? "AB123CD" : "AB128CD", 700 + (6 * i), 300 + (5 * i), 100);
            _bench.Frame(0.1 * i, i % 2 == 0 ? [left, right] : [right, left]);
        }

        _bench.Finish();

        Assert.Equal(["AB123CD", "AB128CD"], _bench.Flows.Select(f => f.Candidates[0].Text).Order());
        Assert.All(_bench.Flows, f => Assert.Equal(15, f.ReadCount));
    }

    [Fact]
    public void VehicleThatEntersWithAPartOfItsPlate_IsOneFlowOfTheWholePlate()
    {
        string[] texts = ["2MX", "72MX", "D472MX", "KD472MX", "KD472MX", "KD472MX"];
        for (var i = 0; i < texts.Length; i++)
        {
            var width = 15 * texts[i].Length;
            _bench.Frame(0.1 * i, Read(texts[i], i < 3 ? 0 : 40 * (i - 3), 400, width));
        }

        _bench.Finish();

        var flow = Assert.Single(_bench.Flows);
        Assert.Equal("KD472MX", flow.Candidates[0].Text);
        Assert.Equal("KD472MX", flow.BestRead.Text);
    }

    [Fact]
    public void NextVehicleAtTheGate_ThreeSecondsLater_IsAFlowOfItsOwn()
    {
        _bench.Stand("KD472MX", 0, 4);
        _bench.Stand("RS905TA", 7, 11);
        _bench.Finish();

        Assert.Equal(["KD472MX", "RS905TA"], _bench.Flows.Select(f => f.Candidates[0].Text));
    }

    [Fact]
    public void NextVehicleAtTheGate_WithTheNextNumberOfAFleet_IsAFlowOfItsOwn()
    {
        _bench.Stand("KD4721", 0, 4);
        _bench.Stand("KD4725", 7, 11);
        _bench.Finish();

        Assert.Equal(["KD4721", "KD4725"], _bench.Flows.Select(f => f.Candidates[0].Text));
    }

    [Fact]
    public void PicturesCutHardOneToTheNext_AreOneFlowEach()
    {
        string[] texts = ["KD472MX", "RS905TA", "B7714KK", "LM380ZP", "PO52GHE", "KA118BC"];
        for (var i = 0; i < texts.Length; i++)
        {
            for (var f = 0; f < 10; f++)
            {
                _bench.Frame((1.0 * i) + (0.1 * f), Read(texts[i], 500 + (3 * i), 400 - (2 * i), 120 + i));
            }
        }

        _bench.Finish();

        Assert.Equal(texts, _bench.Flows.OrderBy(f => f.FirstSeen).Select(f => f.Candidates[0].Text));
        Assert.All(_bench.Flows, f => Assert.Equal(10, f.ReadCount));
    }

    [Fact]
    public void PicturesCutHard_WithPlatesOfOneSeries_AreOneFlowEach()
    {
        // Two letters and a letter at the end in common: similar enough for a misread, were the reads not so sure.
        string[] texts = ["BA472MX", "BA905TX", "BA718KX", "BA380ZX"];
        for (var i = 0; i < texts.Length; i++)
        {
            for (var f = 0; f < 10; f++)
            {
                _bench.Frame((1.0 * i) + (0.1 * f), Read(texts[i], 500 + (40 * i), 400 - (10 * i), 120 + (10 * i)));
            }
        }

        _bench.Finish();

        Assert.Equal(texts, _bench.Flows.OrderBy(f => f.FirstSeen).Select(f => f.Candidates[0].Text));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(10)]
    public void VehicleThatTurnsAndJumps_IsOneFlow(int framesPerSecond)
    {
        for (var i = 0; i < 4 * framesPerSecond; i++)
        {
            var t = (double)i / framesPerSecond;
            var jump = i % 5 == 3 ? 60 : 0;
            _bench.Frame(t, Read(i % 7 == 4 ? "KD47ZMX" : "KD472MX", 640 + (450 * Math.Sin(1.7 * t)) + jump, 200 + (90 * t), 60 + (20 * t)));
        }

        _bench.Finish();

        Assert.Equal("KD472MX", Assert.Single(_bench.Flows).Candidates[0].Text);
    }

    [Fact]
    public void ParkedVehicleHiddenForMinutes_StaysOneFlow()
    {
        _bench.Stand("KD472MX", 0, 20);
        _bench.Stand("KD472MX", 200, 210);
        _bench.Stand("KD47ZMX", 700, 703);
        _bench.Stand("KD472MX", 703, 710);
        _bench.Finish();

        var flow = Assert.Single(_bench.Flows);
        Assert.True(flow.IsParked);
    }

    [Fact]
    public void ParkedVehicleThatCameBackAfterTheMemoryEnded_IsANewFlow()
    {
        _bench.Stand("KD472MX", 0, 20);
        _bench.Stand("KD472MX", 20 + Rules.ParkedMemory.TotalSeconds + 1, 20 + Rules.ParkedMemory.TotalSeconds + 11);
        _bench.Finish();

        Assert.Equal(2, _bench.Flows.Count);
    }

    [Fact]
    public void ParkedVehicleThatLeavesAndComesBack_IsANewFlow()
    {
        _bench.Stand("KD472MX", 0, 20);
        for (var i = 0; i < 10; i++)
        {
            _bench.Frame(20 + (0.1 * i), Read("KD472MX", 500 + (30 * i), 400 + (20 * i), 120));
        }

        for (var i = 0; i < 10; i++)
        {
            _bench.Frame(120 + (0.1 * i), Read("KD472MX", 800 - (30 * i), 600 - (20 * i), 120));
        }

        _bench.Finish();

        Assert.Equal(2, _bench.Flows.Count);
        Assert.False(_bench.Flows[1].IsParked);
    }

    [Fact]
    public void OneReadAlone_IsNoFlow()
    {
        _bench.Frame(0, Read("KD472MX", 500, 400, 120));
        _bench.Finish();

        Assert.Empty(_bench.Flows);
        Assert.Single(_bench.Dropped);
    }

    [Fact]
    public void ReadsBelowTheConfidenceFloor_AreNotCounted()
    {
        _bench.Frame(0, Read("KD472MX", 500, 400, 120, 0.09));
        var outcome = _bench.Frame(0.1, Read("KD472MX", 500, 400, 120, 0.05));
        _bench.Finish();

        Assert.Equal(ReadOutcome.Ignored, Assert.Single(outcome).Outcome);
        Assert.Empty(_bench.Flows);
        Assert.Empty(_bench.Dropped);
    }

    [Fact]
    public void OnePlateReadTwiceInAFrame_CountsOnce()
    {
        for (var i = 0; i < 5; i++)
        {
            _bench.Frame(0.1 * i, Read("KD472MX", 500, 400, 120), Read("KD472M", 503, 401, 105, 0.8));
        }

        _bench.Finish();

        Assert.Equal(5, Assert.Single(_bench.Flows).ReadCount);
    }

    [Fact]
    public void SlowVehicle_ClosesAtTheLongestDelay_AndItsFurtherReadsAreAbsorbed()
    {
        var outcomes = new List<ReadOutcome>();
        for (var i = 0; i < 300; i++)
        {
            outcomes.Add(_bench.Frame(0.1 * i, Read("KD472MX", 100 + (3 * i), 300 + i, 100))[0].Outcome);
        }

        _bench.Finish();

        var flow = Assert.Single(_bench.Flows);
        Assert.Equal(75, flow.ReadCount);
        Assert.False(flow.IsParked);
        Assert.Equal(225, outcomes.Count(o => o == ReadOutcome.Absorbed));
    }

    [Fact]
    public void FullGroup_ClosesAtMaxReads()
    {
        var tracker = new PlateTracker(new TrackingRules { MaxReads = 5 });
        for (var i = 0; i < 5; i++)
        {
            Assert.Empty(tracker.Close(At(0.1 * i)).Flows);
            tracker.Observe(At(0.1 * i), 1280, 720, [Read("KD472MX", 500, 400, 120)]);
        }

        Assert.Equal(5, Assert.Single(tracker.Close(At(0.5)).Flows).ReadCount);
    }

    [Fact]
    public void SamePlateAfterTheTimeDelta_IsANewFlow()
    {
        var tracker = new PlateTracker(Rules);
        foreach (var t in new[] { 0, 0.2, 0.4, 5.1, 5.3, 5.5 })
        {
            tracker.Observe(At(t), 1280, 720, [Read("KD472MX", 500 + (400 * (t % 5)), 400, 120)]);
        }

        Assert.Equal(2, tracker.CloseAll().Flows.Count);
    }

    [Fact]
    public void ClockSetBack_LosesNothingAndGroupsStillClose()
    {
        _bench.Stand("KD472MX", 0, 2);
        _bench.Stand("KD472MX", -3600, -3598);
        _bench.Close(-3592);

        var flow = Assert.Single(_bench.Flows);
        Assert.Equal(40, flow.ReadCount);
        Assert.True(flow.FirstSeen <= flow.LastSeen);
    }

    [Fact]
    public void RunOfMisreads_BeforeAVehicleIsReadRight_IsNoFlowOfItsOwn()
    {
        _bench.Frame(0, Read("XD41ZM", 300, 200, 50, 0.7));
        _bench.Frame(0.1, Read("XD41ZM", 302, 203, 51, 0.7));
        for (var i = 2; i < 30; i++)
        {
            _bench.Frame(0.1 * i, Read("KD472MX", 300 + (6 * i), 200 + (8 * i), 52 + i));
        }

        _bench.Finish();

        Assert.Equal("KD472MX", Assert.Single(_bench.Flows).Candidates[0].Text);
    }

    [Fact]
    public void BestView_IsAgreeingLargeAndWhole_AndChangesRarely()
    {
        var changes = 0;
        for (var i = 0; i < 40; i++)
        {
            var text = i == 20 ? "KD412MX" : "KD472MX";
            var read = Read(text, 300 + (20 * i), 200 + (10 * i), 60 + (3 * i), i == 20 ? 0.99 : 0.9);
            changes += _bench.Frame(0.05 * i, read).Count(r => r.IsBestView);
        }

        // Leaves over the edge: larger still, but cut.
        _bench.Frame(2.05, Read("KD472MX", 1280 - 190, 610, 190, 0.97));
        _bench.Finish();

        var flow = Assert.Single(_bench.Flows);
        Assert.Equal("KD472MX", flow.BestRead.Text);
        Assert.InRange(flow.BestRead.Corners.Width, 120, 180);
        Assert.True(changes <= 8, $"{changes} changes of view");
    }
}
