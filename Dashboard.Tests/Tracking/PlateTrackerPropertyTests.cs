using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Tracking;

public sealed class PlateTrackerPropertyTests
{
    private static readonly string[] Plates = ["KD472MX", "RS905TA", "B7714KK", "LM380ZP", "PO52GHE", "4821JTW", "ZC01ARQ", "HU9F338"];
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, 1_000_000).ToArbitrary();

    [Fact]
    public void NoisyVehicles_AreAsManyFlowsAsVehicles_WithTheirTexts() => Prop.ForAll(Seeds, seed =>
    {
        var vehicles = Street(seed);
        var flows = new StreetSimulation(seed).Run(new PlateTracker(new TrackingRules()), vehicles);
        Assert.Equal(vehicles.Select(v => v.Plate).Order(), flows.Select(f => f.Candidates[0].Text).Order());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void NoRead_IsLostOrCountedTwice() => Prop.ForAll(Seeds, seed =>
    {
        var joined = new Dictionary<long, int>();
        var tracker = new PlateTracker(new TrackingRules { MinReads = 1 });
        var given = 0;
        var simulation = new StreetSimulation(seed) { Misread = 0.5 };
        var flows = simulation.Run(tracker, Street(seed), read =>
        {
            given++;
            if (read.Outcome == ReadOutcome.Joined)
            {
                joined[read.GroupId] = joined.GetValueOrDefault(read.GroupId) + 1;
            }
        });

        // Groups of one vehicle may be united, then the reads of both are in one of them.
        Assert.True(given > 0);
        Assert.True(flows.Sum(f => f.ReadCount) <= joined.Values.Sum());
        Assert.All(flows, f => Assert.True(f.ReadCount >= joined[f.Id]));
        Assert.Equal(flows.Count, flows.Select(f => f.Id).Distinct().Count());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void PlatesThatAreOnlySeenOnceTheyAreSure_GiveTheSameFlows() => Prop.ForAll(Seeds, seed =>
    {
        // Each vehicle is read five times and then every tenth time, as a reader does that saves itself work.
        var vehicles = Street(seed);
        var simulation = new StreetSimulation(seed);
        var tracker = new PlateTracker(new TrackingRules());
        var seen = new Dictionary<long, int>();
        var flows = new List<PlateGroup>();
        for (var frame = 0; frame / 10.0 <= vehicles.Max(v => v.Leaves); frame++)
        {
            var at = StreetSimulation.Start.AddSeconds(frame / 10.0);
            var reads = simulation.Frame(vehicles, frame / 10.0).Select(read =>
            {
                var count = seen[read.Track] = seen.GetValueOrDefault(read.Track) + 1;
                return count <= 5 || count % 10 == 0 ? read : read with { Candidates = [] };
            });
            var tracked = tracker.Observe(at, 1280, 720, [.. reads]);
            Assert.DoesNotContain(tracked, t => t.Outcome == ReadOutcome.Seen && t.IsBestView);
            flows.AddRange(tracker.Close(at).Flows);
        }

        flows.AddRange(tracker.CloseAll().Flows);
        Assert.Equal(vehicles.Select(v => v.Plate).Order(), flows.Select(f => f.Candidates[0].Text).Order());
        Assert.Equal([vehicles[0].Plate], flows.Where(f => f.IsParked).Select(f => f.Candidates[0].Text));
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Category", "Thorough")]
    public void StillFrames_AreAsGoodAsTheSameReadsAgain() => Prop.ForAll(Seeds, seed =>
    {
        // Pictures that stand now and then: one tracker is told so, the other sees the same plates again, unread.
        var (told, shown) = (new PlateTracker(new TrackingRules()), new PlateTracker(new TrackingRules()));
        var vehicles = Street(seed);
        var simulation = new StreetSimulation(seed);
        var random = new Random(seed);
        var (a, b) = (new List<PlateGroup>(), new List<PlateGroup>());
        IReadOnlyList<PlateRead> known = [];
        var (time, standing) = (0.0, 0);
        for (var frame = 0; time <= vehicles.Max(v => v.Leaves); frame++)
        {
            var at = StreetSimulation.Start.AddSeconds(frame / 10.0);
            standing = standing > 0 ? standing - 1 : random.Next(15) == 0 ? random.Next(60) : 0;
            if (standing > 0)
            {
                told.ObserveStill(at);
                shown.Observe(at, 1280, 720, known);
            }
            else
            {
                var reads = simulation.Frame(vehicles, time);
                known =
                [
                    .. told.Observe(at, 1280, 720, reads).Where(r => r.Outcome != ReadOutcome.Ignored).Select(r => r.Read with { Candidates = [] }),
                ];
                shown.Observe(at, 1280, 720, reads);
                time += 0.1;
            }

            a.AddRange(told.Close(at).Flows);
            b.AddRange(shown.Close(at).Flows);
        }

        a.AddRange(told.CloseAll().Flows);
        b.AddRange(shown.CloseAll().Flows);
        Assert.NotEmpty(a);
        Assert.Equal(Describe(b), Describe(a));
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Category", "Thorough")]
    public void OrderOfReadsInAFrame_ChangesNothing() => Prop.ForAll(Seeds, seed =>
    {
        var (one, other) = (new PlateTracker(new TrackingRules()), new PlateTracker(new TrackingRules()));
        var simulation = new StreetSimulation(seed);
        var shuffle = new Random(seed);
        var vehicles = Street(seed);
        for (var i = 0; i < 200; i++)
        {
            var reads = simulation.Frame(vehicles, 0.1 * i);
            var shuffled = reads.ToArray();
            shuffle.Shuffle(shuffled);
            var at = StreetSimulation.Start.AddSeconds(0.1 * i);
            Assert.Equal(
                one.Observe(at, 1280, 720, reads).OrderBy(r => r.GroupId), other.Observe(at, 1280, 720, shuffled).OrderBy(r => r.GroupId));
        }

        Assert.Equal(Describe(one.CloseAll().Flows), Describe(other.CloseAll().Flows));
    }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("Category", "Thorough")]
    public void WhenCloseIsCalled_ChangesNoFlow() => Prop.ForAll(Seeds, seed =>
    {
        var (often, once) = (new PlateTracker(new TrackingRules()), new PlateTracker(new TrackingRules()));
        var vehicles = Street(seed);
        var a = new StreetSimulation(seed).Run(often, vehicles);
        var simulation = new StreetSimulation(seed);
        for (var frame = 0; frame / 10.0 <= vehicles.Max(v => v.Leaves); frame++)
        {
            once.Observe(StreetSimulation.Start.AddSeconds(frame / 10.0), 1280, 720, simulation.Frame(vehicles, frame / 10.0));
        }

        Assert.Equal(Describe(a), Describe(once.CloseAll().Flows));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ClockThatJumps_DoesNoHarm() => Prop.ForAll(Seeds, seed =>
    {
        var random = new Random(seed);
        var tracker = new PlateTracker(new TrackingRules());
        var simulation = new StreetSimulation(seed) { Missed = 0 };
        var vehicle = new[] { SimulatedVehicle.Standing("KD472MX", 0, 60, 0.4, 0.5) };
        var at = StreetSimulation.Start;
        var flows = new List<PlateGroup>();
        for (var i = 0; i < 300; i++)
        {
            at = at.AddSeconds(random.Next(40) == 0 ? -random.Next(100_000) : 0.1);
            tracker.Observe(at, 1280, 720, simulation.Frame(vehicle, 0.1 * i));
            flows.AddRange(tracker.Close(at).Flows);
        }

        flows.AddRange(tracker.CloseAll().Flows);
        Assert.Equal("KD472MX", Assert.Single(flows).Candidates[0].Text);
        Assert.All(flows, f => Assert.True(f.FirstSeen <= f.LastSeen));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void VehicleParkedForHours_HiddenNowAndThen_IsOneFlow(int seed)
    {
        var simulation = new StreetSimulation(seed) { FramesPerSecond = 2, Misread = 0.2, Missed = 0.2 };
        var tracker = new PlateTracker(new TrackingRules());
        var vehicles = Enumerable.Range(0, 20)
            .Select(i => SimulatedVehicle.Standing("KD472MX", 1000 * i, (1000 * i) + 700, 0.4, 0.5)).ToList();

        var flows = simulation.Run(tracker, vehicles);

        var flow = Assert.Single(flows);
        Assert.Equal("KD472MX", flow.Candidates[0].Text);
        Assert.True(flow.IsParked);
        Assert.InRange(tracker.Vehicles, 0, 5);
    }

    [Fact]
    [Trait("Category", "Thorough")]
    public void StreamOfEverNewTexts_IsFollowedInBoundedMemory()
    {
        var tracker = new PlateTracker(new TrackingRules { TimeDelta = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(2) });
        var random = new Random(5);
        long counted = 0, ended = 0;
        for (var i = 0; i < 400; i++)
        {
            var reads = Enumerable.Range(0, 5).Select(k => new PlateRead(
                PlateCorners.FromBox(250 * k, random.Next(600), 90, 20),
                [new(new string([.. Enumerable.Range(0, 7).Select(_ => (char)('A' + random.Next(26)))]), 0.9)]));
            counted += tracker.Observe(StreetSimulation.Start.AddSeconds(i), 1280, 720, [.. reads]).Count(r => r.Outcome == ReadOutcome.Joined);
            var closed = tracker.Close(StreetSimulation.Start.AddSeconds(i));
            ended += closed.Flows.Sum(f => f.ReadCount) + closed.Dropped.Count;
            Assert.InRange(tracker.Vehicles, 0, PlateTracker.MaxVehicles);
        }

        var last = tracker.CloseAll();
        ended += last.Flows.Sum(f => f.ReadCount) + last.Dropped.Count;
        Assert.InRange(ended, counted, counted + 200);
    }

    /// <summary>Some vehicles that pass, two or three of them at once, and one that stands.</summary>
    private static List<SimulatedVehicle> Street(int seed)
    {
        var random = new Random(seed);
        var plates = Plates.ToArray();
        random.Shuffle(plates);
        var vehicles = new List<SimulatedVehicle> { SimulatedVehicle.Standing(plates[0], 1, 14, 0.85, 0.2) };
        for (var i = 1; i < 6; i++)
        {
            vehicles.Add(
                SimulatedVehicle.Passing(plates[i], (2.2 * i) + random.NextDouble(), 2 + (2 * random.NextDouble()), i % 2 == 0 ? 0.15 : 0.5));
        }

        return vehicles;
    }

    private static IEnumerable<string> Describe(IEnumerable<PlateGroup> flows) => flows.OrderBy(f => f.Id)
        .Select(f => $"{f.Id} {f.ReadCount} {f.FirstSeen:O} {f.LastSeen:O} {f.BestAt:O} {f.IsParked} {string.Join(' ', f.Candidates)}");
}
