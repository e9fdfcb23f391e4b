using System.ComponentModel;
using System.Text.Json;
using Dashboard.Api.Http;
using Dashboard.Hosting;

namespace Dashboard.Api.Keys;

[DisplayName("Error"), Description(ApiErrorFormat.BodyDescription)]
internal sealed record KeyError([property: Description("What is wrong, and what is allowed; it names the parameter.")] string Error);

/// <summary>Errors of the APIs that are asked with a key, and their usual words for each status.</summary>
internal class KeyErrorFormat : ApiErrorFormat
{
    public const string Unauthorized =
        "A valid API key is needed: api_key in the query, or the header X-Api-Key. Keys are made on the page " + PagePaths.MyAccount + ".";
    public const string Forbidden = "The key's owner is not allowed to do this.";
    public const string TooMany = "Too many requests with this key; wait a second (Retry-After).";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public override string ContentType => "application/json";

    public override byte[] Write(ApiException exception, string message) => JsonSerializer.SerializeToUtf8Bytes(new KeyError(message), Json);

    public override string UsualMessage(int status) => status switch
    {
        401 => Unauthorized,
        403 => Forbidden,
        413 => "The request body is too large.",
        429 => TooMany,
        404 or 405 or >= 500 => base.UsualMessage(status),
        _ => "The request could not be understood.",
    };
}
