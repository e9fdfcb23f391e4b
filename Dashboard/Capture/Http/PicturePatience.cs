namespace Dashboard.Capture.Http;

/// <summary>
/// How long the next picture of a camera is waited for: several times what its pictures usually take, twice the slowest of late, and longer
/// each time that one was late. So one that never comes costs little, and a camera that is slow is given its time. Where a long wait was in vain and
/// the next question is answered at once, the camera does not answer each: waiting for it is of no use from then on.
/// </summary>
internal sealed class PicturePatience
{
    private const int Remembered = 15;

    // Before so many have come, what is usual is not known.
    private const int Enough = 5;
    private const int MaxGrowth = 16;

    // An answer with one picture is asked for again at once; a stream begins anew, perhaps with a viewer too many.
    private static readonly TimeSpan MinTime = TimeSpan.FromMilliseconds(250);

    // Of one that leaves questions unanswered: asked anew so soon, it still gives five pictures a second.
    private static readonly TimeSpan MinLossyTime = TimeSpan.FromMilliseconds(150);
    private const int VainGrowth = 8;
    private const int LossyFor = 1000;
    private const int MaxLossyInARow = 3;
    private static readonly TimeSpan MinStreamTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxUsualTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);
    private readonly Queue<TimeSpan> _last = new();
    private double _growth = 1;
    private int _lossy, _lateInARow;

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
        time = Larger(time, isStream || _last.Count < Enough ? MinStreamTime : _lossy > 0 ? MinLossyTime : _growth * MinTime);
        return time < MaxTime ? time : MaxTime;
    }

    public void Came(TimeSpan took)
    {
        _last.Enqueue(took);
        if (_last.Count > Remembered)
        {
            _last.Dequeue();
        }

        if (_growth >= VainGrowth && _lateInARow == 1 && took < MinTime)
        {
            (_growth, _lossy) = (1, LossyFor);
        }

        _growth = Math.Max(1, 0.8 * _growth);
        _lateInARow = 0;
    }

    public void WasLate()
    {
        _lateInARow++;
        _lossy = _lateInARow > MaxLossyInARow ? 0 : Math.Max(0, _lossy - 1);
        _growth = _lossy > 0 ? 1 : Math.Min(MaxGrowth, 2 * _growth);
    }

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
