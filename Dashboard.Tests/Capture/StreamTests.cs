using System.Text;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Capture;

/// <summary>Real ffmpeg on real sources: RTSP, MJPEG, single pictures over HTTP.</summary>
[Trait("Category", "System")]
public sealed class StreamTests : FrameSourceTestBase
{
    [Fact]
    public async Task Rtsp_WithAPassword_GivesAPictureAndTellsAWrongOne()
    {
        using var server = await RtspServer.StartAsync(Clips.Clip("c.mp4", 320, 240, 10, 4), user: "admin", password: "se@c:ret");
        var good = await Tester.TestAsync(server.Url, CancellationToken.None);
        Assert.Null(good.Error);
        Assert.Equal((320, 240), (good.Width, good.Height));
        Assert.NotNull(good.Jpeg);

        var wrong = await Tester.TestAsync($"rtsp://admin:wrongpass@127.0.0.1:{server.Port}/stream", CancellationToken.None);
        Assert.Contains("refused the sign-in", wrong.Error);
        Assert.DoesNotContain("wrongpass", wrong.Error);

        var path = await Tester.TestAsync($"rtsp://admin:se%40c%3Aret@127.0.0.1:{server.Port}/nothing", CancellationToken.None);
        Assert.Contains("does not know this address", path.Error);
    }

    [Fact]
    public async Task Rtsp_PlugPulledAndPutBack_IsSaidAndRecovers()
    {
        var clip = Clips.Clip("c.mp4", 320, 240, 10, 4);
        var board = new CameraStatusBoard();
        using var stop = new CancellationTokenSource();
        var server = await RtspServer.StartAsync(clip);
        var services = new CameraServices(
            Source, new PipelineQueues(), board, new NewestPictures(Pool, Codec), TimeProvider.System, Random.Shared, NullLogger.Instance);
        var running = new CameraWorker(new Camera { Id = 1, Alias = "Gate", Source = server.Url }, services).RunAsync(stop.Token);
        try
        {
            await Eventually.TrueAsync(() => board.Get(1).Captured >= 5, "frames", 60);
            server.Dispose();
            await Eventually.TrueAsync(() => board.Get(1) is { State: CameraState.Waiting, LastError: not null, RetryAt: not null }, "said so", 30);

            server = await RtspServer.StartAsync(clip, server.Port);
            var before = board.Get(1).Captured;
            await Eventually.TrueAsync(
                () => board.Get(1) is { State: CameraState.Running, LastError: null } now && now.Captured > before + 5, "recovered", 90);
        }
        finally
        {
            server.Dispose();
            await stop.CancelAsync();
            await running;
        }

        Assert.Empty(ChildPrograms.Ffmpeg($"127.0.0.1:{server.Port}/"));
    }

    [Fact]
    public async Task Http_SinglePictures_AreAskedForAgainAndAgainWithThePassword()
    {
        var jpeg = await File.ReadAllBytesAsync(Clips.Picture("p.jpg", 161, 121), Cancellation);
        var asked = 0;
        await using var web = await StartAsync(async context =>
        {
            if (context.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:se@cret")))
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"cam\"";
                return;
            }

            asked++;
            context.Response.ContentType = "image/jpeg";
            await context.Response.Body.WriteAsync(jpeg);
        });
        var host = new Uri(web.Urls.First()).Authority;
        var sizes = await TakeAsync($"http://admin:se%40cret@{host}/snap.jpg", rate: 20, count: 4);
        Assert.All(sizes, size => Assert.Equal((161, 121), size));
        Assert.True(asked >= 4);

        var wrong = await Tester.TestAsync($"http://admin:bad@{host}/snap.jpg", CancellationToken.None);
        Assert.Contains("refused the sign-in", wrong.Error);
    }

    [Fact]
    public async Task Http_MotionJpeg_GivesFramesAtTheAnalysisRate()
    {
        var jpeg = await File.ReadAllBytesAsync(Clips.Picture("p.jpg", 160, 120), Cancellation);
        await using var web = await StartAsync(context => SendMotionJpegAsync(context, _ => jpeg));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var sizes = await TakeAsync($"{web.Urls.First()}/video", rate: 5, count: 8);
        Assert.All(sizes, size => Assert.Equal((160, 120), size));

        // Eight frames at five a second: well over what fifty a second would take.
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task Stream_ThatChangesItsSize_ComesInItsNewSize()
    {
        var small = await File.ReadAllBytesAsync(Clips.Picture("small.jpg", 160, 120), Cancellation);
        var large = await File.ReadAllBytesAsync(Clips.Picture("large.jpg", 320, 180), Cancellation);
        var sent = 0;
        await using var web = await StartAsync(context => SendMotionJpegAsync(context, _ => Interlocked.Increment(ref sent) < 60 ? small : large));
        var sizes = new HashSet<(int, int)>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var frame in Source.ReadAsync(new FrameRequest($"{web.Urls.First()}/video", 30, Loop: true, RealTime: true), limit.Token))
        {
            using (frame)
            {
                if (sizes.Add((frame.Width, frame.Height)) && sizes.Count == 2)
                {
                    break;
                }
            }
        }

        Assert.Equal(new HashSet<(int, int)> { (160, 120), (320, 180) }, sizes);
    }

    [Theory]
    [InlineData("rtsp://127.0.0.1:1/x", "Nothing answers at 127.0.0.1:1")]
    [InlineData("http://127.0.0.1:1/x", "Nothing answers at 127.0.0.1:1")]
    [InlineData("rtsp://nosuchhost.invalid/x", "name nosuchhost.invalid cannot be found")]
    [InlineData("/no/such/file.mp4", "There is no file /no/such/file.mp4")]
    [InlineData("/no/such/folder/", "There is no folder /no/such/folder/")]
    [InlineData("/etc/passwd", "/etc/passwd is not a readable video or picture")]
    [InlineData("/usr/share", "There is no picture in /usr/share")]
    public async Task Source_ThatFails_IsToldInPlainWords(string source, string expected)
    {
        var result = await Tester.TestAsync(source, CancellationToken.None);
        Assert.Null(result.Jpeg);
        Assert.Contains(expected, result.Error);
    }

    private async Task<List<(int Width, int Height)>> TakeAsync(string source, double rate, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var sizes = new List<(int, int)>();
        await foreach (var frame in Source.ReadAsync(new FrameRequest(source, rate, Loop: true, RealTime: true), limit.Token))
        {
            using (frame)
            {
                sizes.Add((frame.Width, frame.Height));
            }

            if (sizes.Count == count)
            {
                break;
            }
        }

        return sizes;
    }

    private static async Task SendMotionJpegAsync(HttpContext context, Func<int, byte[]> picture)
    {
        context.Response.ContentType = "multipart/x-mixed-replace; boundary=frame";
        for (var n = 0; !context.RequestAborted.IsCancellationRequested; n++)
        {
            var jpeg = picture(n);
            await context.Response.WriteAsync($"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n");
            await context.Response.Body.WriteAsync(jpeg);
            await context.Response.WriteAsync("\r\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(20, context.RequestAborted);
        }
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Run(answer);
        await web.StartAsync();
        return web;
    }
}
