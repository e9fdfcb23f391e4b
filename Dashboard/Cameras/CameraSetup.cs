using Dashboard.Cameras.Import;

namespace Dashboard.Cameras;

/// <summary>Registers the cameras as they are set up.</summary>
internal static class CameraSetup
{
    public static void AddCameras(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CameraStore>();
        builder.Services.AddSingleton<CameraImport>();
    }
}
