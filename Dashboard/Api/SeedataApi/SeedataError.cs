using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Api.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Api.SeedataApi;

[DisplayName("Error"), Description(ApiErrorFormat.BodyDescription)]
internal record SeedataError(
    [property: Description("The status in words.")] string Name,
    [property: Description("What is wrong, and what is allowed.")] string Message,
    [property: Description("Always 0."), Range(0, 0)] int Code,
    [property: Description("The status as a number."), Range(400, 599)] int Status)
{
    public static SeedataError Create(int status, string message) => new(NameOf(status), message, 0, status);

    /// <summary>The status' reason phrase; 422 is spelled as the dialect's documentation spells it.</summary>
    public static string NameOf(int status)
    {
        var phrase = status == StatusCodes.Status422UnprocessableEntity ? "Unprocessable entity" : ReasonPhrases.GetReasonPhrase(status);
        return phrase.Length > 0 ? phrase : status.ToString(CultureInfo.InvariantCulture);
    }
}

[DisplayName("CaptureError"), Description("The image was taken, but not recognised.")]
internal sealed record SeedataCaptureError(
    string Name,
    string Message,
    int Code,
    int Status,
    [property: JsonPropertyOrder(1), Description("The image: a JPEG in base64, without a data-URL prefix.")] byte[] Image)
    : SeedataError(Name, Message, Code, Status)
{
    public static SeedataCaptureError Create(int status, string message, byte[] image) => new(NameOf(status), message, 0, status, image);
}

/// <summary>The dialect's errors, and its usual words for each status.</summary>
internal sealed class SeedataErrorFormat : ApiErrorFormat
{
    public const string Unauthorized = "Your request was made with invalid or missing credentials.";
    public const string Forbidden = "You are not allowed to do this.";

    public override string ContentType => SeedataJson.ContentType;

    public override byte[] Write(ApiException exception, string message) => exception.Image is { } image
        ? JsonSerializer.SerializeToUtf8Bytes(SeedataCaptureError.Create(exception.Status, message, image), SeedataJson.Options)
        : JsonSerializer.SerializeToUtf8Bytes(SeedataError.Create(exception.Status, message), SeedataJson.Options);

    public override string UsualMessage(int status) => status switch
    {
        400 => "The request could not be understood.",
        401 => Unauthorized,
        403 => Forbidden,
        413 => JsonBody.TooLarge,
        415 => JsonBody.NotJson,
        429 => "Too many requests; the header Retry-After says how many seconds to wait.",
        404 or 405 or >= 500 => base.UsualMessage(status),
        _ => SeedataError.NameOf(status),
    };
}
