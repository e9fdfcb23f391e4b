using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.Http;

/// <summary>Reads request bodies that are JSON objects.</summary>
internal static class JsonBody
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxLength = 1024 * 1024;

    public const string TooLarge = "The request body is over 1 MB.";
    public const string NotObject = "The request body must be a JSON object.";
    public const string NotJson = "The request body must be JSON in UTF-8, with the header Content-Type: application/json.";

    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <summary>
    /// The body's object. No body, <c>null</c> and <c>[]</c> (how PHP writes an object without members) are the empty
    /// object. Throws <see cref="ApiException"/>: 413 for a body over <see cref="MaxLength"/>, 415 for another
    /// content type, 400 for what is no JSON object. Every text in the result can be read without an exception.
    /// </summary>
    public static async Task<JsonElement> ReadObjectAsync(HttpRequest request)
    {
        var share = BodyShare.For(request);
        var body = await RequestBody.ReadAsync(request.Body, request.ContentLength, MaxLength, TooLarge, share, request.HttpContext.RequestAborted);
        CheckContentType(request, isEmpty: body.Length == 0);
        if (body.Length == 0)
        {
            return Empty;
        }

        JsonElement root;
        try
        {
            root = Parse(body, share);
        }
        catch (JsonException exception)
        {
            var where = exception.LineNumber is long line ? $" at line {line + 1}, byte {exception.BytePositionInLine + 1}" : "";
            throw ApiException.BadRequest($"The request body is not valid JSON{where}.");
        }

        return root.ValueKind switch
        {
            JsonValueKind.Object => root,
            JsonValueKind.Null => Empty,
            JsonValueKind.Array when root.GetArrayLength() == 0 => Empty,
            _ => throw ApiException.BadRequest(NotObject),
        };
    }

    private static void CheckContentType(HttpRequest request, bool isEmpty)
    {
        if (isEmpty && string.IsNullOrEmpty(request.ContentType))
        {
            return;
        }

        var charset = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.Charset : default;
        var isUtf8 = !charset.HasValue || charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        if (!request.HasJsonContentType() || !isUtf8)
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, NotJson);
        }
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> body, BodyShare share)
    {
        try
        {
            using var document = RequestBody.Parse(body, isNamesOnly: false, share)
                ?? throw ApiException.BadRequest("The request body is not UTF-8.");
            return document.RootElement.Clone();
        }
        catch (InvalidOperationException)
        {
            throw ApiException.BadRequest("The request body holds half of a surrogate pair.");
        }
    }
}
