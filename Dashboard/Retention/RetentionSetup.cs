using Dashboard.Configuration;
using Dashboard.Hosting;
using Dashboard.Retention.Plates;

namespace Dashboard.Retention;

/// <summary>Registers what deletes what is older than it is kept. An agent keeps its pictures below their size instead.</summary>
internal static class RetentionSetup
{
    public static void AddRetention(this WebApplicationBuilder builder)
    {
        builder.Services.AddLiveOptions(builder.Configuration, RetentionOptions.Section, new RetentionOptionsValidator());
        builder.Services.AddSingleton<RetentionStatus>();
        builder.Services.AddSingleton<FlowRemoval>();
        builder.Services.AddSingleton<PictureRemoval>();
        builder.Services.AddSingleton<RetentionForecast>();
        builder.Services.AddSingleton<EvidenceHolds>();
        builder.Services.AddSingleton<ErasedPictures>();
        builder.Services.AddSingleton<PlateErasure>();
        builder.Services.AddSingleton<PlateRecord>();
        builder.Services.AddSingleton<RetentionCleanup>();
        builder.AddServerHostedService<RetentionCleanup>();
    }
}
