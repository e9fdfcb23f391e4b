using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Dashboard.Capture;
using Dashboard.Domain.Tracking;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Commands;

/// <summary><c>bench CLIP</c>: frames a second, time of each stage, and how many cameras this machine carries.</summary>
public static class BenchCommand
{
    private const int MostFrames = 300;
    private const double CameraRate = 10;
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(60);

    /// <summary>The command.</summary>
    public static Command Create(string[] settings)
    {
        var clip = new Argument<string>("CLIP") { Description = "A video file; up to 300 of its frames, for at most a minute." };
        var command = new Command("bench", "Measure this machine's speed on a clip.") { clip };
        command.SetAction((parsed, cancel) => CommandHost.RunWithoutDatabaseAsync(
            settings, (services, stop) => RunAsync(services, parsed.GetRequiredValue(clip), stop), cancel));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string clip, CancellationToken cancel)
    {
        var recognizer = services.GetRequiredService<PpOcrRecognizer>();
        var codec = services.GetRequiredService<JpegCodec>();
        var options = services.GetRequiredService<RecognitionOptions>();
        var source = services.GetRequiredService<FfmpegFrameSource>();
        var stages = new StageTimes();
        var tracker = new PlateTracker(new TrackingRules());
        recognizer.Recognize(new LumaImage(new byte[640 * 360], 640, 360, 640));
        try
        {
            await MeasureAsync(source.ReadAsync(new FrameRequest(clip, null, Loop: false, RealTime: false), cancel), recognizer, codec, tracker, stages);
        }
        catch (Exception problem) when (InputPictures.IsUnreadable(problem))
        {
            Console.Error.WriteLine($"{clip}: {problem.Message}");
            return RecognizeCommand.Unreadable;
        }

        if (stages.Frames == 0)
        {
            Console.Error.WriteLine($"{clip}: it holds no frame");
            return RecognizeCommand.Unreadable;
        }

        Console.WriteLine(stages.Report(options.EffectiveThreads));
        return 0;
    }

    private static async Task MeasureAsync(
        IAsyncEnumerable<VideoFrame> frames, PpOcrRecognizer recognizer, JpegCodec codec, PlateTracker tracker, StageTimes stages)
    {
        var whole = Stopwatch.StartNew();
        var mark = Stopwatch.GetTimestamp();
        await foreach (var next in frames)
        {
            using var frame = next;
            stages.Decode.Add(Lap(ref mark));
            var luma = LumaImage.Of(frame);
            var boxes = recognizer.FindText(luma, null);
            stages.Detect.Add(Lap(ref mark));
            var reads = recognizer.ReadPlates(luma, boxes, 10);
            stages.Read.Add(Lap(ref mark));
            var tracked = tracker.Observe(frame.CapturedAt, frame.Width, frame.Height, reads);
            stages.Track.Add(Lap(ref mark));
            if (tracked.Any(read => read.IsBestView))
            {
                codec.Encode(frame);
                stages.Encode.Add(Lap(ref mark));
            }

            stages.Flows += tracker.Close(frame.CapturedAt).Flows.Count;
            (stages.Width, stages.Height) = (frame.Width, frame.Height);
            if (++stages.Frames == MostFrames || whole.Elapsed > LongestRun)
            {
                break;
            }

            mark = Stopwatch.GetTimestamp();
        }

        stages.Flows += tracker.CloseAll().Flows.Count;
        stages.Whole = whole.Elapsed;
    }

    private static double Lap(ref long mark)
    {
        var took = Stopwatch.GetElapsedTime(mark).TotalMilliseconds;
        mark = Stopwatch.GetTimestamp();
        return took;
    }

    /// <summary>Milliseconds of each frame in each stage.</summary>
    private sealed class StageTimes
    {
        public List<double> Decode { get; } = [];

        public List<double> Detect { get; } = [];

        public List<double> Read { get; } = [];

        public List<double> Track { get; } = [];

        public List<double> Encode { get; } = [];

        public int Frames { get; set; }

        public int Flows { get; set; }

        public int Width { get; set; }

        public int Height { get; set; }

        public TimeSpan Whole { get; set; }

        public string Report(int threads)
        {
            var work = (Detect.Sum() + Read.Sum() + Track.Sum() + Encode.Sum()) / Frames;
            var perSecond = 1000 * threads / work;
            return string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {Frames} frames of {Width}x{Height}, {Flows} flows, {Frames / Whole.TotalSeconds:0.0} frames/s one after the other
                stage    frames   mean ms    p95 ms
                {Line("decode", Decode)}   (waiting for ffmpeg, which decodes meanwhile)
                {Line("detect", Detect)}
                {Line("read", Read)}
                {Line("track", Track)}
                {Line("encode", Encode)}   (only a vehicle's best views)
                This machine recognises about {perSecond:0.0} frames/s with {threads} thread(s) (Recognition:Threads, {Environment.ProcessorCount} cores):
                {perSecond / CameraRate:0.0} cameras at 10 frames/s, or {perSecond / 2:0.0} at 2 frames/s; beyond that, frames are skipped and counted.
                """);
        }

        private static string Line(string name, List<double> times)
        {
            var sorted = times.Order().ToArray();
            var (mean, late) = sorted.Length == 0 ? (0, 0) : (sorted.Average(), sorted[(int)(0.95 * (sorted.Length - 1))]);
            return string.Create(CultureInfo.InvariantCulture, $"{name,-8} {sorted.Length,6} {mean,9:0.0} {late,9:0.0}");
        }
    }
}
