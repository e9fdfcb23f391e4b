using Dashboard.Configuration;
using Dashboard.Recognition;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Recognition.Vehicles;

namespace Dashboard.Tracking;

internal static class TrackingSetup
{
    public static void AddTracking(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<TrackingOptions>(builder.Configuration, "Tracking", new TrackingOptionsValidator());
        builder.Services.AddToOptions(builder.Configuration, (target, from) => target.AddOptions<FrameSelectionOptions>()
            .Validate(
                selection => selection.SureReads >= Read(from).MinReads,
                "FrameSelection:SureReads is less than Tracking:MinReads; a plate must be read often enough to make a flow")
            .Validate(
                selection => selection.SureConfidence >= Read(from).MinConfidence,
                "FrameSelection:SureConfidence is less than Tracking:MinConfidence; a plate that is sure must count"));
        builder.Services.AddSingleton<IPictureEncoder, PictureEncoder>();
        builder.Services.AddSingleton(services => new VehicleTracking(
            services.GetRequiredService<TrackingOptions>().ToRules(),
            services.GetRequiredService<IPictureEncoder>(),
            services.GetRequiredService<IVehicleColorReader>(),
            () => services.GetRequiredService<Lazy<IPlateRecognizer>>().Value.Version,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<VehicleTracking>>()));
        builder.Services.AddSingleton<TrackingWorker>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<TrackingWorker>());
    }

    // From where both come, so that neither is compared with what the other was before. What is wrong by itself is said there.
    private static TrackingOptions Read(IConfiguration from) =>
        from.GetSection("Tracking").Get<TrackingOptions>() is { } options && new TrackingOptionsValidator().Validate(null, options).Succeeded
            ? options
            : new TrackingOptions { MinReads = 0, MinConfidence = 0 };
}
