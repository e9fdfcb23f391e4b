using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Dashboard.Flows.Seedata;

namespace Dashboard.Api.SeedataApi;

[DisplayName("FlowWithPictures"), Description("A flow with its pictures.")]
internal record SeedataFlowWithPictures : SeedataFlow
{
    /// <summary>The beginning of a JPEG.</summary>
    public static byte[] ExampleJpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, 0, 1, 1];

    public static new SeedataFlowWithPictures Example { get; } = new(SeedataFlow.Example, ExampleJpeg, ExampleJpeg);

    [SetsRequiredMembers]
    internal SeedataFlowWithPictures(SeedataFlow flow, byte[]? image, byte[]? plateImage)
        : base(flow) => (Image, PlateImage) = (image, plateImage);

    [JsonPropertyOrder(1), Description("The picture: a JPEG in base64, without a data-URL prefix; null once retention has removed it.")]
    public required byte[]? Image { get; init; }

    [JsonPropertyOrder(1)]
    [Description("The plate, cut out and straightened, in the same form; null where no plate was found, and once the picture is removed.")]
    public required byte[]? PlateImage { get; init; }
}

[DisplayName("ManualFlow"), Description("A flow of a manual capture, and how it was made.")]
internal sealed record SeedataManualFlow : SeedataFlowWithPictures
{
    public static new SeedataManualFlow Example { get; } = new(SeedataFlowWithPictures.Example)
    {
        ImageSource = "camera_snapshot",
        RequestReceivedAt = "2025-02-08 22:52:45",
        Retries = 0,
        CaptureDelay = 1000,
        IntervalBetweenRetries = 500,
    };

    [SetsRequiredMembers]
    internal SeedataManualFlow(SeedataFlowWithPictures flow)
        : base(flow, flow.Image, flow.PlateImage) => (ImageSource, RequestReceivedAt) = ("", "");

    [JsonPropertyOrder(2), AllowedValues("camera_snapshot", "rtsp")]
    [Description("`camera_snapshot` where the camera's snapshot address answered, otherwise `rtsp`: the newest frame of its stream.")]
    public required string ImageSource { get; init; }

    [JsonPropertyOrder(2), Description("When the request arrived, in the server's time zone."), RegularExpression(SeedataTimestamp.Pattern)]
    public required string RequestReceivedAt { get; init; }

    [JsonPropertyOrder(2), Description("How many retries were made."), Range(0, CaptureRequest.MaxRetriesAllowed)]
    public required int Retries { get; init; }

    [JsonPropertyOrder(2), Description("Milliseconds waited before the first image."), Range(0, CaptureRequest.MaxDelay)]
    public required int CaptureDelay { get; init; }

    [JsonPropertyOrder(2), Description("Milliseconds between two images."), Range(CaptureRequest.MinInterval, CaptureRequest.MaxInterval)]
    public required int IntervalBetweenRetries { get; init; }
}
