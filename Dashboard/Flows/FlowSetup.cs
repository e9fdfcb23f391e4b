using Dashboard.Capture.Drops;
using Dashboard.Flows.Corrections;
using Dashboard.Flows.Drops;
using Dashboard.Flows.Export;
using Dashboard.Flows.Manual;
using Dashboard.Flows.Notes;
using Dashboard.Flows.Plates;
using Dashboard.Flows.Profiles;
using Dashboard.Flows.Recording;
using Dashboard.Flows.SavedFilters;
using Dashboard.Hosting;

namespace Dashboard.Flows;

/// <summary>Registers the recorder, the search and the pictures of flows.</summary>
internal static class FlowSetup
{
    public static void AddFlows(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FlowFeed>();
        builder.Services.AddSingleton<RemovedLastPlateFeed>();
        builder.Services.AddSingleton<FlowSearch>();
        builder.Services.AddSingleton<FlowCorrector>();
        builder.Services.AddSingleton<SavedFilterStore>();
        builder.Services.AddSingleton<NoteStore>();
        builder.Services.AddSingleton<PlateHistory>();
        builder.Services.AddSingleton<PictureFaults>();
        builder.Services.AddSingleton<CameraProfileReader>();
        builder.Services.AddSingleton<FlowImages>();
        builder.Services.AddSingleton<FlowWriter>();
        builder.Services.AddSingleton<RecorderStatus>();
        builder.Services.AddSingleton<FlowReader>();
        builder.Services.AddSingleton<ExportRuns>();
        builder.Services.AddSingleton<ManualImages>();
        builder.Services.AddSingleton<ManualCapture>();
        builder.Services.AddSingleton<IDropReader, DropReader>();
        builder.Services.AddHostedService<FlowRecorder>();
        builder.Services.AddHostedService<OrphanedPictureCleanup>();
        builder.Services.AddHostedService<PreviewCleanup>();
        builder.Services.AddSingleton<MissingPictures>();
        builder.Services.AddSingleton<IHealthWarning>(provider => provider.GetRequiredService<MissingPictures>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<MissingPictures>());
    }
}
