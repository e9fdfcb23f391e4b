namespace Dashboard.Capture.Http;

/// <summary>
/// How long the next picture of a camera is waited for: several times what its pictures usually take, twice the slowest of late, and longer
/// each time that one was late. So one that never comes costs little, and a camera that is slow is given its time. Where a long wait was in vain and
/// the next question is answered at once, the camera does not answer each: waiting for it is of no use from then on. Not thread-safe.
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
    private const int MaxLossyDoublings = 5;
    private static readonly TimeSpan MinStreamTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxUsualTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxSlowTime = TimeSpan.FromSeconds(60);

    // A camera that gave pictures is not slow because it hangs: waited for long, it would be found late when it is back.
    private const int MaxVainOfKnown = 3;
    private readonly Queue<TimeSpan> _last = new();
    private double _growth = 1, _standing = 1;
    private int _lossy, _lateInARow, _vain;
    private TimeSpan _beginning;

    // Of a stream that falls silent again and again, and is back as soon as it is asked for anew: so much is lost each time.
    private static readonly TimeSpan LeastSilence = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MinWatched = TimeSpan.FromSeconds(1.5);
    private const int Pauses = 4;
    private TimeSpan _silence = MinStreamTime;
    private (TimeSpan Watched, TimeSpan Pause)? _fell;

    /// <summary>The first picture may take so long, of which nothing is known.</summary>
    public static readonly TimeSpan MinFirst = TimeSpan.FromSeconds(10);

    /// <summary>The first picture may take so long: longer where the camera has shown that it is slow, or was waited for in vain.</summary>
    public TimeSpan First
    {
        get
        {
            var isKnown = _last.Count > 0 || _beginning > TimeSpan.Zero;
            var tries = Math.Clamp(isKnown ? _vain - MaxVainOfKnown : _vain, 0, 3);
            return Smaller(Larger((1 << tries) * MinFirst, 2 * Larger(_beginning, Longest)), MaxSlowTime);
        }
    }

    /// <summary>The slowest of late.</summary>
    public TimeSpan Longest => _last.Count == 0 ? TimeSpan.Zero : _last.Max();

    /// <summary>Its answers have one picture each, though they look like streams and do not end: none followed one in a minute.</summary>
    public bool IsSingle { get; private set; }

    /// <param name="isStream">It is one of a stream, or not known to be none.</param>
    /// <param name="given">So many pictures of the same answer have come before it.</param>
    public TimeSpan For(bool isStream, int given)
    {
        if (_last.Count == 0)
        {
            return First;
        }

        var usual = 4 * _last.Order().ElementAt(_last.Count / 2);
        var time = _growth * Larger(2 * Longest, Smaller(usual, MaxUsualTime));
        var least = isStream && given > 1 ? _silence : MinStreamTime;
        time = Larger(time, isStream || _last.Count < Enough ? least : _growth * (_lossy > 0 ? MinLossyTime : MinTime));
        return !isStream ? Smaller(time, Larger(MaxTime, Smaller(2 * Longest, MaxSlowTime)))
            : Smaller(given == 1 ? Larger(time, _standing * MinStreamTime) : given == 0 ? Larger(time, 2 * _beginning) : time, MaxSlowTime);
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

        // One that has become slow is given its time again.
        _lossy = took < MinTime ? _lossy : 0;
        _growth = _lossy > 0 ? 1 : Math.Max(1, 0.8 * _growth);
        (_lateInARow, _vain) = (0, 0);
    }

    public void WasLate()
    {
        _lateInARow++;
        _lossy = Math.Max(0, _lossy - 1);
        _growth = _lossy > 0 ? 1 << Math.Clamp(_lateInARow - MaxLossyInARow, 0, MaxLossyDoublings) : Math.Min(MaxGrowth, 2 * _growth);
    }

    /// <summary>A second picture of an answer has come: it is a stream.</summary>
    /// <param name="first">So long the first one took.</param>
    public void Began(TimeSpan first)
    {
        (_beginning, _standing) = (Larger(first, (_beginning + first) / 2), 1);
        if (_fell is { } fell)
        {
            // Where it takes long now as well it was the network, which hands on what it held back.
            var next = first < _silence && fell.Watched > MinWatched ? _silence / 2 : 2 * _silence;
            _silence = Smaller(Larger(Larger(next, LeastSilence), Pauses * fell.Pause), MinStreamTime);
            _fell = null;
        }
    }

    /// <summary>A stream of pictures fell silent, and is asked for again.</summary>
    /// <param name="watched">How long pictures came before.</param>
    /// <param name="pause">The longest from one to the next meanwhile.</param>
    public void FellSilent(TimeSpan watched, TimeSpan pause) => _fell = (watched, pause);

    /// <summary>A video has begun to come, the pictures of which do not come here.</summary>
    /// <param name="took">So long its slowest answer took.</param>
    public void Opened(TimeSpan took) => (_beginning, _vain) = (Larger(took, (_beginning + took) / 2), 0);

    /// <summary>The first picture of an answer came, and no second one in time: it is a slow stream, or none.</summary>
    public void StoodStill()
    {
        IsSingle = _standing * MinStreamTime >= MaxSlowTime;
        _standing *= 2;
    }

    /// <summary>The camera took the call, and nothing came of it.</summary>
    public void WasInVain() => (_vain, _standing, IsSingle) = (_vain + 1, 1, false);

    private static TimeSpan Larger(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Smaller(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
