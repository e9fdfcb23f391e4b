using System.Text.Json;
using System.Text.Unicode;

namespace Dashboard.Api.Http;

/// <summary>Reads bodies of requests whole, and no more of them than they may be.</summary>
internal static class RequestBody
{
    private const int BufferLength = 16 * 1024;

    /// <summary>The bytes of a body. Throws <see cref="ApiException"/> (413) where they are over the most.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream body, long? length, int maxLength, string tooLarge, CancellationToken cancellationToken)
    {
        var isKnown = length is > 0 && length <= maxLength;
        using var read = new MemoryStream(isKnown ? (int)length!.Value : BufferLength);
        var buffer = new byte[BufferLength];
        for (int count; (count = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (read.Length + count > maxLength)
            {
                throw new ApiException(StatusCodes.Status413PayloadTooLarge, tooLarge);
            }

            read.Write(buffer, 0, count);
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    /// <summary>
    /// JSON in UTF-8, with or without a byte order mark. Null: it is not UTF-8. Throws <see cref="JsonException"/> where it is no JSON, and
    /// <see cref="InvalidOperationException"/> where a text of it is none (half of a surrogate pair), which would otherwise be seen only when that
    /// text is asked for.
    /// </summary>
    /// <param name="body">The bytes; they belong to the document as long as it lives.</param>
    /// <param name="isNamesOnly">Only names must be texts; values are looked at when they are asked for.</param>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body, bool isNamesOnly)
    {
        var text = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (!Utf8.IsValid(text.Span))
        {
            return null;
        }

        var document = JsonDocument.Parse(text);
        try
        {
            CheckTexts(text.Span, isNamesOnly);
            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    private static void CheckTexts(ReadOnlySpan<byte> json, bool isNamesOnly)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && (!isNamesOnly || reader.TokenType == JsonTokenType.PropertyName))
            {
                reader.GetString();
            }
        }
    }
}
