using System.Text.Json;
using System.Text.Unicode;

namespace Dashboard.Api.Http;

/// <summary>Reads bodies of requests whole, and no more of them than they may be.</summary>
internal static class RequestBody
{
    /// <summary>Most values, names, and ends of objects and arrays of a body: a hundred times what a group of plates has.</summary>
    public const int MaxTokens = 250_000;

    public const string TooManyTokens = "The body has over 250,000 names and values.";

    private const int BufferLength = 16 * 1024;

    // What is known of a token beside its text, and what is made of it.
    private const int BytesOfAToken = 100;

    /// <summary>
    /// The bytes of a body. Throws <see cref="ApiException"/>: 413 where they are too many, 503 where too much is being sent at this moment.
    /// </summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream body, long? length, int maxLength, string tooLarge, BodyShare share, CancellationToken cancellationToken)
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

            share.Add(isKnown ? count : 2 * count); // What grows has room to grow.
            read.Write(buffer, 0, count);
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    /// <summary>
    /// JSON in UTF-8, with or without a byte order mark. Null: it is not UTF-8. Throws <see cref="JsonException"/> where it is no JSON, and
    /// <see cref="InvalidOperationException"/> where a text of it is none (half of a surrogate pair), which would otherwise be seen only when that
    /// text is asked for. Throws <see cref="ApiException"/>: 413 where it has too many parts, 503 where too much is being sent at this moment.
    /// </summary>
    /// <param name="body">The bytes; they belong to the document as long as it lives.</param>
    /// <param name="isNamesOnly">Only names must be texts; values are looked at when they are asked for.</param>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body, bool isNamesOnly, BodyShare share)
    {
        var text = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (!Utf8.IsValid(text.Span))
        {
            return null;
        }

        share.Add(BytesOfAToken * CountTokens(text.Span, isNamesOnly));
        return JsonDocument.Parse(text);
    }

    private static long CountTokens(ReadOnlySpan<byte> json, bool isNamesOnly)
    {
        var reader = new Utf8JsonReader(json);
        var count = 0;
        while (reader.Read())
        {
            if (++count > MaxTokens)
            {
                throw new ApiException(StatusCodes.Status413PayloadTooLarge, TooManyTokens);
            }

            if (reader.ValueIsEscaped && (!isNamesOnly || reader.TokenType == JsonTokenType.PropertyName))
            {
                reader.GetString();
            }
        }

        return count;
    }
}
