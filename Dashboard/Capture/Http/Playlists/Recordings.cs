using System.Buffers.Binary;

namespace Dashboard.Capture.Http.Playlists;

/// <summary>Tells a recording from what is live, by what comes: it comes faster than it lasts, and is to be played at its own pace.</summary>
internal static class Recordings
{
    private const int MaxPlaylistBytes = 1 << 20;

    // The table of what is written as it is sent names no picture.
    private const int MaxLiveTableBytes = 64 << 10;

    /// <param name="http">The camera, which is asked for the list of parts where the answer names other lists.</param>
    /// <param name="answer">What it answered.</param>
    /// <param name="start">What has come of it.</param>
    /// <param name="body">What is still to come.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<bool> IsOneAsync(
        CameraHttp http, HttpResponseMessage answer, ReadOnlyMemory<byte> start, Stream body, CancellationToken cancellationToken)
    {
        if (!PlaylistText.IsOne(start.Span))
        {
            // One that is written as it is sent has no length, or one that it will never reach.
            return answer.Content.Headers.ContentLength is not null && IsFile(start.Span) && IsFragmented(start.Span) != true;
        }

        var text = await ReadAsync(start, body, cancellationToken);
        if (PlaylistText.HasEnd(text) is { } hasEnd)
        {
            return hasEnd;
        }

        var from = answer.RequestMessage?.RequestUri ?? http.Address;
        if (PlaylistText.Parts(text) is not [var first, ..] || !Uri.TryCreate(from, first, out var list) || list.Scheme is not ("http" or "https"))
        {
            return false;
        }

        using var other = await http.GetAsync(list, null, cancellationToken);
        await using var parts = await http.BodyAsync(other, cancellationToken);
        return PlaylistText.HasEnd(await ReadAsync(default, parts, cancellationToken)) == true;
    }

    /// <summary>Whether what begins so is MP4 that comes in fragments, as it does live; null: too little has come to tell.</summary>
    public static bool? IsFragmented(ReadOnlySpan<byte> start)
    {
        var isFile = IsFile(start);
        var rest = start;
        while (isFile && rest.Length >= 8)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var kind = rest[4..8];
            if (size < 8 || size > MaxLiveTableBytes || kind.SequenceEqual("mdat"u8))
            {
                return false;
            }

            if (size > rest.Length)
            {
                return null;
            }

            if (kind.SequenceEqual("moov"u8))
            {
                return rest[8..(int)size].IndexOf("mvex"u8) >= 0;
            }

            rest = rest[(int)size..];
        }

        return isFile ? null : false;
    }

    private static bool IsFile(ReadOnlySpan<byte> start) => start.Length >= 8 && start[4..8].SequenceEqual("ftyp"u8);

    private static async Task<string> ReadAsync(ReadOnlyMemory<byte> start, Stream body, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        text.Write(start.Span);
        var buffer = new byte[8 << 10];
        try
        {
            while (text.Length < MaxPlaylistBytes && await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                text.Write(buffer, 0, read);
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            // What has come is what there is.
        }

        return System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
