using Dashboard.Capture;
using Dashboard.Domain.Tracking;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Recognition.Vehicles;
using Dashboard.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Tracking;

/// <summary>The demo clip the whole way from ffmpeg to complete vehicles.</summary>
public sealed class DemoClipTests(ITestOutputHelper output)
{
    private const double FramesPerSecond = 5;

    private static readonly string Folder = Path.Combine(Repository.Root, "Dashboard", "Demo");

    [Fact]
    [Trait("Category", "System")]
    public async Task DemoClip_GivesExactlyTheFlowsThatItsListNames_HoweverLittleIsLookedAtAndRead()
    {
        await using var app = DashboardServer.Build([$"--DataDirectory={Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())}"]);
        var all = new ClipRun(
            app.Services, new FrameSelectionOptions { SkipStillFrames = false, SureReads = 1000, RereadAfter = TimeSpan.FromMilliseconds(100) });
        var watched = new ClipRun(app.Services, new FrameSelectionOptions());
        var halting = new ClipRun(app.Services, new FrameSelectionOptions());

        var full = await PlayAsync(all, halts: false);
        var spare = await PlayAsync(watched, halts: false);
        await PlayAsync(halting, halts: true);

        Assert.Equal((0, all.Found), (all.Still, all.Read));
        Assert.InRange(watched.Read, 1, 0.75 * watched.Found);
        Assert.InRange(halting.Still, halting.Frames / 5, halting.Frames / 2);
        foreach (var (a, b) in full.Zip(spare))
        {
            Assert.Equal((a.FirstSeen, a.LastSeen, a.IsParked), (b.FirstSeen, b.LastSeen, b.IsParked));
            Assert.True(b.BestRead.Confidence > 0.95 * a.BestRead.Confidence, $"{a.BestRead} became {b.BestRead}");
            Assert.True(b.BestRead.Corners.Width > 0.8 * a.BestRead.Corners.Width, $"{a.BestRead} became {b.BestRead}");
        }
    }

    private async Task<List<PlateGroup>> PlayAsync(ClipRun run, bool halts)
    {
        var expected = File.ReadLines(Path.Combine(Folder, "street.txt")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')[0]);
        var vehicles = await run.PlayAsync(halts);
        output.WriteLine($"{run.Frames} frames, {run.Still} still; {run.Found} plates found, {run.Read} read; {vehicles.Count} flows");

        Assert.Equal(expected.Order(), vehicles.Select(v => v.Group.Candidates[0].Text).Order());
        Assert.All(vehicles, v => Assert.Equal((1280, 720), (v.Width, v.Height)));
        Assert.All(vehicles, v => Assert.Equal(v.Group.Candidates[0].Text, v.Group.BestRead.Text));
        Assert.Equal(["JB679TC"], vehicles.Where(v => v.Group.IsParked).Select(v => v.Group.Candidates[0].Text));
        return [.. vehicles.Select(v => v.Group).OrderBy(group => group.Candidates[0].Text, StringComparer.Ordinal)];
    }

    /// <summary>The clip as a camera, frame by frame, up to the vehicles that are complete.</summary>
    private sealed class ClipRun(IServiceProvider services, FrameSelectionOptions options)
    {
        private readonly FrameGate _gate = new(options);
        private readonly IPlateRecognizer _recognizer = services.GetRequiredService<IPlateRecognizer>();
        private readonly VehicleTracking _tracking = new(
            new TrackingRules(),
            services.GetRequiredService<IPictureEncoder>(),
            services.GetRequiredService<IVehicleColorReader>(),
            () => "test",
            TimeProvider.System,
            NullLogger<VehicleTracking>.Instance);

        private readonly List<FlowDraft> _vehicles = [];
        private readonly Random _random = new(1);

        public int Frames { get; private set; }

        public int Still { get; private set; }

        public int Found { get; private set; }

        public int Read { get; private set; }

        /// <summary>Plays it; where it halts, the picture stands for two seconds and a half after each twentieth frame.</summary>
        public async Task<List<FlowDraft>> PlayAsync(bool halts)
        {
            var request = new FrameRequest(Path.Combine(Folder, "street.mp4"), FramesPerSecond, Loop: false, RealTime: false);
            var stood = TimeSpan.Zero;
            await foreach (var next in services.GetRequiredService<IFrameSource>().ReadAsync(request, CancellationToken.None))
            {
                using var frame = next;
                frame.CapturedAt = StreetSimulation.Start.AddSeconds(frame.Sequence / FramesPerSecond) + stood;
                Take(frame);
                for (var i = 0; i < 12 && halts && frame.Sequence % 20 == 19; i++)
                {
                    stood += TimeSpan.FromSeconds(1 / FramesPerSecond);
                    frame.CapturedAt += TimeSpan.FromSeconds(1 / FramesPerSecond);
                    Stir(frame.Y.Span);
                    Take(frame);
                }
            }

            _vehicles.AddRange(_tracking.CloseAll());
            return _vehicles;
        }

        private void Take(VideoFrame frame)
        {
            var luma = LumaImage.FromFrame(frame);
            Frames++;
            if (!_gate.ShouldProcess(luma, null, frame.CapturedAt))
            {
                Still++;
                _gate.MarkStill(frame.CapturedAt);
                _vehicles.AddRange(_tracking.Observe(new FrameReads(frame, [], IsStill: true)));
                return;
            }

            var plates = _recognizer.Detect(luma);
            var toRead = _gate.PlatesToRead(luma, plates, frame.CapturedAt);
            (Found, Read) = (Found + plates.Count, Read + toRead.Count);
            var reads = _gate.AddReads(toRead.Count == 0 ? [] : _recognizer.Read(luma, toRead));
            _vehicles.AddRange(_tracking.Observe(new FrameReads(frame, reads)));
        }

        /// <summary>A sensor's noise: a level up or down here and there.</summary>
        private void Stir(Span<byte> luma)
        {
            for (var i = 0; i < luma.Length; i += 1 + _random.Next(6))
            {
                luma[i] = (byte)Math.Clamp(luma[i] + _random.Next(-1, 2), 0, 255);
            }
        }
    }
}
