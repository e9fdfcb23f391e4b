using Dashboard.Domain.Plates;
using Dashboard.Domain.Tracking;

namespace Dashboard.Tests.Tracking;

/// <summary>Vehicles that follow one another and whose plates differ in one character that looks alike: each is a flow.</summary>
public sealed class LookAlikeFleetTests
{
    private static readonly string[] Letters = ["KD471MC", "KD471MD", "KD471ME", "KD471MF", "KD471MM", "KD471MN"];
    private static readonly string[] Digits = ["KD471AB", "KD477AB", "KD472AB", "KD475AB", "KD479AB", "KD474AB"];
    private static readonly string[] Others = ["KD471AB", "KD473AB", "KD475AB", "KD479AB", "KD472AB", "KD476AB"];
    private static readonly string[] Convoy = ["KD412MX", "KD462MX", "KD472MX", "KD442MX", "KD492MX", "KD452MX"];

    /// <summary>The traffic by its name.</summary>
    private static Dictionary<string, List<SimulatedVehicle>> Traffic { get; } = new()
    {
        ["no look-alikes"] = HardTraffic.Fleet(Others, 0.9),
        ["letters"] = HardTraffic.Fleet(Letters, 0.9),
        ["letters, rarely"] = HardTraffic.Fleet(["KD471MC", "KD471MD", "KD471MM", "KD471MN"], 3.9),
        ["digits"] = HardTraffic.Fleet(Digits, 0.9),
        ["one passed between"] = HardTraffic.Fleet(Convoy, 0.1),
        ["going away"] = HardTraffic.Fleet(Convoy, 0.1, isGoing: true),
        ["barrier"] = HardTraffic.Swap(Convoy[..4]),
        ["side by side"] = HardTraffic.Fleet(Convoy, 0.4, lanes: 2),
    };

    /// <summary>Each of them, with reads that are sure and with some that say what looks alike.</summary>
    public static IEnumerable<TheoryDataRow<string, double>> Cases =>
        from name in Traffic.Keys from flicker in new[] { 0, 0.1 } select new TheoryDataRow<string, double>(name, flicker);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fleet_IsAFlowAVehicle(string traffic, double flicker)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            AssertOneEach(Flickering(Traffic[traffic], flicker), seed);
        }
    }

    /// <summary>Of five reads one says the other plate: then chance leaves a few that are not told from the one before.</summary>
    [Fact]
    public void Fleets_WhoseReadsFlickerMuch_LoseHardlyAVehicle()
    {
        var (vehicles, right) = (0, 0);
        foreach (var fleet in Traffic.Values.Select(fleet => Flickering(fleet, 0.2)))
        {
            for (var seed = 0; seed < 10; seed++)
            {
                var texts = Run(fleet, seed);
                vehicles += fleet.Count;
                right += fleet.Count(vehicle => texts.Count(text => text == vehicle.Plate) == 1);
            }
        }

        Assert.InRange((double)right / vehicles, 0.97, 1);
    }

    /// <summary>Gaps, coming or going, lanes.</summary>
    public static IEnumerable<TheoryDataRow<double, bool, int>> Gaps =>
        from gap in new[] { 0.5, 1, 2, 4, 7, 10 }
        from isGoing in new[] { false, true }
        from lanes in new[] { 1, 2 }
        select new TheoryDataRow<double, bool, int>(gap, isGoing, lanes);

    [Theory]
    [MemberData(nameof(Gaps))]
    public void Depot_IsAFlowAVehicle_HoweverCloseTheyFollow(double gap, bool isGoing, int lanes)
    {
        // In two lanes those that look alike follow each other in one of them.
        var plates = lanes == 1 ? Letters : [Letters[0], Letters[4], Letters[1], Letters[5], Letters[2], Letters[3]];
        for (var seed = 0; seed < 5; seed++)
        {
            AssertOneEach(HardTraffic.Fleet(plates, gap, isGoing, lanes), seed);
        }
    }

    [Fact]
    public void VehicleThatIsHidden_WithReadsThatFlicker_IsOneFlow()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var vehicle = HardTraffic.Fleet(["KD471MC"], 0)[0] with
            {
                Flicker = "KD471MD",
                FlickerShare = 0.2,
                IsHidden = t => t > 1 && t < 2.6,
            };
            AssertOneEach([vehicle], seed);
        }
    }

    [Fact]
    public void NextVehicle_ThatIsNotLegibleAtFirst_WhereTheOneBeforeWent_IsAFlowOfItsOwn()
    {
        var bench = new TrackerBench(new TrackingRules());
        for (var i = 0; i < 20; i++)
        {
            bench.Frame(0.1 * i, TrackerBench.Read("KD471MC", 300 + (20 * i), 200 + (10 * i), 80) with { Track = 1 });
        }

        for (var i = 0; i < 20; i++)
        {
            var read = TrackerBench.Read("KD471MD", 680 - (20 * i), 390 - (10 * i), 80) with { Track = 2 };
            bench.Frame(4 + (0.1 * i), i < 2 ? read with { Candidates = [] } : read);
        }

        bench.Finish();

        Assert.Equal(["KD471MC", "KD471MD"], bench.Flows.Select(flow => flow.Candidates[0].Text));
    }

    /// <summary>Some of each one's reads say another plate of the fleet that looks alike.</summary>
    private static List<SimulatedVehicle> Flickering(List<SimulatedVehicle> fleet, double share) => [.. fleet.Select(vehicle => vehicle with
    {
        Flicker = fleet.Find(other => other != vehicle && ReadingSimilarity.Distance(other.Plate, vehicle.Plate) < 1)?.Plate,
        FlickerShare = share,
    })];

    private static void AssertOneEach(List<SimulatedVehicle> fleet, int seed) =>
        Assert.Equal(fleet.Select(vehicle => vehicle.Plate).Order(), Run(fleet, seed).Order());

    private static List<string> Run(List<SimulatedVehicle> fleet, int seed)
    {
        var simulation = new StreetSimulation(seed) { FramesPerSecond = 8, Misread = 0.02, Missed = 0.05 };
        return [.. simulation.Run(new PlateTracker(new TrackingRules()), fleet).Select(flow => flow.Candidates[0].Text)];
    }
}
