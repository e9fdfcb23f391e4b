using Dashboard.Capture;
using Dashboard.Domain.Tracking;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.Imaging;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Tracking;

/// <summary>The demo clip the whole way from ffmpeg to complete vehicles.</summary>
public sealed class DemoClipTests
{
    private const double FramesPerSecond = 5;

    [Fact]
    [Trait("Category", "System")]
    public async Task DemoClip_GivesExactlyTheFlowsThatItsListNames()
    {
        var folder = Path.Combine(Repository.Root, "Dashboard", "Demo");
        var expected = File.ReadLines(Path.Combine(folder, "street.txt")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')[0]);
        await using var app = DashboardServer.Build([$"--DataDirectory={Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())}"]);
        var recognizer = app.Services.GetRequiredService<IPlateRecognizer>();
        var codec = app.Services.GetRequiredService<JpegCodec>();
        var tracking = new VehicleTracking(
            new TrackingRules(), frame => codec.Encode(frame), () => recognizer.Version, TimeProvider.System, NullLogger<VehicleTracking>.Instance);

        var vehicles = new List<ObservedVehicle>();
        var request = new FrameRequest(Path.Combine(folder, "street.mp4"), FramesPerSecond, Loop: false, RealTime: false);
        await foreach (var frame in app.Services.GetRequiredService<IFrameSource>().ReadAsync(request, CancellationToken.None))
        {
            using (frame)
            {
                var reads = recognizer.Recognize(new LumaImage(frame.Y, frame.Width, frame.Height, frame.Width));
                vehicles.AddRange(tracking.Take(new FrameReads(frame, reads)));
            }
        }

        vehicles.AddRange(tracking.CloseAll());

        Assert.Equal(expected.Order(), vehicles.Select(v => v.Group.Candidates[0].Text).Order());
        Assert.All(vehicles, v => Assert.Equal((1280, 720), (v.Width, v.Height)));
        Assert.All(vehicles, v => Assert.Equal(v.Group.Candidates[0].Text, v.Group.BestRead.Text));
        Assert.Equal(["JB679TC"], vehicles.Where(v => v.Group.IsParked).Select(v => v.Group.Candidates[0].Text));
    }
}
