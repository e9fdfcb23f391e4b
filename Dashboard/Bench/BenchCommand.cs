using System.CommandLine;
using Dashboard.Bench.Kernels;
using Dashboard.Bench.Speed;
using Dashboard.Capture;
using Dashboard.Commands;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Tracking;

namespace Dashboard.Bench;

/// <summary><c>bench CLIP [--json]</c>: frames a second, time of each stage, and how many cameras this machine carries.</summary>
internal static class BenchCommand
{
    public static Command Create(string[] settings)
    {
        var clip = new Argument<string>(
            "CLIP")
        { Description = $"A video file; up to {SpeedMeasurement.MaxFrames} of its frames, for at most a minute." };
        var json = new Option<bool>("--json") { Description = "The figures as one line of JSON." };
        var command = new Command("bench", "Measure this machine's speed on a clip.")
        {
            clip,
            json,
            SearchSpeed.SearchBenchCommand.Create(settings),
            AlertSpeed.AlertBenchCommand.Create(settings),
            KernelBenchCommand.Create(settings),
        };
        command.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.None,
            (services, console, token) => RunAsync(services, parsed.GetRequiredValue(clip), parsed.GetValue(json), console, token),
            cancellationToken));
        return command;
    }

    /// <summary>Measures; a clip that cannot be read is named and makes the exit code 2.</summary>
    internal static async Task<int> RunAsync(
        IServiceProvider services, string clip, bool json, CommandConsole console, CancellationToken cancellationToken)
    {
        var recognizer = services.GetRequiredService<IPlateRecognizer>();
        var threads = services.GetRequiredService<RecognitionOptions>().EffectiveThreads;
        var measurement = new SpeedMeasurement(
            services.GetRequiredService<CameraFrameSource>(),
            recognizer,
            services.GetRequiredService<PictureCodec>(),
            services.GetRequiredService<FramePool>(),
            services.GetRequiredService<TrackingOptions>().ToRules(),
            services.GetRequiredService<FrameSelectionOptions>());
        Warm(recognizer);
        try
        {
            var figures = await measurement.RunAsync(clip, console, cancellationToken);
            if (figures.Camera.Frames == 0)
            {
                console.Errors.WriteLine($"{clip}: it holds no frame");
                return RecognizeCommand.Unreadable;
            }

            console.Output.WriteLine(json
                ? SpeedText.ToJson(figures, clip, recognizer.Version, Environment.ProcessorCount, threads)
                : SpeedText.Format(figures, Environment.ProcessorCount, threads));
            return 0;
        }
        catch (Exception exception) when (InputPictures.IsUnreadable(exception) && !cancellationToken.IsCancellationRequested)
        {
            console.Errors.WriteLine($"{clip}: {exception.Message}");
            return RecognizeCommand.Unreadable;
        }
    }

    /// <summary>Runs both halves a few times, so that what is compiled on the way does not count.</summary>
    internal static void Warm(IPlateRecognizer recognizer)
    {
        var blank = new LumaImage(new byte[640 * 360], 640, 360, 640);
        for (var i = 0; i < 3; i++)
        {
            recognizer.Detect(blank);
            recognizer.Read(blank, [new DetectedPlate(PlateCorners.FromBox(260, 160, 120, 40), 1)]);
        }
    }
}
