using System.Collections.Concurrent;

namespace Dashboard.Capture.Http;

/// <summary>How long the pictures of addresses on the web take, until the server stops: who is slow is given its time from then on.</summary>
internal sealed class WebMemory
{
    private const int MaxSources = 4096;
    private readonly ConcurrentDictionary<string, PicturePatience> _known = new(StringComparer.Ordinal);

    /// <summary>What is known of an address, for one reader at a time: a second one begins without it.</summary>
    public PicturePatience Take(string source) => _known.TryRemove(source, out var known) ? known : new PicturePatience();

    /// <summary>The reader has learned what it could.</summary>
    public void Keep(string source, PicturePatience patience)
    {
        if (_known.Count >= MaxSources)
        {
            _known.Clear();
        }

        _known[source] = patience;
    }
}
