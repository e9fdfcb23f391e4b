using Dashboard.Configuration;
using Dashboard.Recognition;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Tracking;

/// <summary>Registers the tracker's worker.</summary>
internal static class TrackingSetup
{
    public static void AddTracking(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<TrackingOptions>(builder.Configuration, "Tracking", new TrackingOptionsValidator());
        builder.Services.AddOptions<FrameSelectionOptions>().Validate<TrackingOptions>(
            (selection, tracking) => selection.SureReads >= tracking.MinReads,
            "FrameSelection:SureReads is less than Tracking:MinReads; a plate must be read often enough to make a flow")
            .Validate<TrackingOptions>(
                (selection, tracking) => selection.SureConfidence >= tracking.MinConfidence,
                "FrameSelection:SureConfidence is less than Tracking:MinConfidence; a plate that is sure must count");
        builder.Services.AddSingleton<IPictureEncoder, PictureEncoder>();
        builder.Services.AddSingleton(services => new VehicleTracking(
            services.GetRequiredService<TrackingOptions>().ToRules(),
            services.GetRequiredService<IPictureEncoder>(),
            () => services.GetRequiredService<Lazy<IPlateRecognizer>>().Value.Version,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<VehicleTracking>>()));
        builder.Services.AddHostedService<TrackingWorker>();
    }
}
