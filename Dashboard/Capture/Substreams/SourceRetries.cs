using Dashboard.Hosting;

namespace Dashboard.Capture.Substreams;

/// <summary>
/// How long to wait before a source that gave no frames is opened again: ever longer, up to half a minute, or to five where the camera refuses the
/// sign-in. Many cameras lock a user out after five or so wrong passwords within minutes.
/// </summary>
/// <param name="random">Spreads the waits.</param>
internal sealed class SourceRetries(Random random)
{
    private readonly BackOff _usual = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), random);
    private readonly BackOff _refused = new(TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(5), random);

    /// <summary>The wait after one more failure.</summary>
    public TimeSpan Next(bool wasRefused) => (wasRefused ? _refused : _usual).Next();

    /// <summary>Starts over, because frames came.</summary>
    public void Reset()
    {
        _usual.Reset();
        _refused.Reset();
    }
}
