using System.Text.Json;
using System.Text.Unicode;
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

    private static readonly JsonElement Empty = Parse("{}"u8.ToArray());

    /// <summary>
    /// The body's object. No body, <c>null</c> and <c>[]</c> (how PHP writes an object without members) are the empty
    /// object. Throws <see cref="ApiException"/>: 413 for a body over <see cref="MaxLength"/>, 415 for another
    /// content type, 400 for what is no JSON object. Every text in the result can be read without an exception.
    /// </summary>
    public static async Task<JsonElement> ReadObjectAsync(HttpRequest request)
    {
        var body = await ReadAsync(request);
        CheckContentType(request, isEmpty: body.Length == 0);
        if (body.Length == 0)
        {
            return Empty;
        }

        JsonElement root;
        try
        {
            root = Parse(body);
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

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (body.Length + read > MaxLength)
            {
                throw new ApiException(StatusCodes.Status413PayloadTooLarge, TooLarge);
            }

            body.Write(buffer, 0, read);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        var text = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (!Utf8.IsValid(text.Span))
        {
            throw ApiException.BadRequest("The request body is not UTF-8.");
        }

        using var document = JsonDocument.Parse(text);
        try
        {
            TouchTexts(document.RootElement);
        }
        catch (InvalidOperationException)
        {
            throw ApiException.BadRequest("The request body holds half of a surrogate pair.");
        }

        return document.RootElement.Clone();
    }

    // An escaped lone surrogate parses, and throws only when its text is asked for. The depth is limited by the parser.
    private static void TouchTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    TouchTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    TouchTexts(property.Value);
                }

                break;
        }
    }
}
