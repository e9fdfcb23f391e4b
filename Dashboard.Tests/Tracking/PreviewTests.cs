using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Tracking;

/// <summary>Vehicles that are told of while they are still seen.</summary>
public sealed class PreviewTests
{
    private static readonly string[] Plates = ["KD472MX", "RS905TA", "B7714KK", "LM380ZP", "PO52GHE", "4821JTW"];
    private readonly FramePool _pool = new();

    [Fact]
    public void Vehicle_WithEnoughReads_IsToldOfOnce_AndEndsUnderTheSameName()
    {
        var tracking = Tracking(previewReads: 3);
        var told = Enumerable.Range(0, 8).SelectMany(i => Take(tracking, i, Read("KD472MX", 300 + (10 * i)))).ToList();

        var preview = Assert.Single(told);
        Assert.True(preview.IsPreview);
        Assert.Equal((3, "KD472MX"), (preview.Group.ReadCount, preview.Group.Candidates[0].Text));
        Assert.NotEmpty(preview.Jpeg);

        var end = Assert.Single(Take(tracking, 60));
        Assert.False(end.IsPreview);
        Assert.Equal((preview.Uuid, 8), (end.Uuid, end.Group.ReadCount));
        Assert.NotEmpty(end.Jpeg);
        Assert.Equal(0, tracking.Pictures);
    }

    [Fact]
    public void Vehicle_ThatWasHidden_IsToldOfOnce_AndHasTheBetterPictureOfBoth()
    {
        var tracking = Tracking(previewReads: 3);
        List<FlowDraft> told = [];
        for (var i = 0; i < 36; i++)
        {
            told.AddRange(Take(tracking, i, i is < 10 or > 26 ? [Read("KD472MX", 100 + (10 * i)) with { Track = 1 + (i / 20) }] : []));
        }

        var corners = PlateCorners.FromBox(460, 400, 180, 40);
        told.AddRange(Take(tracking, 36, new PlateRead(corners, [new("KD472MX", 0.99)]) { Track = 2 }));
        told.AddRange(Take(tracking, 90));

        Assert.Equal([true, false], told.Select(draft => draft.IsPreview));
        Assert.Equal(told[0].Uuid, told[1].Uuid);
        Assert.Equal(corners, told[1].Group.BestRead.Corners);
        Assert.Equal(36, told[1].Jpeg[0]);
        Assert.Equal(20, told[1].Group.ReadCount);
    }

    [Fact]
    public void Vehicle_WithoutPreviews_IsToldOfAtItsEndAlone()
    {
        var tracking = Tracking(previewReads: 0);
        Assert.Empty(Enumerable.Range(0, 8).SelectMany(i => Take(tracking, i, Read("KD472MX", 300 + (10 * i)))));
        Assert.False(Assert.Single(Take(tracking, 60)).IsPreview);
    }

    [Fact, Trait("Category", "Thorough")]
    public void NoisyStreet_WithPreviews_HasTheSameFlowsInTheEnd_AndEndsEachPreviewOnce() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var vehicles = Plates.Select((plate, i) => SimulatedVehicle.Passing(
            plate, random.NextDouble() * 12, 2 + (random.NextDouble() * 4), 0.1 + (0.15 * i))).ToList();
        var (plain, early) = (Run(0, seed, vehicles), Run(4, seed, vehicles));
        Assert.Equal(plain.Select(v => v.Group.Candidates[0].Text).Order(), Ended(early).Select(v => v.Group.Candidates[0].Text).Order());
        Assert.Contains(early, v => v.IsPreview);

        var names = early.Where(v => v.IsPreview).Select(v => v.Uuid).ToHashSet();
        Assert.Equal(names.Order(), early.Where(v => !v.IsPreview && names.Contains(v.Uuid)).Select(v => v.Uuid).Order());

        // What was united with a flow that is reported already stays what it was told as; that is all that may be more.
        static IEnumerable<FlowDraft> Ended(List<FlowDraft> all) =>
            all.Where(v => !v.IsPreview && !all.Exists(p => p.IsPreview && p.Uuid == v.Uuid && ReferenceEquals(p.Group, v.Group)));
    }).QuickCheckThrowOnFailure();

    private List<FlowDraft> Run(int previewReads, int seed, List<SimulatedVehicle> vehicles)
    {
        var tracking = Tracking(previewReads);
        var simulation = new StreetSimulation(seed);
        List<FlowDraft> told = [];
        for (var tenth = 0; tenth / 10.0 <= vehicles.Max(v => v.Leaves) + 1; tenth++)
        {
            told.AddRange(Take(tracking, tenth, [.. simulation.Frame(vehicles, tenth / 10.0)]));
        }

        told.AddRange(tracking.CloseAll());
        return told;
    }

    private static VehicleTracking Tracking(int previewReads) =>
        new(
            new TrackingRules { PreviewReads = previewReads },
            new ScriptedEncoder(frame => [(byte)frame.Sequence, 1]),
            ScriptedColors.Nothing,
            () => "test-1",
            TestTime.CreateClock(),
            NullLogger<VehicleTracking>.Instance);

    private static PlateRead Read(string text, float x) => new(PlateCorners.FromBox(x, 300, 90, 22), [new(text, 0.9)]);

    private IReadOnlyList<FlowDraft> Take(VehicleTracking tracking, int tenth, params PlateRead[] reads)
    {
        using var frame = _pool.Rent(StreetSimulation.Width, StreetSimulation.Height);
        (frame.CameraId, frame.Sequence, frame.CapturedAt) = (1, tenth, StreetSimulation.Start.AddSeconds(tenth / 10.0));
        return tracking.Observe(new FrameReads(frame, reads));
    }
}
