using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dashboard.Bench.Speed;

/// <summary>Speed as a person, or a program, reads it.</summary>
internal static class SpeedText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For a terminal.</summary>
    /// <param name="figures">What was measured.</param>
    /// <param name="cores">Cores of the machine.</param>
    /// <param name="threads">Frames that are recognised at once.</param>
    public static string Format(SpeedFigures figures, int cores, int threads)
    {
        var camera = figures.Camera;
        var text = new StringBuilder();
        text.AppendLine(Invariant(
            $"{camera.Frames} frames of {figures.Width}x{figures.Height}, {camera.Flows} flows, {figures.FramesPerSecond:0.0} frames/s one after the other"));
        text.AppendLine("stage    frames  median ms    mean ms     p95 ms  processor ms    bytes");
        text.AppendLine(
            Invariant(
                $"decode   {camera.Frames,6} {"",10} {figures.Decode.Clock,10:0.00} {"",10} {Number(figures.Decode.Processor),13}        -   (by ffmpeg, beside the rest)"));
        foreach (var stage in camera.Stages)
        {
            text.AppendLine(Invariant(
                $"{stage.Name,-8} {stage.Frames,6} {stage.Median,10:0.00} {stage.Mean,10:0.00} {stage.Late,10:0.00} {stage.Processor,13:0.00} {PerFrame(stage),8:0}"));
        }

        text.AppendLine(
            Invariant(
                $"{camera.Frames - camera.Detect.Frames} frames showed nothing new; {camera.PlatesRead} of {camera.Found} plates were read, the others were known"));
        text.AppendLine(
            Invariant($"a frame, without decoding: {camera.ProcessorPerFrame:0.0} ms of a processor, {camera.BytesPerFrame:0} bytes allocated"));
        text.AppendLine().AppendLine(Invariant(
            $"cameras of {SpeedMeasurement.CameraWidth}x{SpeedMeasurement.CameraHeight} at {SpeedMeasurement.CameraRate:0} frames/s on {cores} cores, {threads} of them recognising (Recognition:Threads):"));
        text.AppendLine("scene   processor ms a frame   decoding ms   cores a camera   cameras   decoded elsewhere");
        foreach (var load in new[] { figures.Moving, figures.Still })
        {
            text.AppendLine(Invariant(
                $"{load.Scene,-8}{load.Recognition,20:0.00} {Number(load.Decoding),13} {load.CoreShare,16:0.000} {load.Cameras(cores, threads),9:0.0} {load.CamerasWithoutDecoding(threads),19:0.0}"));
        }

        text.Append("Beyond that, frames are skipped and counted.");
        return text.ToString();
    }

    /// <summary>One line; times in milliseconds.</summary>
    public static string ToJson(SpeedFigures figures, string clip, string version, int cores, int threads) => JsonSerializer.Serialize(
        new
        {
            clip,
            lpr_version = version,
            frames = figures.Camera.Frames,
            width = figures.Width,
            height = figures.Height,
            flows = figures.Camera.Flows,
            still_frames = figures.Camera.Frames - figures.Camera.Detect.Frames,
            plates_found = figures.Camera.Found,
            plates_read = figures.Camera.PlatesRead,
            frames_per_second = Math.Round(figures.FramesPerSecond, 2),
            bytes_per_frame = Math.Round(figures.Camera.BytesPerFrame),
            processor_ms_per_frame = Rounded(figures.Camera.ProcessorPerFrame),
            decode = new { mean_ms = Rounded(figures.Decode.Clock), processor_ms = Rounded(figures.Decode.Processor) },
            stages = figures.Camera.Stages.ToDictionary(stage => stage.Name, stage => new
            {
                frames = stage.Frames,
                median_ms = Rounded(stage.Median),
                mean_ms = Rounded(stage.Mean),
                p95_ms = Rounded(stage.Late),
                processor_ms = Rounded(stage.Processor),
                bytes = Math.Round(PerFrame(stage)),
            }),
            cores,
            threads,
            cameras = new[] { figures.Moving, figures.Still }.ToDictionary(load => load.Scene, load => new
            {
                width = SpeedMeasurement.CameraWidth,
                height = SpeedMeasurement.CameraHeight,
                frames_per_second = load.Rate,
                processor_ms = Rounded(load.Recognition),
                decode_ms = Rounded(load.Decoding),
                core_share = Rounded(load.CoreShare),
                cameras = Rounded(load.Cameras(cores, threads)),
                cameras_decoded_elsewhere = Rounded(load.CamerasWithoutDecoding(threads)),
            }),
        },
        Json);

    private static double PerFrame(StageTime stage) => stage.Frames == 0 ? 0 : (double)stage.Bytes / stage.Frames;

    private static double? Rounded(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 4) : null;

    private static string Number(double? value) => value is { } number ? Invariant($"{number:0.00}") : "-";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
