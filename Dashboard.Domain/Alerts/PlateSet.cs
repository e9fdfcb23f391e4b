namespace Dashboard.Domain.Alerts;

/// <summary>
/// Packed plates that never change: the mixed numbers in their order, and for every few of them where those with the same highest bits begin.
/// A question touches two places of memory; a million plates take 8.5 MB.
/// </summary>
internal sealed class PlateSet
{
    private const int InABucket = 8;
    private readonly ulong[] _mixed;
    private readonly int[] _starts;
    private readonly int _shift;

    /// <summary>A set of the first <paramref name="count"/> packed plates of an array, which is used up.</summary>
    public PlateSet(ulong[] packed, int count)
    {
        for (var i = 0; i < count; i++)
        {
            packed[i] = PackedPlate.Mix(packed[i]);
        }

        Array.Sort(packed, 0, count);
        _mixed = packed.Length == count ? packed : packed[..count];
        var bits = 1;
        while (bits < 26 && (InABucket << bits) < count)
        {
            bits++;
        }

        _shift = 64 - bits;
        _starts = new int[(1 << bits) + 1];
        var at = 0;
        for (var bucket = 0; bucket < _starts.Length; bucket++)
        {
            while (at < count && (int)(_mixed[at] >> _shift) < bucket)
            {
                at++;
            }

            _starts[bucket] = at;
        }
    }

    public int Count => _mixed.Length;

    /// <summary>Bytes of memory.</summary>
    public long Bytes => ((long)_mixed.Length * sizeof(ulong)) + ((long)_starts.Length * sizeof(int));

    /// <summary>Whether a packed plate is among them.</summary>
    public bool Contains(ulong packed)
    {
        var mixed = PackedPlate.Mix(packed);
        var bucket = (int)(mixed >> _shift);
        return _mixed.AsSpan(_starts[bucket].._starts[bucket + 1]).Contains(mixed);
    }
}
