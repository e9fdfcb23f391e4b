using Dashboard.Capture;
using Dashboard.Commands;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Bench;

/// <summary>Runs a command that measures, with a recogniser of the test.</summary>
internal static class CommandRun
{
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        IPlateRecognizer recognizer, RecognitionOptions options, Func<IServiceProvider, CommandConsole, Task<int>> command)
    {
        await using var services = new ServiceCollection()
            .AddSingleton(recognizer)
            .AddSingleton(new FramePool())
            .AddSingleton<PictureCodec>()
            .AddSingleton<CameraFrameSource>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(options)
            .AddSingleton(new TrackingOptions())
            .AddSingleton(new FrameSelectionOptions())
            .BuildServiceProvider();
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await command(services, new PlainConsole(output, errors, TestTime.CreateClock()));
        return (code, output.ToString(), errors.ToString());
    }
}
