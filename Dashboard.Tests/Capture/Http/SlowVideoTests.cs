using Dashboard.Capture;
using Dashboard.Capture.Substreams;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture.Http;

/// <summary>Video over HTTP that is long in coming, under the watchdog that each camera has.</summary>
[Trait("Category", "System")]
public sealed class SlowVideoTests : FrameSourceTestBase
{
    private readonly FakeTimeProvider _clock = TestTime.CreateClock();
    private int _frames;

    /// <summary>A camera that says nothing is told of after ten seconds as long as it is not known to be slow.</summary>
    [Fact]
    public async Task Camera_ThatTakesTwelveSecondsToBegin_IsWatchedFromItsSecondTryOn_AndWhereItEndsItsVideo()
    {
        const int frames = 50;
        var clip = await ClipAsync();
        using var end = new SemaphoreSlim(0);
        await using var camera = new FaultCamera(async answer =>
        {
            _clock.Advance(TimeSpan.FromSeconds(12));
            if (answer.Number == 1)
            {
                answer.IsLast = true;
                return;
            }

            await answer.BeginAsync("video/x");
            await answer.WriteAsync(clip);
            await end.WaitAsync(answer.Stopped);
            _clock.Advance(TimeSpan.FromSeconds(4));
        });
        var watch = Watch();
        Assert.Contains("sends nothing", await ReadAsync(watch, camera, Cancellation), StringComparison.Ordinal);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = ReadAsync(watch, camera, stop.Token);
        await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > 0 || reading.IsCompleted, "it is watched");
        Assert.True(Volatile.Read(ref _frames) > 0, reading.IsCompleted ? await reading : "");
        end.Release();
        await Eventually.TrueAsync(
            () =>
            {
                // For the pause before it is asked again.
                _clock.Advance(TimeSpan.FromMilliseconds(5));
                return camera.Asked == 3 || reading.IsCompleted;
            },
            "asked again");
        await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > frames + 5 || reading.IsCompleted, "it goes on");
        Assert.True(Volatile.Read(ref _frames) > frames + 5, reading.IsCompleted ? await reading : "");
        await stop.CancelAsync();
        await reading;
    }

    [Fact]
    public async Task Playlists_OfWhichEachTakesSevenSeconds_GiveTheirVideo()
    {
        var clip = await ClipAsync();
        await using var camera = new FaultCamera(async answer =>
        {
            var isPart = answer.Path.EndsWith(".ts", StringComparison.Ordinal);
            _clock.Advance(TimeSpan.FromSeconds(isPart ? 0 : 7));
            await answer.SendAsync(
                isPart ? clip
                    : answer.Path.EndsWith("list.m3u8", StringComparison.Ordinal)
                    ? "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n#EXTINF:2,\nc.ts\n"u8.ToArray()
                    : "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000\nlist.m3u8\n"u8.ToArray(),
                "text/plain");
        });
        var watch = Watch();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = ReadAsync(watch, camera, stop.Token);
        await Eventually.TrueAsync(() => Volatile.Read(ref _frames) > 0 || reading.IsCompleted, "it is watched");
        Assert.True(Volatile.Read(ref _frames) > 0, reading.IsCompleted ? await reading : "");
        await stop.CancelAsync();
        await reading;
    }

    private SourceWatch Watch() => new(1, new CameraFrameSource(Pool, Codec, _clock), _clock, NullLogger.Instance);

    private Task<string> ReadAsync(SourceWatch watch, FaultCamera camera, CancellationToken cancellationToken) => watch.ReadAsync(
        new FrameRequest(camera.Address, 25, Loop: true, RealTime: true)
        {
            OnPicture = watch.OnPicture,
            OnStream = watch.OnStream,
            OnPause = watch.OnPause,
        },
        frame =>
        {
            frame.Dispose();
            Interlocked.Increment(ref _frames);
        },
        cancellationToken);

    private Task<byte[]> ClipAsync() => File.ReadAllBytesAsync(
        Clips.Make(
            "slow.ts", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=25:duration=2", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25",
            "-pix_fmt", "yuv420p", "-bf", "0", "-f", "mpegts"),
        Cancellation);
}
