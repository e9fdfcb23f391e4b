namespace Dashboard.Capture.Http;

/// <summary>
/// How long the next picture of a camera is waited for: several times what its pictures usually take, twice the slowest of late, and longer
/// each time that one was late. So one that never comes costs little, and a camera that is slow is given its time.
/// </summary>
internal sealed class PicturePatience
{
    private const int Remembered = 15;

    // Before so many have come, what is usual is not known.
    private const int Enough = 5;
    private const int MaxGrowth = 16;

    // An answer with one picture is asked for again at once; a stream begins anew, perhaps with a viewer too many.
    private static readonly TimeSpan MinTime = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MinStreamTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxUsualTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);
    private readonly Queue<TimeSpan> _last = new();
    private double _growth = 1;

    /// <summary>The first picture may take so long, of which nothing is known.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(10);

    /// <summary>The slowest of late.</summary>
    public TimeSpan Longest => _last.Count == 0 ? TimeSpan.Zero : _last.Max();

    /// <param name="isStream">It is one of a stream, or not known to be none.</param>
    public TimeSpan For(bool isStream)
    {
        if (_last.Count == 0)
        {
            return First;
        }

        var usual = 4 * _last.Order().ElementAt(_last.Count / 2);
        var time = _growth * Larger(2 * Longest, usual < MaxUsualTime ? usual : MaxUsualTime);
        time = Larger(time, isStream || _last.Count < Enough ? MinStreamTime : _growth * MinTime);
        return time < MaxTime ? time : MaxTime;
    }

    public void Came(TimeSpan took)
    {
        _last.Enqueue(took);
        if (_last.Count > Remembered)
        {
            _last.Dequeue();
        }

        _growth = Math.Max(1, 0.8 * _growth);
    }

    public void WasLate() => _growth = Math.Min(MaxGrowth, 2 * _growth);

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
