using Dashboard.Capture;
using Dashboard.Domain.Tracking;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.Imaging;
using Dashboard.Recognition.Watching;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Tracking;

/// <summary>The demo clip the whole way from ffmpeg to complete vehicles.</summary>
public sealed class DemoClipTests
{
    private const double FramesPerSecond = 5;

    private static readonly string Folder = Path.Combine(Repository.Root, "Dashboard", "Demo");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Category", "System")]
    public async Task DemoClip_GivesExactlyTheFlowsThatItsListNames(bool isWatched)
    {
        var expected = File.ReadLines(Path.Combine(Folder, "street.txt")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')[0]);
        await using var app = DashboardServer.Build([$"--DataDirectory={Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())}"]);
        var recognizer = app.Services.GetRequiredService<IPlateRecognizer>();
        var watch = new CameraWatch(isWatched
            ? new WatchOptions()
            : new WatchOptions { SkipStillFrames = false, SureReads = 1000, LookAgainAfter = TimeSpan.FromMilliseconds(100) });
        var (vehicles, frames, still, found, read) = await RunAsync(app.Services, recognizer, watch);
        TestContext.Current.SendDiagnosticMessage($"watched {isWatched}: {frames} frames, {still} still, {found} plates found, {read} read");

        Assert.Equal(expected.Order(), vehicles.Select(v => v.Group.Candidates[0].Text).Order());
        Assert.All(vehicles, v => Assert.Equal((1280, 720), (v.Width, v.Height)));
        Assert.All(vehicles, v => Assert.Equal(v.Group.Candidates[0].Text, v.Group.BestRead.Text));
        Assert.Equal(["JB679TC"], vehicles.Where(v => v.Group.IsParked).Select(v => v.Group.Candidates[0].Text));
        if (isWatched)
        {
            Assert.True(read < 0.5 * found, $"{read} of {found} plates were read");
        }
        else
        {
            Assert.Equal((0, found), (still, read));
        }
    }

    private static async Task<(List<ObservedVehicle> Vehicles, int Frames, int Still, int Found, int Read)> RunAsync(
        IServiceProvider services, IPlateRecognizer recognizer, CameraWatch watch)
    {
        var codec = services.GetRequiredService<JpegCodec>();
        var tracking = new VehicleTracking(
            new TrackingRules(), frame => codec.Encode(frame), () => recognizer.Version, TimeProvider.System, NullLogger<VehicleTracking>.Instance);
        var vehicles = new List<ObservedVehicle>();
        var (frames, still, found, read) = (0, 0, 0, 0);
        var request = new FrameRequest(Path.Combine(Folder, "street.mp4"), FramesPerSecond, Loop: false, RealTime: false);
        await foreach (var next in services.GetRequiredService<IFrameSource>().ReadAsync(request, CancellationToken.None))
        {
            using var frame = next;
            var luma = LumaImage.Of(frame);
            frames++;
            if (!watch.WantsLook(luma, null, frame.CapturedAt))
            {
                still++;
                watch.Stay(frame.CapturedAt);
                vehicles.AddRange(tracking.Take(new FrameReads(frame, [], IsStill: true)));
                continue;
            }

            var plates = recognizer.Detect(luma);
            var reads = watch.Read(recognizer, luma, plates, frame.CapturedAt, out var readNow);
            (found, read) = (found + plates.Count, read + readNow);
            vehicles.AddRange(tracking.Take(new FrameReads(frame, reads)));
        }

        vehicles.AddRange(tracking.CloseAll());
        return (vehicles, frames, still, found, read);
    }
}
