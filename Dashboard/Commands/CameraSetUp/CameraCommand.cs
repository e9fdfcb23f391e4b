using System.CommandLine;
using Dashboard.Cameras;
using Dashboard.Domain.Cameras;

namespace Dashboard.Commands.CameraSetUp;

internal static class CameraCommand
{
    /// <summary>The command <c>camera</c> with <c>add</c>, <c>import</c> and <c>discover</c>.</summary>
    public static Command Create(string[] settings)
    {
        var alias = new Option<string>("--alias") { Description = "The camera's name, 1 to 64 characters.", Required = true };
        var source = new Option<string>("--source")
        {
            Description = "Address (rtsp://, http://), video file or folder of pictures.",
            Required = true,
        };
        var disabled = new Option<bool>("--disabled") { Description = "Keep it, but do not watch it yet." };
        var add = new Command("add", "Add a camera and print its number.") { alias, source, disabled };
        add.SetAction((parsed, cancellationToken) => CommandHost.RunAsync(
            settings,
            DatabaseUse.MadeIfMissing,
            (services, stop) => AddAsync(
                services.GetRequiredService<CameraStore>(),
                new Camera
                {
                    Alias = parsed.GetRequiredValue(alias),
                    Source = FullPath(parsed.GetRequiredValue(source)),
                    IsEnabled = !parsed.GetValue(disabled),
                },
                stop),
            cancellationToken));
        return new Command("camera", "Cameras.") { add, CameraImportCommand.Create(settings), CameraDiscoverCommand.Create(settings) };
    }

    private static async Task<int> AddAsync(CameraStore cameras, Camera camera, CancellationToken cancellationToken)
    {
        var added = await cameras.AddAsync(camera, cancellationToken);
        if (added.Refusal is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return 2;
        }

        Console.WriteLine(added.Value.Id);
        return 0;
    }

    // On a command line a path may start at the working directory, which is not the server's.
    private static string FullPath(string source) =>
        source.Contains("://", StringComparison.Ordinal) || source.Length == 0 ? source : Path.GetFullPath(source);
}
