using System.Text.RegularExpressions;

namespace Dashboard.Capture.Http;

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

    [GeneratedRegex("""(?<=[:,]\s*URI=")[^"]+""")]
    private static partial Regex Attribute();
}
