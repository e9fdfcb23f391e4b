using System.Diagnostics;
using Dashboard.Capture;
using Dashboard.Commands;
using Dashboard.Domain.Tracking;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Bench.Speed;

/// <summary>Runs a clip through the pipeline: as it is, as a camera of 1920 x 1080 sees it, and as a scene that stands still.</summary>
internal sealed class SpeedMeasurement(
    IFrameSource source, IPlateRecognizer recognizer, PictureCodec codec, FramePool pool, TrackingRules rules, FrameSelectionOptions watching)
{
    /// <summary>Width of the camera whose number is asked for.</summary>
    public const int CameraWidth = 1920;

    public const int CameraHeight = 1080;

    public const double CameraRate = 10;

    /// <summary>The most frames of a clip that are looked at.</summary>
    public const int MaxFrames = 300;

    /// <summary>How many frames a still scene lasts.</summary>
    public const int StillFrames = 300;

    private static readonly TimeSpan MaxRunTime = TimeSpan.FromSeconds(60);

    /// <summary>Measures; no frames where the clip has none. Throws as the source does where it cannot be read.</summary>
    public async Task<SpeedFigures> RunAsync(string clip, CommandConsole console, CancellationToken cancellationToken)
    {
        var (decode, frames) = await DecodeAsync(clip, cancellationToken);
        var step = console.Begin("Measuring", frames, "frames");
        var native = new BenchCamera(recognizer, codec, rules, watching);
        var large = new BenchCamera(recognizer, codec, rules, watching);
        var (width, height, maxReads) = (0, 0, -1);
        FrameScaler? scaler = null;
        VideoFrame? busiest = null;
        var whole = Stopwatch.StartNew();
        try
        {
            await foreach (var next in FramesAsync(clip, cancellationToken))
            {
                using var frame = next;
                (width, height) = (frame.Width, frame.Height);
                scaler ??= new FrameScaler(pool, CameraWidth, CameraHeight);
                var reads = native.Take(frame);
                var scaled = scaler.Scale(frame);
                large.Take(scaled);
                if (reads.Count > maxReads)
                {
                    (maxReads, busiest, scaled) = (reads.Count, scaled, busiest);
                }

                scaled?.Dispose();
                step.Report(native.Frames);
                if (native.Frames == MaxFrames || whole.Elapsed > MaxRunTime)
                {
                    break;
                }
            }

            native.End();
            var still = new BenchCamera(recognizer, codec, rules, watching);
            if (busiest is not null)
            {
                Stand(still, busiest, console.Begin("Standing still", StillFrames, "frames"), cancellationToken);
            }

            // Decoding takes time by the pixel.
            var scale = width == 0 ? 0 : (double)(CameraWidth * CameraHeight) / (width * height);
            return new SpeedFigures(
                width, height, native, decode, new CameraLoad("moving", large.ProcessorPerFrame, decode.Processor * scale, CameraRate),
                new CameraLoad("still", still.ProcessorPerFrame, decode.Processor * scale, CameraRate));
        }
        finally
        {
            busiest?.Dispose();
        }
    }

    /// <summary>Decoding alone: the clock for frames that are waited for, and the processor's time of the program that decodes.</summary>
    private async Task<(DecodeTime Time, int Frames)> DecodeAsync(string clip, CancellationToken cancellationToken)
    {
        var before = ProcessorTime.OfEndedPrograms;
        var whole = Stopwatch.StartNew();
        var frames = 0;
        await foreach (var frame in FramesAsync(clip, cancellationToken))
        {
            frame.Dispose();
            if (++frames == MaxFrames || whole.Elapsed > MaxRunTime)
            {
                break;
            }
        }

        var busy = ProcessorTime.OfEndedPrograms - before;
        return frames == 0 ? (new DecodeTime(0, null), 0) : (new DecodeTime(whole.Elapsed.TotalMilliseconds / frames, busy / frames), frames);
    }

    /// <summary>The same picture again and again, with the noise of a sensor.</summary>
    private void Stand(BenchCamera camera, VideoFrame picture, ProgressStep step, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var noise = new byte[(1 << 16) + picture.Width];
        random.NextBytes(noise);
        for (var i = 0; i < StillFrames; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var frame = pool.Rent(picture.Width, picture.Height);
            picture.Data.CopyTo(frame.Data);
            frame.CapturedAt = picture.CapturedAt + TimeSpan.FromSeconds(i / CameraRate);
            frame.Sequence = i;
            for (var y = 0; y < frame.Height; y++)
            {
                AddNoise(frame.Y.Span.Slice(y * frame.Width, frame.Width), noise.AsSpan(random.Next(1 << 16)));
            }

            camera.Take(frame);
            step.Increment();
        }

        camera.End();
    }

    /// <summary>Up to two levels up or down.</summary>
    private static void AddNoise(Span<byte> row, ReadOnlySpan<byte> noise)
    {
        for (var x = 0; x < row.Length; x++)
        {
            row[x] = (byte)Math.Clamp(row[x] + (noise[x] % 5) - 2, 0, 255);
        }
    }

    private IAsyncEnumerable<VideoFrame> FramesAsync(string clip, CancellationToken cancellationToken) =>
        source.ReadAsync(new FrameRequest(clip, null, Loop: false, RealTime: false), cancellationToken);
}

/// <summary>Time to decode a frame in milliseconds: by the clock, and of the processor (null where it is not counted).</summary>
internal sealed record DecodeTime(double Clock, double? Processor);

/// <param name="Width">Width of the clip's frames.</param>
/// <param name="Camera">The clip as it is, with the times of all stages.</param>
/// <param name="Decode">Decoding it.</param>
/// <param name="Moving">The clip as a camera of 1920 x 1080 sees it.</param>
/// <param name="Still">The same camera before a scene that stands still.</param>
internal sealed record SpeedFigures(int Width, int Height, BenchCamera Camera, DecodeTime Decode, CameraLoad Moving, CameraLoad Still)
{
    /// <summary>Frames a second that one thread recognises, one after the other, by the clock.</summary>
    public double FramesPerSecond => 1000 * Camera.Frames / Math.Max(1e-9, Camera.Stages.Sum(stage => stage.Mean * stage.Frames));
}
