using Dashboard.Capture;
using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Capture;

[Trait("Category", "System")]
public sealed class FfmpegFrameSourceTests : IDisposable
{
    private readonly TestClips _clips = new();
    private readonly JpegCodec _codec;
    private readonly FfmpegFrameSource _source;

    public FfmpegFrameSourceTests()
    {
        var pool = new FramePool();
        _codec = new JpegCodec(pool);
        _source = new FfmpegFrameSource(pool, _codec, TimeProvider.System);
    }

    public void Dispose()
    {
        _codec.Dispose();
        _clips.Dispose();
    }

    [Fact]
    public async Task File_Once_GivesEveryFrameInOrder()
    {
        var clip = _clips.Clip("clip.mp4", 320, 180, 25, 2);
        var frames = await ReadAsync(new FrameRequest(clip, null, Loop: false, RealTime: false));
        Assert.Equal(50, frames.Count);
        Assert.Equal(Enumerable.Range(0, 50).Select(n => (long)n), frames.Select(f => f.Sequence));
        Assert.All(frames, f => Assert.Equal((320, 180), (f.Width, f.Height)));
        Assert.Equal(TimeSpan.FromSeconds(49 / 25.0), frames[^1].At - frames[0].At);
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(25, 50)]
    [InlineData(30, 50)]
    [InlineData(0.5, 1)]
    public async Task File_AtRate_GivesSoManyFramesAndNeverOneTwice(double rate, int expected)
    {
        var clip = _clips.Clip("clip.mp4", 160, 120, 25, 2);
        Assert.Equal(expected, (await ReadAsync(new FrameRequest(clip, rate, Loop: false, RealTime: false))).Count);
    }

    [Fact]
    public async Task File_LimitedRange_ComesAsFullRange()
    {
        var clip = _clips.Make("white.mp4", "-f", "lavfi", "-i", "color=white:size=64x48:rate=5:duration=1", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        var frame = (await ReadAsync(new FrameRequest(clip, null, Loop: false, RealTime: false)))[0];
        Assert.InRange(frame.FirstLuma, 253, 255);
    }

    private async Task<List<Seen>> ReadAsync(FrameRequest request, int most = int.MaxValue)
    {
        var seen = new List<Seen>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var frame in _source.ReadAsync(request, limit.Token))
        {
            using (frame)
            {
                seen.Add(new Seen(frame.Width, frame.Height, frame.Sequence, frame.CapturedAt, frame.Y.Span[0]));
            }

            if (seen.Count == most)
            {
                break;
            }
        }

        return seen;
    }

    private sealed record Seen(int Width, int Height, long Sequence, DateTimeOffset At, byte FirstLuma);
}
