using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Capture.Http.Playlists;

/// <summary>Playlists of HLS: texts whose lines and attributes name the addresses of their parts.</summary>
internal static partial class PlaylistText
{
    /// <summary>Bytes enough to tell.</summary>
    public const int StartBytes = 10;

    /// <summary>Whether an answer that begins so is one.</summary>
    public static bool IsOne(ReadOnlySpan<byte> start) =>
        (start.StartsWith("\uFEFF"u8) ? start["\uFEFF"u8.Length..] : start).StartsWith("#EXTM3U"u8);

    /// <summary>The text with other addresses in place of its own.</summary>
    /// <param name="from">Where it came from, to which its addresses are relative.</param>
    /// <param name="addressOf">What to write for an address.</param>
    public static string Rewrite(string text, Uri from, Func<Uri, string> addressOf)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            lines[i] = line.Length == 0 ? line
                : line[0] is '#' or '\uFEFF' ? Attribute().Replace(line, match => Other(match.Value))
                : Other(line);
        }

        return string.Join('\n', lines);

        // What is no address on the web stays as it is, and ffmpeg may not open it.
        string Other(string address) =>
            Uri.TryCreate(from, address, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
                ? addressOf(uri)
                : address;
    }

    /// <summary>
    /// A live playlist without the parts before its newest one: whoever begins with it sees what is, and not what was over some parts ago. One that
    /// has an end, or whose parts lean on those before them, stays whole.
    /// </summary>
    public static string FromNewest(string text)
    {
        var lines = text.Split('\n');
        var newest = Array.FindLastIndex(lines, line => IsAddress(line.Trim()));
        var before = newest < 1 ? -1 : Array.FindLastIndex(lines, newest - 1, line => IsAddress(line.Trim()));
        if (before < 0 || lines.Any(line => Whole().IsMatch(line)) || !lines.Any(line => Number().IsMatch(line)))
        {
            return text;
        }

        // What stands before a part counts for those behind it too: its key, and how it begins.
        var dropped = lines.Take(before + 1).Count(line => IsAddress(line.Trim()));
        var kept = lines.Take(before + 1).Where(line => !IsAddress(line.Trim()) && !OfOnePart().IsMatch(line)).Select(line => Number().Replace(
            line, match => (long.Parse(match.Value, CultureInfo.InvariantCulture) + dropped).ToString(CultureInfo.InvariantCulture)));
        return string.Join('\n', kept.Concat(lines.Skip(before + 1)));
    }

    /// <summary>Whether a playlist of parts tells that no more will come, as recordings do; null: it names other playlists.</summary>
    public static bool? HasEnd(string text) =>
        text.Contains("#EXTINF", StringComparison.Ordinal) ? text.Contains("#EXT-X-ENDLIST", StringComparison.Ordinal) : null;

    /// <summary>How long a part lasts at most, as the playlist says; null: it does not.</summary>
    public static TimeSpan? PartTime(string text) => Duration().Match(text) is { Success: true } match
        ? TimeSpan.FromSeconds(int.Parse(match.Value, CultureInfo.InvariantCulture))
        : null;

    /// <summary>The addresses that stand in it, in order.</summary>
    public static IReadOnlyList<string> Parts(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(IsAddress)];

    /// <summary>Whether it tells the number of its first part.</summary>
    public static bool HasNumber(string text) => text.Contains("#EXT-X-MEDIA-SEQUENCE", StringComparison.Ordinal);

    /// <summary>The playlist, which does not tell the number of its first part, with it.</summary>
    public static string WithNumber(string text, long first)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..end]}\n#EXT-X-MEDIA-SEQUENCE:{first}{text[end..]}");
    }

    private static bool IsAddress(string line) => line.Length > 0 && line[0] is not ('#' or '\uFEFF');

    [GeneratedRegex("^#EXT-X-(ENDLIST|BYTERANGE|STREAM-INF|PLAYLIST-TYPE)")]
    private static partial Regex Whole();

    [GeneratedRegex("^#(EXTINF|EXT-X-(DISCONTINUITY\\s*$|PROGRAM-DATE-TIME|PART|GAP|BITRATE))")]
    private static partial Regex OfOnePart();

    [GeneratedRegex(@"(?<=^#EXT-X-TARGETDURATION:\s*)\d{1,4}", RegexOptions.Multiline)]
    private static partial Regex Duration();

    [GeneratedRegex(@"(?<=^#EXT-X-MEDIA-SEQUENCE:\s*)\d{1,15}(?=\s*$)")]
    private static partial Regex Number();

    [GeneratedRegex("""(?<=[:,]\s*URI=")[^"]+""")]
    private static partial Regex Attribute();
}
