namespace Dashboard.Capture.Http.Playlists;

/// <summary>
/// Counts the parts of a live playlist that does not tell which is its first (EXT-X-MEDIA-SEQUENCE), by the addresses that it has in common with the
/// one before: whoever reads it would take each list for one that begins anew, and lose parts.
/// </summary>
internal sealed class PartNumbers
{
    private IReadOnlyList<string> _before = [];
    private long _first;

    /// <summary>The playlist with the number of its first part.</summary>
    public string Add(string text)
    {
        if (PlaylistText.HasNumber(text) || PlaylistText.HasEnd(text) != false)
        {
            return text;
        }

        var parts = PlaylistText.Parts(text);
        var gone = 0;
        while (!_before.Skip(gone).Zip(parts).All(pair => pair.First == pair.Second))
        {
            gone++;
        }

        (_first, _before) = (_first + gone, parts);
        return PlaylistText.WithNumber(text, _first);
    }
}
