using System.Collections.Concurrent;
using System.Text;
using Dashboard.Capture;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Http;

/// <summary>Live video in parts (HLS), whose playlist has a length as any answer.</summary>
[Trait("Category", "Server")]
public sealed class LivePartsTests : FrameSourceTestBase
{
    private const int Turned = 5;

    /// <summary>It was taken for a recording, which nobody opens anew; and it was begun three parts before its newest.</summary>
    [Fact]
    public async Task Camera_ThatIsTurned_IsSeenOn_AndFromItsNewestPart()
    {
        var parts = Enumerable.Range(0, 9).Select(Part).ToList();
        var (newest, asked) = (3, new ConcurrentQueue<int>());
        await using var camera = new FaultCamera(async answer =>
        {
            if (answer.Path == "/picture")
            {
                var list = Enumerable.Range(newest - 2, 3).Select(n => $"#EXTINF:1,\n{n}.ts\n");
                await answer.SendAsync(Encoding.ASCII.GetBytes(
                    $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:{newest - 2}\n{string.Concat(list)}"));
                return;
            }

            var part = int.Parse(answer.Path.Trim('/')[..^3], System.Globalization.CultureInfo.InvariantCulture);
            asked.Enqueue(part);
            newest = Math.Min(Math.Max(newest, part + 1), parts.Count - 1);
            await answer.SendAsync(parts[part], "video/mp2t");
        });
        var shapes = new List<(int Width, int Height)>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var frame in Source.ReadAsync(new FrameRequest(camera.Address, 10, Loop: true, RealTime: true), limit.Token))
        {
            using (frame)
            {
                shapes.Add((frame.Width, frame.Height));
            }

            if (shapes[^1] == (360, 640))
            {
                break;
            }
        }

        Assert.Equal([(640, 360), (360, 640)], shapes.Distinct());
        Assert.Equal([3, 4], asked.Distinct().Take(2));
        Assert.DoesNotContain(asked.SkipWhile(part => part < Turned), part => part < Turned);
    }

    /// <summary>It asks for a list and for parts by turns.</summary>
    [Fact]
    public async Task Camera_WhosePasswordIsChangedWhileItIsWatched_IsAskedOnceAndNoMore()
    {
        var (parts, refused, given) = (Enumerable.Range(0, 2).Select(Part).ToList(), 0, 0);
        await using var camera = new FaultCamera(async answer =>
        {
            if (given == 2)
            {
                refused++;
                await answer.SendAsync(default, "text/html", "401 Unauthorized");
            }
            else if (answer.Path == "/picture")
            {
                var list = string.Concat(Enumerable.Range(given, 3).Select(n => $"#EXTINF:1,\n{n}.ts\n"));
                await answer.SendAsync(Encoding.ASCII.GetBytes(
                    $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:{given}\n{list}"));
            }
            else
            {
                await answer.SendAsync(parts[given++], "video/mp2t");
            }
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var failed = await Assert.ThrowsAsync<CaptureException>(async () =>
        {
            var request = new FrameRequest($"http://ada:Wq8-secret@{camera.Host}/picture", 10, Loop: true, RealTime: true);
            await foreach (var frame in Source.ReadAsync(request, limit.Token))
            {
                frame.Dispose();
            }
        });
        Assert.True(failed.IsRefusal);

        // Without the sign-in, which it seems to ask for, and with it.
        Assert.Equal(2, refused);
    }

    /// <summary>One refusal among parts says nothing of the password in the address.</summary>
    [Fact]
    public async Task Camera_ThatRefusesOnePart_IsWatchedOn()
    {
        var (parts, newest, refused) = (Enumerable.Range(0, 5).Select(Part).ToList(), 0, 0);
        await using var camera = new FaultCamera(async answer =>
        {
            if (answer.Path.StartsWith("/picture", StringComparison.Ordinal))
            {
                var list = string.Concat(Enumerable.Range(newest, 3).Select(n => $"#EXTINF:1,\n{n}.ts\n"));
                await answer.SendAsync(Encoding.ASCII.GetBytes(
                    $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:{newest}\n{list}"));
                return;
            }

            var part = int.Parse(answer.Path.Trim('/')[..^3], System.Globalization.CultureInfo.InvariantCulture);
            newest = Math.Min(Math.Max(newest, part + 1), 2);
            if (part == 3 && refused++ == 0)
            {
                await answer.SendAsync(default, "text/html", "403 Forbidden");
                return;
            }

            await answer.SendAsync(parts[part], "video/mp2t");
        });
        var (frames, request) = (0, new FrameRequest($"{camera.Address}?token=Wq8-secret", 10, Loop: true, RealTime: true));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await foreach (var frame in Source.ReadAsync(request, limit.Token))
        {
            frame.Dispose();
            if (refused > 0 && ++frames == 5)
            {
                break;
            }
        }

        Assert.True(refused > 0);
        Assert.Equal(5, frames);
    }

    /// <summary>Its list comes, and a list is no picture: people were sent to change the video's coding.</summary>
    [Theory]
    [InlineData("403 Forbidden", "", "The camera refuses access without a user")]
    [InlineData("404 Not Found", "", "The camera is there but does not know this address")]
    [InlineData("500 Internal Server Error", "", "The camera answered with the error 500")]
    [InlineData("200 OK", "<!DOCTYPE html><html><body>Sign in</body></html>", "a web page")]
    [InlineData("200 OK", "", "empty")]
    public async Task Camera_WhosePartsCannotBeHad_IsToldAsItIs(string status, string body, string expected)
    {
        var newest = 0;
        await using var camera = new FaultCamera(answer =>
        {
            var list = string.Concat(Enumerable.Range(newest++, 3).Select(n => $"#EXTINF:1,\n{n}.ts\n"));
            return answer.Path == "/picture"
                ? answer.SendAsync(Encoding.ASCII.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:{newest}\n{list}"))
                : answer.SendAsync(Encoding.ASCII.GetBytes(body), "video/mp2t", status);
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var failed = await Assert.ThrowsAsync<CaptureException>(async () =>
        {
            await foreach (var frame in Source.ReadAsync(new FrameRequest(camera.Address, 10, Loop: true, RealTime: true), limit.Token))
            {
                frame.Dispose();
            }
        });
        Assert.Contains(expected, failed.Message, StringComparison.Ordinal);
    }

    private byte[] Part(int number) => File.ReadAllBytes(Clips.Make(
        $"turning-{number}.ts", "-f", "lavfi", "-i", $"testsrc=size={(number < Turned ? "640x360" : "360x640")}:rate=10:duration=1", "-c:v", "libx264",
        "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-output_ts_offset", $"{number}", "-muxdelay", "0", "-f", "mpegts"));
}
