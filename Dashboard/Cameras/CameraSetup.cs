using Dashboard.Cameras.Import;
using Dashboard.Cameras.Onvif;

namespace Dashboard.Cameras;

/// <summary>Registers the cameras as they are set up.</summary>
internal static class CameraSetup
{
    public static void AddCameras(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CameraStore>();
        builder.Services.AddSingleton<CameraDirectory>();
        builder.Services.AddSingleton<CameraTurns>();
        builder.Services.AddSingleton<CameraCountries>();
        builder.Services.AddSingleton<CameraImport>();
        builder.Services.AddSingleton(provider => new OnvifDiscovery(provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<OnvifClient>();
    }
}
