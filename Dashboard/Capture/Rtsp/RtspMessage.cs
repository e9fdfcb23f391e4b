namespace Dashboard.Capture.Rtsp;

/// <summary>A question or an answer of RTSP; HTTP has the same form.</summary>
internal sealed class RtspMessage
{
    private readonly List<(string Name, string Value)> _headers = [];

    private RtspMessage(string start, string body) => (Start, Body) = (start, body);

    /// <summary>The first line.</summary>
    public string Start { get; }

    public string Body { get; }

    public bool IsAnswer => Start.StartsWith("RTSP/", StringComparison.Ordinal);

    /// <summary>Whether it is an answer of a web server.</summary>
    public bool IsHttp => Start.StartsWith("HTTP/", StringComparison.Ordinal);

    /// <summary>The number that an answer begins with; 0: none.</summary>
    public int Status => Start.Split(' ') is [_, var status, ..] && int.TryParse(status, out var number) ? number : 0;

    /// <summary>What a question asks for: its first word and its address.</summary>
    public (string Method, string Target) Question => Start.Split(' ') is [var method, var target, ..] ? (method, target) : (Start, "");

    /// <summary>Takes a head apart, without the empty line behind it.</summary>
    public static RtspMessage Read(string head, string body)
    {
        var lines = head.Split('\n');
        var message = new RtspMessage(lines[0].Trim(), body);
        foreach (var line in lines.Skip(1))
        {
            if (line.StartsWith(' ') || line.StartsWith('\t'))
            {
                if (message._headers.Count > 0)
                {
                    var (name, value) = message._headers[^1];
                    message._headers[^1] = (name, $"{value} {line.Trim()}");
                }
            }
            else if (line.IndexOf(':') is var colon and > 0)
            {
                message._headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
            }
        }

        return message;
    }

    /// <summary>A header; null: it has none of that name.</summary>
    public string? Find(string name) => All(name).FirstOrDefault();

    /// <summary>The values of all headers of a name, whatever its case.</summary>
    public IEnumerable<string> All(string name) =>
        _headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>The value of a part such as <c>timeout=60</c> in a header; null: it is not there.</summary>
    public string? FindPart(string name, string part) =>
        Find(name)?.Split(';').Select(one => one.Trim().Split('=', 2))
            .FirstOrDefault(pair => pair.Length == 2 && pair[0].Equals(part, StringComparison.OrdinalIgnoreCase))?[1].Trim('"');
}
