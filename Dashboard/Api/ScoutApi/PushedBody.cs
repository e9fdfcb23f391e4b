using System.IO.Compression;
using System.Text.Json;
using Dashboard.Api.Http;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.ScoutApi;

/// <summary>Reads what was pushed: JSON in UTF-8, as it is or packed with gzip.</summary>
internal static class PushedBody
{
    /// <summary>The largest body, in bytes, packed or not: a group with its picture.</summary>
    public const int MaxLength = 20 * 1024 * 1024;

    public const string TooLarge = "The body is over 20 MB.";
    private const string NoJson = "The body must be one JSON object in UTF-8.";
    private const string NoName = "The body holds a name that is no text: half of a surrogate pair.";

    /// <summary>Throws <see cref="ApiException"/> where the body is none that can be stored.</summary>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxLength)
        {
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, TooLarge);
        }

        var bytes = await UnpackAsync(request, cancellationToken);
        BodyShare.For(request).Add(bytes.Length); // Most of it are pictures, which stand beside it once they are out of base64.
        try
        {
            return RequestBody.Parse(bytes, isNamesOnly: true, BodyShare.For(request)) ?? throw ApiException.BadRequest(NoJson);
        }
        catch (JsonException)
        {
            throw ApiException.BadRequest(NoJson);
        }
        catch (InvalidOperationException)
        {
            throw ApiException.BadRequest(NoName);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> UnpackAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var packing = request.Headers[HeaderNames.ContentEncoding].ToString().Trim();
        if (packing is "" || packing.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadAsync(request, request.Body, request.ContentLength, cancellationToken);
        }

        if (!packing.Equals("gzip", StringComparison.OrdinalIgnoreCase) && !packing.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "Content-Encoding: a body comes as it is or packed with gzip.");
        }

        try
        {
            await using var unpacked = new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true);
            return await ReadAsync(request, unpacked, null, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw ApiException.BadRequest("The body is not packed with gzip, as its Content-Encoding says.");
        }
    }

    private static Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, Stream body, long? length, CancellationToken cancellationToken) =>
        RequestBody.ReadAsync(body, length, MaxLength, TooLarge, BodyShare.For(request), cancellationToken);
}
