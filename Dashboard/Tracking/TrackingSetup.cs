using Dashboard.Configuration;
using Dashboard.Recognition;
using Dashboard.Recognition.Imaging;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Tracking;

/// <summary>Registers the tracker's worker.</summary>
public static class TrackingSetup
{
    /// <summary>Adds it.</summary>
    public static void AddTracking(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<TrackingOptions>(builder.Configuration, "Tracking", new TrackingOptionsValidator());
        builder.Services.AddOptions<FrameSelectionOptions>().Validate<TrackingOptions>(
            (watching, tracking) => watching.SureReads >= tracking.MinimumReads,
            "Watching:SureReads is less than Tracking:MinimumReads; a plate must be read often enough to make a flow")
            .Validate<TrackingOptions>(
                (watching, tracking) => watching.SureConfidence >= tracking.MinimumConfidence,
                "Watching:SureConfidence is less than Tracking:MinimumConfidence; a plate that is sure must count");
        builder.Services.AddSingleton(services =>
        {
            var options = services.GetRequiredService<TrackingOptions>();
            var codec = services.GetRequiredService<JpegCodec>();
            var recognizer = services.GetRequiredService<Lazy<IPlateRecognizer>>();
            return new VehicleTracking(
                options.ToRules(),
                frame => codec.Encode(frame, options.JpegQuality),
                () => recognizer.Value.Version,
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<VehicleTracking>>());
        });
        builder.Services.AddHostedService<TrackingWorker>();
    }
}
