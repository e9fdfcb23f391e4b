using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Tests.Journey;

/// <summary>Labelled pictures as a live camera: RTSP server, ffmpeg, engine, tracker, database, API.</summary>
public sealed class BenchmarkJourneyTests(ITestOutputHelper output)
{
    /// <summary>Reads between two look-alikes may come out differently after video compression, either way.</summary>
    private const int TurnedByCompression = 2;

    [Fact]
    [Trait("Category", "System")]
    public async Task RtspCamera_ShowingLabelledPictures_StoresAtLeastWhatSinglePicturesGive()
    {
        var show = LabelledSlideshow.Choose(100);
        using var clips = new TestClips();
        var (clip, shown) = show.Make(clips);

        await using var app = await DashboardApp.StartAsync(null, builder =>
            builder.Services.Replace(ServiceDescriptor.Singleton<IPlateRecognizer>(services => services.GetRequiredService<PlateRecognizer>())));
        var labels = show.Pictures.Select(p => p.Label.Text).ToList();
        var exact = CountExact(app.Recognizer, shown, labels);

        using var server = await RtspServer.StartAsync(clip);
        var camera = await app.AddCameraAsync("slideshow", server.Url, c => c with { IsEnabled = true });

        // One run of the clip and no more: the camera is switched off while the grey of the second run is shown.
        var frames = (show.Seconds - (LabelledSlideshow.LeaderSeconds / 4)) * 10;
        await Eventually.TrueAsync(() => app.CameraStatus(camera).Captured >= frames, "the whole clip was shown", show.Seconds * 2);
        await app.DisableCameraAsync(camera);
        var stored = await StoredFlowsAsync(app);

        var right = labels.Count(label => stored.Any(flow => flow.Plate == label));
        var twice = stored.Where(flow => stored.Any(other => other.Id > flow.Id && other.Plate == flow.Plate
            && (other.Time - flow.Time).Duration() < TimeSpan.FromSeconds(3 * LabelledSlideshow.HoldSeconds)));
        var status = app.CameraStatus(camera);
        output.WriteLine($"{labels.Count} pictures: {exact} exact one by one, {right} right as flows, {stored.Count} flows; "
            + $"{status.Captured} frames, {status.Dropped} dropped");
        Assert.Empty(twice);
        Assert.True(right >= exact - TurnedByCompression, $"{right} plates are right as flows, {exact} one by one; missing: "
            + string.Join(' ', labels.Except(stored.Select(flow => flow.Plate))));
    }

    private static int CountExact(IPlateRecognizer recognizer, IReadOnlyList<string> pictures, List<string> labels)
    {
        var codec = new PictureCodec(new FramePool());
        return pictures.Zip(labels).Count(pair =>
        {
            using var frame = codec.Decode(File.ReadAllBytes(pair.First));
            return recognizer.Recognize(LumaImage.FromFrame(frame)).Any(read => read.Text == pair.Second);
        });
    }

    /// <summary>All flows over the API, once no more arrive: the last vehicle's group closes some seconds after its last frame.</summary>
    private static async Task<List<(long Id, string Plate, DateTime Time)>> StoredFlowsAsync(DashboardApp app)
    {
        using var client = await app.ApiClientAsync();
        var quiet = Stopwatch.StartNew();
        var total = "";
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await client.GetAsync("/flows?per-page=1");
                var now = answer.Headers.GetValues("X-Pagination-Total-Count").Single();
                if (now != total)
                {
                    (total, quiet) = (now, Stopwatch.StartNew());
                }

                return quiet.Elapsed > TimeSpan.FromSeconds(10);
            },
            "no more flows arrive",
            120);

        var flows = new List<(long Id, string Plate, DateTime Time)>();
        for (var page = 1; flows.Count < int.Parse(total, CultureInfo.InvariantCulture); page++)
        {
            using var rows = JsonDocument.Parse(await client.GetStringAsync($"/flows?per-page=50&page={page}"));
            flows.AddRange(rows.RootElement.EnumerateArray().Select(row => (
                row.GetProperty("id").GetInt64(),
                row.GetProperty("plate").GetString()!.ToUpperInvariant(),
                DateTime.Parse(row.GetProperty("timestamp").GetString()!, CultureInfo.InvariantCulture))));
        }

        return flows;
    }
}
