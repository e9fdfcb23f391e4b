using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Api.SeedataApi;

/// <summary>
/// The dialect's error body, <c>{"name","message","code":0,"status"}</c>. Whatever ends a request with 400 or more and
/// writes nothing itself (authentication, routing, a rate limit) gets one from <see cref="ErrorBodyMiddleware"/>; the
/// methods here are for whoever has something better to say than the status' usual words.
/// </summary>
public static class ErrorBody
{
    /// <summary>Content type of every answer of this dialect.</summary>
    internal const string JsonType = "application/json; charset=UTF-8";

    /// <summary>The text stands as it is: slashes, plus signs and letters beyond ASCII are not escaped.</summary>
    internal static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer with the error body; an empty <paramref name="message"/> is the status' usual words.</summary>
    /// <param name="status">400 to 599.</param>
    /// <param name="message">What is wrong, for the caller.</param>
    /// <param name="image">A JPEG that the caller gets nevertheless, as <c>image</c>.</param>
    public static IResult Result(int status, string message = "", byte[]? image = null) => new ErrorResult(status, message, image);

    /// <summary>Answers with the error body now; an empty <paramref name="message"/> is the status' usual words.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string message = "", byte[]? image = null)
    {
        var body = Compose(status, message.Length == 0 ? UsualMessage(status) : message, image);
        context.Response.StatusCode = status;
        context.Response.ContentType = JsonType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>The status' reason phrase; 422 is spelled as the dialect's documentation spells it.</summary>
    internal static string Name(int status)
    {
        var phrase = status == StatusCodes.Status422UnprocessableEntity ? "Unprocessable entity" : ReasonPhrases.GetReasonPhrase(status);
        return phrase.Length > 0 ? phrase : status.ToString(CultureInfo.InvariantCulture);
    }

    private static ReadOnlyMemory<byte> Compose(int status, string message, byte[]? image)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("name", Name(status));
            json.WriteString("message", message);
            json.WriteNumber("code", 0);
            json.WriteNumber("status", status);
            if (image is not null)
            {
                json.WriteBase64String("image", image);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static string UsualMessage(int status) => status switch
    {
        400 => "The request could not be understood.",
        401 => "Your request was made with invalid or missing credentials.",
        403 => "You are not allowed to do this.",
        404 => "There is nothing at this address.",
        405 => "This address does not know the request's method; the header Allow names those that it knows.",
        413 => "The request body is over 1 MB.",
        415 => "The request body must be JSON in UTF-8, with the header Content-Type: application/json.",
        429 => "Too many requests; the header Retry-After says how many seconds to wait.",
        >= 500 => "The server could not answer; its log says why.",
        _ => Name(status),
    };

    private sealed class ErrorResult(int status, string message, byte[]? image) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, status, message, image);
    }
}

/// <summary>Ends a request with a status and words that the caller can act on.</summary>
/// <param name="status">400 to 599.</param>
/// <param name="message">What is wrong and what is allowed; shown to the caller.</param>
public sealed class SeedataApiException(int status, string message) : Exception(message)
{
    /// <summary>The answer's status.</summary>
    public int Status { get; } = status;
}
