using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Dashboard.Api.SeedataApi;

/// <summary>
/// The dialect's JSON as types, for its document alone: the endpoints read and write their JSON by hand. Tests hold what is sent against them.
/// </summary>
internal static class SeedataApiWire
{
    private const string TimePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$";

    [Description("What went wrong. Every answer from 400 up has this body.")]
    public class Error
    {
        [JsonPropertyName("name"), Description("The status in words.")]
        public required string Name { get; init; }

        [JsonPropertyName("message"), Description("What is wrong, and what is allowed.")]
        public required string Message { get; init; }

        [JsonPropertyName("code"), Description("Always 0."), Range(0, 0)]
        public required int Code { get; init; }

        [JsonPropertyName("status"), Description("The status as a number."), Range(400, 599)]
        public required int Status { get; init; }
    }

    [Description("The image was taken, but not recognised.")]
    public sealed class CaptureError : Error
    {
        [JsonPropertyName("image"), JsonPropertyOrder(1), Description("The image: a JPEG in base64, without a data-URL prefix.")]
        public required string Image { get; init; }
    }

    [Description("Who signs in.")]
    public sealed class Credentials
    {
        [JsonPropertyName("email"), Description("E-mail address of the account.")]
        public required string Email { get; init; }

        [JsonPropertyName("password"), Description("Its password.")]
        public required string Password { get; init; }
    }

    [Description("A sign-in that worked.")]
    public sealed class SignedIn
    {
        [JsonPropertyName("success"), Description("Always true: what fails is an error.")]
        public required bool Success { get; init; }

        [JsonPropertyName("data")]
        public required TokenData Data { get; init; }
    }

    [Description("What a sign-in gives.")]
    public sealed class TokenData
    {
        [JsonPropertyName("token"), Description("A JWT, signed with RS256, for the header `Authorization: Bearer …`.")]
        public required string Token { get; init; }
    }

    [Description("One vehicle that passed a camera.")]
    public class Flow
    {
        [JsonPropertyName("id"), JsonPropertyOrder(-7), Description("Number of the flow. Numbers grow in the order of storing.")]
        public required long Id { get; init; }

        [JsonPropertyName("camera"), JsonPropertyOrder(-6), Description("Alias of the camera.")]
        public required string Camera { get; init; }

        [JsonPropertyName("plate"), JsonPropertyOrder(-5), Description("The plate as it was read: lower case, without separators; empty where none was read."), RegularExpression("^[0-9a-z]*$")]
        public required string Plate { get; init; }

        [JsonPropertyName("score"), JsonPropertyOrder(-4), Description("Confidence of the reading, 0 to 1; 0 where no plate was read."), Range(0.0, 1.0)]
        public required double Score { get; init; }

        [JsonPropertyName("timestamp"), JsonPropertyOrder(-3), Description("When the vehicle was seen, in the server's time zone."), RegularExpression(TimePattern)]
        public required string Timestamp { get; init; }

        [JsonPropertyName("trigger_mode"), JsonPropertyOrder(-2), Description("`manual` where a person or a program asked for it, otherwise `auto`."), AllowedValues("auto", "manual")]
        public required string TriggerMode { get; init; }

        [JsonPropertyName("lpr_version"), JsonPropertyOrder(-1), Description("Version of the recognition models that read it.")]
        public required string LprVersion { get; init; }
    }

    [Description("A flow with its pictures.")]
    public class FlowWithPictures : Flow
    {
        [JsonPropertyName("image"), Description("The picture: a JPEG in base64, without a data-URL prefix; null once retention has removed it.")]
        public required string? Image { get; init; }

        [JsonPropertyName("plate_image"), Description("The plate, cut out and straightened, in the same form; null where no plate was found, and once the picture is removed.")]
        public required string? PlateImage { get; init; }
    }

    [Description("A flow that was made by hand, and how.")]
    public sealed class ManualFlow : FlowWithPictures
    {
        [JsonPropertyName("image_source"), JsonPropertyOrder(1), Description("`camera_snapshot` where the camera's snapshot address answered, otherwise `rtsp`: the newest frame of its stream."), AllowedValues("camera_snapshot", "rtsp")]
        public required string ImageSource { get; init; }

        [JsonPropertyName("request_received_at"), JsonPropertyOrder(1), Description("When the request arrived, in the server's time zone."), RegularExpression(TimePattern)]
        public required string RequestReceivedAt { get; init; }

        [JsonPropertyName("retries"), JsonPropertyOrder(1), Description("How many retries were made."), Range(0, 5)]
        public required int Retries { get; init; }

        [JsonPropertyName("capture_delay"), JsonPropertyOrder(1), Description("Milliseconds waited before the first image."), Range(0, 3000)]
        public required int CaptureDelay { get; init; }

        [JsonPropertyName("interval_between_retries"), JsonPropertyOrder(1), Description("Milliseconds between two images."), Range(500, 1500)]
        public required int IntervalBetweenRetries { get; init; }
    }

    [Description("Which camera takes an image, and how patiently.")]
    public sealed class Capture
    {
        [JsonPropertyName("camera_id"), Description("Number of the camera.")]
        public required int CameraId { get; init; }

        [JsonPropertyName("capture_delay"), Description("Milliseconds to wait before the first image; without it, the camera's own delay for manual triggers."), Range(0, 3000)]
        public int CaptureDelay { get; init; }

        [JsonPropertyName("max_retries"), Description("How often to take another image while none can be had or no plate is read in it."), Range(0, 5), DefaultValue(3)]
        public int MaxRetries { get; init; }

        [JsonPropertyName("interval_between_retries"), Description("Milliseconds between two images."), Range(500, 1500), DefaultValue(500)]
        public int IntervalBetweenRetries { get; init; }
    }

    [Description("Which flows are asked for.")]
    public sealed class Search
    {
        [JsonPropertyName("filter"), Description("What must hold; without it, all flows.")]
        public Filter? Filter { get; init; }

        [JsonPropertyName("page"), Description("Page, from 1. It wins over the query's. A page past the end is the last one, a page below 1 the first."), DefaultValue(1L)]
        public long Page { get; init; }
    }

    [Description("Attributes and their conditions; all of them must hold. A condition is a value, which means `=`, or an object of operators, all of which must hold.")]
    public sealed class Filter;

    [Description("A camera.")]
    public sealed class Camera
    {
        [JsonPropertyName("id"), Description("Number of the camera."), Range(1, int.MaxValue)]
        public required int Id { get; init; }

        [JsonPropertyName("alias"), Description("What people call it; flows name it so.")]
        public required string Alias { get; init; }

        [JsonPropertyName("rtsp"), Description("Where its pictures come from: an address, or the path of a file. A password in it is shown as `***`.")]
        public required string Rtsp { get; init; }

        [JsonPropertyName("keep_alive"), Description("When its last frame arrived, in the server's time zone; null: never."), RegularExpression(TimePattern)]
        public required string? KeepAlive { get; init; }

        [JsonPropertyName("capture_mode"), Description("What makes flows: every vehicle that passes (`auto`), requests (`manual`), or both."), AllowedValues("auto", "manual", "both")]
        public required string CaptureMode { get; init; }
    }
}
