namespace Dashboard.Recognition.FrameSelection;

/// <summary>
/// Learns which cells change all the time in an otherwise still picture: the seconds of a clock, a blinking lamp, what a
/// codec makes shimmer. Such a cell then has to change more than it usually does. Built so that vehicles are never
/// learned: only seconds in which hardly anything else changed count, a cell must change in nearly each of them, what is
/// learned is bounded, only a small part of the picture can be learned at all, and nothing is where a plate was ever found.
/// </summary>
internal sealed class BackgroundNoiseModel
{
    /// <summary>Seconds of change until a cell's usual shimmer is allowed for.</summary>
    public const int ShimmerAfter = 10;

    /// <summary>Seconds of change until whatever a cell usually does is allowed for.</summary>
    public const int NoisyAfter = 60;

    /// <summary>The most shimmer that is allowed for, in grey levels.</summary>
    public const int MaxShimmer = 10;

    /// <summary>Share of the picture that may be noisy; where more is, it is traffic or a tree, and nothing is learned.</summary>
    public const double MaxNoisyShare = 0.01;

    /// <summary>Share of the picture that changes at most in a second that counts.</summary>
    public const double MaxChangedShare = 0.02;

    private const int MaxScore = 120;

    /// <summary>Seconds of change that one second of rest takes back.</summary>
    private const int Rest = 3;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A cell is as noisy as those around it: not every stroke of a digit changes each second. So many cells to the
    /// sides, and so many up and down, where cells are flat.
    /// </summary>
    private const int Sides = 1;

    private const int UpAndDown = 2;

    private readonly int _columns;
    private readonly byte[] _peaks;
    private readonly byte[] _around;
    private readonly byte[] _usual;
    private readonly byte[] _scores;
    private readonly bool[] _excluded;
    private DateTimeOffset _secondBegan;

    /// <param name="cells">How many cells the picture has.</param>
    /// <param name="columns">How many of them side by side.</param>
    public BackgroundNoiseModel(int cells, int columns)
    {
        _columns = columns;
        _around = new byte[cells];
        (_peaks, _usual, _scores, Limits) = (new byte[cells], new byte[cells], new byte[cells], new byte[cells]);
        _excluded = new bool[cells];
    }

    /// <summary>
    /// What each cell may change without being noticed, in the steps of <see cref="CellDifferences"/>; 0 where nothing was learned.
    /// </summary>
    public byte[] Limits { get; }

    /// <summary>A cell changed by so much; the largest change within a second counts.</summary>
    public void Record(int cell, byte change) => _peaks[cell] = Math.Max(_peaks[cell], change);

    /// <summary>A plate was found there: nothing is learned there any more.</summary>
    public void Exclude(int cell)
    {
        (_excluded[cell], _scores[cell], Limits[cell]) = (true, 0, 0);
    }

    /// <summary>Draws conclusions when a second has passed.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (now - _secondBegan < Second && now >= _secondBegan)
        {
            return;
        }

        _secondBegan = now;
        var changed = _peaks.Length - _peaks.AsSpan().Count((byte)0);
        if (changed <= MaxCells(MaxChangedShare))
        {
            Learn(changed > 0);
        }

        if (changed > 0)
        {
            _peaks.AsSpan().Clear();
        }
    }

    private int MaxCells(double share) => Math.Max(4, (int)(share * _peaks.Length));

    private void Learn(bool anyChanged)
    {
        if (!anyChanged && !_scores.AsSpan().ContainsAnyExcept((byte)0))
        {
            return;
        }

        SpreadPeaks();
        var noisy = 0;
        for (var i = 0; i < _scores.Length; i++)
        {
            if (_around[i] > 0 && !_excluded[i])
            {
                _usual[i] = Math.Max(_around[i], (byte)(_usual[i] - (_usual[i] >> 5)));
                _scores[i] = (byte)Math.Min(MaxScore, _scores[i] + 1);
            }
            else
            {
                _scores[i] = (byte)Math.Max(0, _scores[i] - Rest);
            }

            noisy += _scores[i] >= NoisyAfter ? 1 : 0;
        }

        var few = noisy <= MaxCells(MaxNoisyShare);
        for (var i = 0; i < _scores.Length; i++)
        {
            Limits[i] = _scores[i] >= NoisyAfter && few ? (byte)Math.Min(byte.MaxValue, _usual[i] + (_usual[i] / 2))
                : _scores[i] >= ShimmerAfter ? (byte)Math.Min(MaxShimmer * CellDifferences.StepsPerLevel, _usual[i] + (_usual[i] / 4))
                : (byte)0;
        }
    }

    /// <summary>The largest change around each cell.</summary>
    private void SpreadPeaks()
    {
        _around.AsSpan().Clear();
        var rows = _peaks.Length / _columns;
        for (var i = 0; i < _peaks.Length; i++)
        {
            if (_peaks[i] == 0)
            {
                continue;
            }

            var (y, x) = (i / _columns, i % _columns);
            for (var row = Math.Max(0, y - UpAndDown); row <= Math.Min(rows - 1, y + UpAndDown); row++)
            {
                for (var column = Math.Max(0, x - Sides); column <= Math.Min(_columns - 1, x + Sides); column++)
                {
                    ref var around = ref _around[(row * _columns) + column];
                    around = Math.Max(around, _peaks[i]);
                }
            }
        }
    }
}
