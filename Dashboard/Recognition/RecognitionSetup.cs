using Dashboard.Configuration;
using Dashboard.Recognition.Imaging;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Recognition.TestRead;

namespace Dashboard.Recognition;

/// <summary>Registers the recogniser, its worker and the picture codec.</summary>
internal static class RecognitionSetup
{
    public static void AddRecognition(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<RecognitionOptions>(builder.Configuration, RecognitionOptions.Section, new RecognitionOptionsValidator());
        services.AddValidatedOptions<FrameSelectionOptions>(
            builder.Configuration, FrameSelectionOptions.Section, new FrameSelectionOptionsValidator());
        services.AddSingleton<PictureCodec>();
        services.AddSingleton<RecognitionStatus>();
        services.AddSingleton<TestReader>();
        services.AddSingleton<PlateRecognizer>();
        services.AddSingleton<IPlateRecognizer>(provider => provider.GetRequiredService<PlateRecognizer>());

        // Loading the models takes a second: whoever is not the first to need them should not wait for it at start.
        services.AddSingleton(provider => new Lazy<IPlateRecognizer>(provider.GetRequiredService<IPlateRecognizer>));
        services.AddHostedService<RecognitionWorker>();
    }
}
