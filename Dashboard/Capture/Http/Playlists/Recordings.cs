namespace Dashboard.Capture.Http.Playlists;

/// <summary>Tells a recording from what is live, by what comes: it comes faster than it lasts, and is to be played at its own pace.</summary>
internal static class Recordings
{
    private const int MaxPlaylistBytes = 1 << 20;

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
            // One that is written as it is sent has no length.
            return answer.Content.Headers.ContentLength is not null && start.Length >= 8 && start.Span[4..8].SequenceEqual("ftyp"u8);
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
