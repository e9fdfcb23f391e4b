using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Domain.Flows;

namespace Dashboard.Flows.Seedata;

[DisplayName("Flow"), Description("One vehicle that passed a camera.")]
internal record SeedataFlow
{
    public static SeedataFlow Example { get; } = new()
    {
        Id = 465,
        Camera = "camera_1",
        Plate = "aaa1a11",
        Score = 0.952351m,
        Timestamp = "2025-02-08 22:52:46",
        TriggerMode = "manual",
        LprVersion = "1.8.0",
    };

    [Description("Number of the flow. Numbers grow in the order of storing.")]
    public required long Id { get; init; }

    [Description("Alias of the camera.")]
    public required string Camera { get; init; }

    [Description("The plate as it was read, or as somebody corrected it: lower case, without separators; empty where none was read."), RegularExpression("^[0-9a-z]*$")]
    public required string Plate { get; init; }

    [Description("Confidence of the reading, 0 to 1; 0 where no plate was read."), Range(0.0, 1.0)]
    public required decimal Score { get; init; }

    [Description("When the vehicle was seen, in the server's time zone."), RegularExpression(SeedataTimestamp.Pattern)]
    public required string Timestamp { get; init; }

    [Description("`manual` where a person or a program asked for it, otherwise `auto`."), AllowedValues("auto", "manual")]
    public required string TriggerMode { get; init; }

    [Description("Version of the recognition models that read it.")]
    public required string LprVersion { get; init; }

    [JsonPropertyOrder(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Where the vehicle went; only where `expand=direction` asks for it.")]
    public SeedataDirection Direction { get; init; } = null!; // Left out rather than null: generators of clients know no object that may be null.

    /// <summary>How the row is written: the text stands as it is, slashes, plus signs and letters beyond ASCII are not escaped.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static SeedataFlow From(FlowWithCamera row, TimeZoneInfo zone) => From(row.Flow, row.Camera, zone);

    public static SeedataFlow From(Flow flow, string camera, TimeZoneInfo zone) => new()
    {
        Id = flow.Id,
        Camera = camera,
        Plate = flow.Plate.ToLowerInvariant(),
        Score = ScoreOf(flow),
        Timestamp = SeedataTimestamp.Show(flow.CapturedAt, zone),
        TriggerMode = flow.TriggerMode == Domain.Flows.TriggerMode.Manual ? "manual" : "auto",
        LprVersion = flow.LprVersion,
    };

    // Six places as a decimal: a double would write a small score as 1E-06.
    private static decimal ScoreOf(Flow flow) =>
        flow.Plate.Length == 0 || double.IsNaN(flow.Confidence) ? 0 : Math.Round((decimal)Math.Clamp(flow.Confidence, 0, 1), 6);
}
