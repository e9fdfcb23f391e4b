using System.Collections.Concurrent;
using System.Text;
using Dashboard.Capture;
using Dashboard.Pipeline;
using Dashboard.Tests.Support.Onvif;
using Dashboard.Tests.Support.Processes;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Capture.Http;

/// <summary>Real ffmpeg on videos of a web server that demands a sign-in for each question.</summary>
[Trait("Category", "System")]
public sealed class WebForwardTests : FrameSourceTestBase
{
    private const string Password = "Xy7-hidden";
    private readonly ConcurrentQueue<(string Host, string Path, bool HasSignIn)> _asked = new();

    [Theory]
    [InlineData("Basic", "v.ts")]
    [InlineData("Digest", "v.ts")]
    [InlineData("Digest", "v.flv")]
    [InlineData("Digest", "v.mp4")]
    [InlineData("Basic", "hls/main.m3u8")]
    [InlineData("Digest", "hls/main.m3u8")]
    [InlineData("Digest", "moved/hls/main.m3u8")]
    public async Task Video_BehindASignIn_IsReadAndNoCommandLineTellsThePassword(string scheme, string file)
    {
        MakeAll();
        await using var web = await StartAsync(scheme);
        var host = new Uri(web.Urls.First()).Authority;
        var count = 0;
        await foreach (var frame in ReadAsync($"http://ada:{Password}@{host}/{file}?token=Tk5-hidden"))
        {
            Assert.Equal((320, 240), (frame.Width, frame.Height));
            frame.Dispose();
            if (count++ % 10 == 0)
            {
                Assert.NotEmpty(ChildPrograms.Ffmpeg("http://127.0.0.1:"));
                Assert.False(ChildPrograms.IsInAnyCommandLine("-hidden"), "A secret stands on a command line.");
            }

            if (count == 40)
            {
                break;
            }
        }

        Assert.Equal(40, count);
        Assert.Contains(_asked, one => one.HasSignIn && one.Path.EndsWith(Path.GetFileName(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Playlist_ThatNamesAnotherHost_IsReadThereWithoutTheSignIn()
    {
        MakeAll();
        await using var web = await StartAsync("Basic", isDemandedOf: "127.0.0.1");
        var own = new Uri(web.Urls.First());
        var segments = await File.ReadAllTextAsync(Path.Combine(Clips.Folder, "hls", "part.m3u8"), Cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(Clips.Folder, "hls", "other.m3u8"),
            segments.Replace("part1.ts", $"http://localhost:{own.Port}/hls/part1.ts", StringComparison.Ordinal), Cancellation);
        var count = 0;
        await foreach (var frame in ReadAsync($"http://ada:{Password}@{own.Authority}/hls/other.m3u8"))
        {
            frame.Dispose();
            if (++count == 35)
            {
                break;
            }
        }

        Assert.Equal(35, count);
        Assert.Contains(_asked, one => one is { Host: "127.0.0.1", Path: "/hls/part0.ts", HasSignIn: true });
        Assert.Contains(_asked, one => one is { Host: "localhost", Path: "/hls/part1.ts", HasSignIn: false });
        Assert.DoesNotContain(_asked, one => one is { Host: "localhost", HasSignIn: true });
    }

    [Fact]
    public async Task Video_ThatBreaksOffOrIsRefused_IsToldWithoutAnySecret()
    {
        MakeAll();
        await using var web = await StartAsync("Digest");
        var host = new Uri(web.Urls.First()).Authority;
        Assert.Contains("refused the sign-in", (await Tester.TestAsync($"http://ada:wrong-hidden@{host}/v.ts", Cancellation)).Error);

        // The list is there, and its parts are not.
        var missing = (await Tester.TestAsync($"http://ada:{Password}@{host}/hls/gone.m3u8?token=Tk5-hidden", Cancellation)).Error;
        Assert.Contains("does not know this address", missing);
        Assert.DoesNotContain("hidden", missing);
    }

    /// <summary>As long as ffmpeg looks into it, and from a server that knows no ranges.</summary>
    [Fact]
    public async Task Video_OfTwoSeconds_GivesPicturesAndIsToldToBeARecording()
    {
        var clip = await File.ReadAllBytesAsync(Clips.Clip("short.ts", 320, 240, 25, 2), Cancellation);
        await using var camera = new FaultCamera(answer => answer.SendAsync(clip, "video/mp2t"));
        Assert.Null((await Tester.TestAsync(camera.Address, Cancellation)).Error);
        var ended = await Assert.ThrowsAsync<CaptureException>(async () =>
        {
            await foreach (var frame in ReadAsync(camera.Address))
            {
                frame.Dispose();
            }
        });
        Assert.StartsWith("What the camera sends has come to its end, as a recording does", ended.Message);
    }

    /// <summary>Of a live video a second and a half is enough to see it, and nothing of it is lost but what the decoder holds back.</summary>
    [Theory]
    [InlineData("mpegts", 10, false)]
    [InlineData("mpegts", 25, true)]
    [InlineData("flv", 10, false)]
    [InlineData("flv", 25, true)]
    public async Task LiveVideo_OfWhichLittleHasCome_GivesAllOfItsPictures(string format, int rate, bool hasSound)
    {
        const int heldBack = 4;
        string[] sound = hasSound ? ["-f", "lavfi", "-i", "sine=duration=1.5", "-c:a", "aac"] : [];
        var clip = await File.ReadAllBytesAsync(
            Clips.Make(
                $"live.{format}", ["-f", "lavfi", "-i", $"testsrc=size=320x240:rate={rate}:duration=1.5", .. sound, "-c:v", "libx264",
                    "-tune", "zerolatency", "-g", "100", "-pix_fmt", "yuv420p", "-f", format]),
            Cancellation);
        await using var camera = new FaultCamera(async answer =>
        {
            await answer.BeginAsync("video/x");
            await answer.WriteAsync(clip);
            await Task.Delay(Timeout.Infinite, answer.Stopped);
        });
        var count = 0;
        await foreach (var frame in ReadAsync(camera.Address))
        {
            frame.Dispose();
            if (++count >= (rate * 3 / 2) - heldBack)
            {
                break;
            }
        }

        Assert.Equal((rate * 3 / 2) - heldBack, count);
    }

    private IAsyncEnumerable<VideoFrame> ReadAsync(string source) =>
        Source.ReadAsync(new FrameRequest(source, 25, Loop: true, RealTime: true), Cancellation);

    private void MakeAll()
    {
        var film = Clips.Make(
            "v.ts", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=10:duration=6", "-c:v", "libx264", "-preset", "ultrafast", "-g", "10",
            "-pix_fmt", "yuv420p", "-f", "mpegts");
        Clips.Make("v.flv", "-i", film, "-c", "copy");

        // Its table is at its end: ffmpeg asks for ranges.
        Clips.Make("v.mp4", "-i", film, "-c", "copy");
        Clips.Make(
            "hls/part.m3u8", "-i", film, "-c", "copy", "-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-hls_segment_filename",
            $"{Clips.Folder}/hls/part%d.ts");
        var list = File.ReadAllText(Path.Combine(Clips.Folder, "hls", "part.m3u8"));
        File.WriteAllText(Path.Combine(Clips.Folder, "hls", "gone.m3u8"), list.Replace("part", "gone", StringComparison.Ordinal));
    }

    private async Task<WebApplication> StartAsync(string scheme, string? isDemandedOf = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Use(async (context, next) =>
        {
            var signIn = context.Request.Headers.Authorization.ToString();
            _asked.Enqueue((context.Request.Host.Host, context.Request.Path, signIn.Length > 0));
            var isDemanded = isDemandedOf is null || isDemandedOf == context.Request.Host.Host;
            if (isDemanded && !IsRight(scheme, signIn, context.Request))
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = scheme == "Basic"
                    ? "Basic realm=\"cam\""
                    : $"Digest realm=\"cam\", nonce=\"{_asked.Count}\", qop=\"auth\"";
                return;
            }

            if (context.Request.Path.StartsWithSegments("/moved", out var rest))
            {
                context.Response.Redirect($"http://{context.Request.Host}{rest}");
                return;
            }

            // A list of lists, by an address with its host.
            if (context.Request.Path == "/hls/main.m3u8")
            {
                await context.Response.WriteAsync(
                    $"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100000\nhttp://{context.Request.Host}/hls/part.m3u8?token=Tk5-hidden\n");
                return;
            }

            await next(context);
        });
        web.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Clips.Folder),
            ServeUnknownFileTypes = true,
            DefaultContentType = "text/plain",
            ContentTypeProvider = new FileExtensionContentTypeProvider(new Dictionary<string, string>()),
        });
        await web.StartAsync(Cancellation);
        return web;
    }

    private static bool IsRight(string scheme, string signIn, HttpRequest request) => scheme == "Basic"
        ? signIn == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada:{Password}"))
        : HttpDigest.IsRight(signIn, "ada", Password, "GET")
            && signIn.Contains($"uri=\"{request.Path}{request.QueryString}\"", StringComparison.Ordinal);
}
