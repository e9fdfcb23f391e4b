using System.Collections.Concurrent;

namespace Dashboard.Capture.Rtsp;

/// <summary>Ways in which RTSP carries pictures, named as ffmpeg names them.</summary>
internal enum RtspTransport
{
    Tcp,
    Udp,

    /// <summary>RTSP in a tunnel of HTTP.</summary>
    Http,
}

/// <summary>By which way the pictures of a camera came, until the server stops: what worked is tried first and alone.</summary>
internal sealed class RtspMemory
{
    private const int MaxSources = 4096;
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    public Known Find(string source) => _known.GetValueOrDefault(source);

    /// <summary>Frames came.</summary>
    public void Worked(string source, RtspTransport transport) => Keep(source, new Known(transport, IsWell: true, Rounds: 0));

    /// <summary>None came. What worked before is forgotten, as a camera may have been set up anew.</summary>
    public void Failed(string source)
    {
        var known = Find(source);
        Keep(source, known.IsWell ? known with { IsWell = false } : new Known(null, IsWell: false, known.Rounds + 1));
    }

    /// <summary>The ways to try one after the other.</summary>
    public IReadOnlyList<RtspTransport> Plan(string source, bool isSecure)
    {
        var known = Find(source);
        return known.Transport is { } worked ? [worked]
            : isSecure ? [RtspTransport.Tcp]

            // A camera that gives one whole picture every ten seconds needs more time than both ways leave each other.
            : known.Rounds % 2 == 1 ? [RtspTransport.Tcp]
            : [RtspTransport.Tcp, RtspTransport.Udp];
    }

    private void Keep(string source, Known known)
    {
        if (_known.Count >= MaxSources)
        {
            _known.Clear();
        }

        _known[source] = known;
    }

    /// <param name="Transport">The way that worked; null: none yet.</param>
    /// <param name="IsWell">Frames came at the last attempt.</param>
    /// <param name="Rounds">Attempts without a frame.</param>
    internal readonly record struct Known(RtspTransport? Transport, bool IsWell, int Rounds);
}
