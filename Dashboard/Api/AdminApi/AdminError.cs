using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Api.Keys;
using Dashboard.Hosting;

namespace Dashboard.Api.AdminApi;

[DisplayName("Error"), Description(ApiErrorFormat.BodyDescription)]
internal sealed record AdminError([property: Description("What is wrong, and what is allowed; it names the fields.")] string Error)
{
    [Description("What is wrong with each field; only where fields are wrong.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Fields { get; init; }
}

/// <summary>Errors as those of the Scout API, with what is wrong by field beside it.</summary>
internal sealed class AdminErrorFormat : KeyErrorFormat
{
    public const string NeedsKey =
        "A valid API key of an administrator is needed in the header X-Api-Key. Keys are made on the page " + PagePaths.MyAccount + ".";

    public const string NeedsAdministrator = "The key's owner is no administrator.";

    public override byte[] Write(ApiException exception, string message) =>
        JsonSerializer.SerializeToUtf8Bytes(new AdminError(message) { Fields = exception.Fields }, AdminJson.Options);

    public override string UsualMessage(int status) => status switch
    {
        401 => NeedsKey,
        403 => NeedsAdministrator,
        413 => JsonBody.TooLarge,
        415 => JsonBody.NotJson,
        _ => base.UsualMessage(status),
    };
}

/// <summary>How the API writes JSON.</summary>
internal static class AdminJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static ApiJson<T> Ok<T>(T value) => Answer(value, StatusCodes.Status200OK);

    public static ApiJson<T> Answer<T>(T value, int status) => new(value, Options, RouteDocs.Json, status);
}
