using System.Numerics;

namespace Dashboard.Recognition.Ocr;

/// <summary>
/// The likeliest texts of a line with their probabilities: a prefix beam search, which adds up all alignments of the same
/// text; see A. Graves, Supervised Sequence Labelling with Recurrent Neural Networks, 2012, and A. Hannun et al., 2014.
/// One instance serves one thread and allocates nothing once it is warm.
/// </summary>
internal sealed class PrefixBeam
{
    private readonly int _width;
    private readonly float _floor;
    private readonly int[] _likely = new int[PlateAlphabet.Classes];
    private readonly long[] _slots;
    private Prefix[] _beam;
    private Prefix[] _next;
    private int _count;
    private int _nextCount;
    private long _round;

    /// <param name="width">Texts kept at each step.</param>
    /// <param name="floor">Characters less probable than this at a step are not tried.</param>
    public PrefixBeam(int width = 32, float floor = 0.0005f)
    {
        (_width, _floor) = (width, floor);
        var maxCount = width * (PlateAlphabet.Classes + 1);
        (_beam, _next) = (new Prefix[maxCount], new Prefix[maxCount]);
        _slots = new long[(int)BitOperations.RoundUpToPowerOf2((uint)maxCount) * 2];
    }

    /// <summary>How many texts the last line has.</summary>
    public int Count => Math.Min(_count, _width);

    /// <summary>A text of the last line, best first, with its probability. Probabilities of all texts sum to at most one.</summary>
    public (PackedText Text, double Probability) this[int index] => (_beam[index].Text, Math.Min(1, _beam[index].Total));

    /// <summary>Finds the texts of a line.</summary>
    /// <param name="values">Probabilities, <see cref="PlateAlphabet.Classes"/> for each step; each step sums to one.</param>
    public void Decode(ReadOnlySpan<float> values)
    {
        _beam[0] = new Prefix(default, 1, 0);
        _count = 1;
        for (; values.Length >= PlateAlphabet.Classes; values = values[PlateAlphabet.Classes..])
        {
            Advance(values[..PlateAlphabet.Classes]);
        }

        Sort(_beam.AsSpan(0, _count));
    }

    private static void Sort(Span<Prefix> prefixes) => prefixes.Sort(
        static (a, b) => b.Total != a.Total ? b.Total.CompareTo(a.Total) : a.Text.CompareTo(b.Text));

    private void Advance(ReadOnlySpan<float> step)
    {
        var likely = 0;
        for (var c = 0; c < PlateAlphabet.Blank; c++)
        {
            if (step[c] > 0 && step[c] >= _floor)
            {
                _likely[likely++] = c;
            }
        }

        double blank = step[PlateAlphabet.Blank];
        if (likely == 0)
        {
            // Most steps of a plate are gaps, which change no text.
            for (var i = 0; i < _count; i++)
            {
                _beam[i] = new Prefix(_beam[i].Text, _beam[i].Total * blank, 0);
            }

            return;
        }

        _nextCount = 0;
        _round++;
        for (var i = 0; i < _count; i++)
        {
            Extend(_beam[i], step, _likely.AsSpan(0, likely), blank);
        }

        (_beam, _next) = (_next, _beam);
        _count = _nextCount;
        if (_count > _width)
        {
            Sort(_beam.AsSpan(0, _count));
            _count = _width;
        }
    }

    private void Extend(in Prefix prefix, ReadOnlySpan<float> step, ReadOnlySpan<int> likely, double blank)
    {
        Add(prefix.Text, prefix.Total * blank, 0);
        var isFull = prefix.Text.Length >= PackedText.MaxLength;
        foreach (var c in likely)
        {
            var isSame = c == prefix.Text.Last;
            if (isSame)
            {
                // The same character goes on, or, after a gap, comes a second time.
                Add(prefix.Text, 0, prefix.Character * step[c]);
            }

            if (!isFull)
            {
                Add(prefix.Text.With(c), 0, (isSame ? prefix.Blank : prefix.Total) * step[c]);
            }
        }
    }

    /// <summary>Adds to a text's probabilities. Texts are found by open addressing; a slot of an earlier round counts as empty.</summary>
    private void Add(PackedText text, double blank, double character)
    {
        if (blank + character <= 0)
        {
            return;
        }

        var mask = _slots.Length - 1;
        for (var slot = Hash(text) & mask; ; slot = (slot + 1) & mask)
        {
            var index = (int)Math.Max(-1, _slots[slot] - (_round * _next.Length) - 1);
            if (index < 0)
            {
                _slots[slot] = (_round * _next.Length) + _nextCount + 1;
                _next[_nextCount++] = new Prefix(text, blank, character);
                return;
            }

            ref var found = ref _next[index];
            if (found.Text == text)
            {
                found = new Prefix(text, found.Blank + blank, found.Character + character);
                return;
            }
        }
    }

    private static int Hash(PackedText text)
    {
        var bits = ((ulong)text.Bits ^ ((ulong)(text.Bits >> 64) * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93;
        return (int)(bits >> 40);
    }

    /// <summary>A text so far, with the probability that it ended in a gap and that it ended in its last character.</summary>
    private readonly record struct Prefix(PackedText Text, double Blank, double Character)
    {
        public double Total => Blank + Character;
    }
}
