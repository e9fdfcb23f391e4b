using Dashboard.Capture.Drops;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Capture.Files;
using Dashboard.Capture.Sharing;
using Dashboard.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Capture;

/// <summary>Registers what watches the cameras.</summary>
internal static class CaptureSetup
{
    public static void AddCapture(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<CaptureOptions>(builder.Configuration, "Capture", new CaptureOptionsValidator());
        builder.Services.AddSingleton<HardwareDecoder>();
        builder.Services.AddSingleton<CameraStatusBoard>();
        builder.Services.TryAddSingleton(_ => new CameraShare());
        builder.Services.AddSingleton<CameraFrameSource>();
        builder.Services.AddSingleton<IFrameSource>(provider => provider.GetRequiredService<CameraFrameSource>());
        builder.Services.AddSingleton<SourceTester>();
        builder.Services.AddSingleton<NewestPictures>();
        builder.Services.AddSingleton<PictureFile>();
        builder.Services.AddSingleton<DropWatchFactory>(provider => (camera, services) => new DropWatch(
            camera, services, provider.GetRequiredService<PictureFile>(), provider.GetRequiredService<IDropReader>(),
            provider.GetRequiredService<ServerOptions>()));
        builder.Services.AddHostedService<CameraSupervisor>();
    }
}
