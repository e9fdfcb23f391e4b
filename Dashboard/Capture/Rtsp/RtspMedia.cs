using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dashboard.Capture.Rtsp;

/// <summary>The video of a camera, as its description (SDP) tells: the first one that is on, since no other is looked at.</summary>
internal sealed partial class RtspMedia
{
    private readonly List<string> _lines = [];
    private bool _isOff;

    private RtspMedia(int payloadType) => PayloadType = payloadType;

    /// <summary>The number that its packets carry.</summary>
    public int PayloadType { get; }

    /// <summary>Name of the coding, such as <c>H264</c>.</summary>
    public string Codec { get; private set; } = "";

    /// <summary>Ticks a second of its clock.</summary>
    public int ClockRate { get; private set; } = 90_000;

    /// <summary>The address that SETUP asks for.</summary>
    public string Control { get; private set; } = "";

    /// <summary>The address that PLAY asks for.</summary>
    public string Aggregate { get; private set; } = "";

    /// <summary>Reads a description; null where it has no video.</summary>
    /// <param name="text">The description.</param>
    /// <param name="address">What its addresses are relative to.</param>
    public static RtspMedia? Read(string text, string address)
    {
        RtspMedia? media = null, off = null;
        var (isOther, aggregate) = (false, "");
        foreach (var line in text.Split('\n').Select(Plain))
        {
            if (line.StartsWith("m=", StringComparison.Ordinal))
            {
                if (media is { _isOff: false })
                {
                    break;
                }

                (off, media) = (off ?? media, null);
                isOther = line.Split(' ') is not [var kind, _, _, var type, ..]
                    || !kind.Equals("m=video", StringComparison.OrdinalIgnoreCase)
                    || !int.TryParse(type, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    || (media = new RtspMedia(number)) is null;
            }
            else if (Attribute(line, "control:") is { } control)
            {
                aggregate = media is null && !isOther ? control : aggregate;
                if (media is not null)
                {
                    media.Control = control;
                }
            }
            else if (media is not null)
            {
                media.Take(line);
            }
        }

        media = media is null or { _isOff: true } ? off ?? media : media;
        if (media is not null)
        {
            media.Aggregate = Join(address, aggregate);
            media.Control = Join(media.Aggregate, media.Control);
            media.Codec = media.Codec.Length > 0 ? media.Codec : media.PayloadType == 26 ? "JPEG" : "";
        }

        return media;
    }

    /// <summary>Whether what decodes this one decodes the other one too.</summary>
    public bool IsLike(RtspMedia other) =>
        PayloadType == other.PayloadType && _lines.Where(IsCoding).SequenceEqual(other._lines.Where(IsCoding), StringComparer.Ordinal);

    /// <summary>A description of this video alone, with an address of its own.</summary>
    /// <param name="control">The address.</param>
    /// <param name="isOther">Its pictures have become others since: what the camera said of them at first is left out.</param>
    public string Describe(string control, bool isOther)
    {
        var text = new StringBuilder("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n");
        text.Append(CultureInfo.InvariantCulture, $"m=video 0 RTP/AVP {PayloadType}\r\n");
        foreach (var line in _lines)
        {
            text.Append(isOther ? ParameterSet().Replace(line, "") : line).Append("\r\n");
        }

        return text.Append("a=control:").Append(control).Append("\r\n").ToString();
    }

    private void Take(string line)
    {
        if (!line.StartsWith("a=", StringComparison.Ordinal) || Attribute(line, "range:") is not null)
        {
            return;
        }

        _isOff |= line.Equals("a=inactive", StringComparison.OrdinalIgnoreCase);
        _lines.Add(line);
        if (Attribute(line, $"rtpmap:{PayloadType} ")?.Split('/') is [var codec, var rate, ..])
        {
            Codec = codec.Trim().ToUpperInvariant();
            ClockRate = int.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : ClockRate;
        }
    }

    // As ffmpeg wants it: one blank, and the names of what is told in small letters.
    private static string Plain(string line)
    {
        line = string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = line.Length > 1 && line[1] == '=' ? char.ToLowerInvariant(line[0]) + line[1..] : line;
        return line.StartsWith("a=", StringComparison.Ordinal) && line.IndexOf(':') is > 0 and var end
            ? line[..end].ToLowerInvariant() + line[end..]
            : line;
    }

    private static bool IsCoding(string line) => Attribute(line, "rtpmap:") is not null || Attribute(line, "fmtp:") is not null;

    private static string? Attribute(string line, string name) =>
        line.StartsWith("a=" + name, StringComparison.OrdinalIgnoreCase) ? line[(name.Length + 2)..].Trim() : null;

    // As cameras expect it, not as addresses are joined elsewhere: behind a query too.
    private static string Join(string address, string control) =>
        control is "" or "*" ? address
        : control.Contains("://", StringComparison.Ordinal) ? control
        : address.EndsWith('/') ? address + control
        : $"{address}/{control}";

    [GeneratedRegex("sprop-(?:parameter-sets|vps|sps|pps)=[^;]*;? *", RegexOptions.IgnoreCase)]
    private static partial Regex ParameterSet();
}
