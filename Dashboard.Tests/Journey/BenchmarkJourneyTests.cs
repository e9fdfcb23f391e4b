using System.Diagnostics;
using System.Text.Json;
using Dashboard.Commands;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.Imaging;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Tests.Journey;

/// <summary>Labelled pictures as a live camera: RTSP server, ffmpeg, engine, tracker, database, API.</summary>
public sealed class BenchmarkJourneyTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "System")]
    public async Task RtspCamera_ShowingLabelledPictures_StoresAtLeastWhatSinglePicturesGive()
    {
        var show = LabelledSlideshow.Choose(100);
        using var clips = new TestClips();
        var clip = show.Make(clips);

        await using var app = await DashboardApp.StartAsync(null, builder =>
            builder.Services.Replace(ServiceDescriptor.Singleton<IPlateRecognizer>(services => services.GetRequiredService<PpOcrRecognizer>())));
        var single = Evaluate(app, show);

        using var server = await RtspServer.StartAsync(clip);
        var camera = await app.AddCameraAsync("slideshow", server.Url, c => c with { IsEnabled = true });

        // One run of the clip and no more: the camera is switched off while the grey of the second run is shown.
        var frames = (show.Seconds - (LabelledSlideshow.LeaderSeconds / 4)) * 10;
        await Eventually.TrueAsync(() => app.CameraStatus(camera).Captured >= frames, "the whole clip was shown", show.Seconds * 2);
        await app.DisableCameraAsync(camera);
        var stored = await StoredPlatesAsync(app);

        var labels = show.Pictures.Select(p => p.Label.Text).ToList();
        var right = labels.Distinct().Count(stored.Contains);
        var twice = stored.GroupBy(plate => plate).Where(group => group.Count() > Math.Max(1, labels.Count(l => l == group.Key))).Select(group => group.Key);
        var status = app.CameraStatus(camera);
        output.WriteLine($"{labels.Count} pictures: {single.Exact} exact one by one, {right} right as flows, {stored.Count} flows; "
            + $"{status.Captured} frames, {status.Dropped} dropped");
        Assert.Empty(twice);
        Assert.True(right >= single.Exact, $"{right} plates are right as flows, {single.Exact} one by one; missing: "
            + string.Join(' ', labels.Except(stored)));
    }

    private static Evaluation Evaluate(DashboardApp app, LabelledSlideshow show)
    {
        var codec = new JpegCodec(new FramePool());
        var evaluation = new Evaluation();
        foreach (var (file, label) in show.Pictures)
        {
            using var frame = codec.Decode(File.ReadAllBytes(file));
            var watch = Stopwatch.StartNew();
            evaluation.Add([label], app.Recognizer.Recognize(LumaImage.Of(frame)), watch.Elapsed);
        }

        return evaluation;
    }

    /// <summary>All plates over the API, once no more arrive: the last vehicle's group closes some seconds after its last frame.</summary>
    private static async Task<List<string>> StoredPlatesAsync(DashboardApp app)
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

        var plates = new List<string>();
        for (var page = 1; plates.Count < int.Parse(total, System.Globalization.CultureInfo.InvariantCulture); page++)
        {
            using var rows = JsonDocument.Parse(await client.GetStringAsync($"/flows?per-page=50&page={page}"));
            plates.AddRange(rows.RootElement.EnumerateArray().Select(row => row.GetProperty("plate").GetString()!.ToUpperInvariant()));
        }

        return plates;
    }
}
