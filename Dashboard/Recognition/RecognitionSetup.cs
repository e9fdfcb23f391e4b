using Dashboard.Capture.Substreams;
using Dashboard.Configuration;
using Dashboard.Hosting.Process;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Recognition.TestRead;
using Dashboard.Recognition.Vehicles;
using Microsoft.Extensions.Options;

namespace Dashboard.Recognition;

/// <summary>Registers the recogniser, its worker and the picture codec.</summary>
internal static class RecognitionSetup
{
    public static void AddRecognition(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddLiveOptions<RecognitionOptions>(builder.Configuration, RecognitionOptions.Section, new RecognitionOptionsValidator());
        services.AddToOptions(builder.Configuration, (target, from) => target.PostConfigure<RecognitionOptions>(
            options => options.Countries = from.ReadList($"{RecognitionOptions.Section}:{nameof(options.Countries)}") ?? options.Countries));
        services.AddValidatedOptions<FrameSelectionOptions>(
            builder.Configuration, FrameSelectionOptions.Section, new FrameSelectionOptionsValidator());
        services.AddSingleton(provider => new PictureCodec(
            provider.GetRequiredService<FramePool>(), provider.GetRequiredService<MemoryOptions>().DecodedBytes));
        services.AddSingleton<IKeptMemory>(provider => provider.GetRequiredService<PictureCodec>());
        services.AddSingleton<Func<IMotionDetector>>(provider =>
        {
            var frameSelection = provider.GetRequiredService<FrameSelectionOptions>();
            return () => new SubstreamMotion(frameSelection);
        });
        services.AddSingleton<RecognitionStatus>();
        services.AddSingleton<TestReader>();
        services.AddSingleton<IVehicleColorReader, VehicleColorReader>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptionsMonitor<RecognitionOptions>>();
            var recognizer = new PlateRecognizer(options.CurrentValue);
            options.OnChange(recognizer.Use);
            return recognizer;
        });
        services.AddSingleton<IPlateRecognizer>(provider => provider.GetRequiredService<PlateRecognizer>());

        // Loading the models takes a second: whoever is not the first to need them should not wait for it at start.
        services.AddSingleton(provider => new Lazy<IPlateRecognizer>(provider.GetRequiredService<IPlateRecognizer>));
        services.AddHostedService<RecognitionWorker>();
    }
}
