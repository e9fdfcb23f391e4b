namespace Dashboard.Domain.Alerts;

/// <summary>The entry of a list that a text fits.</summary>
/// <param name="Plate">The entry's plate, with its wildcards.</param>
/// <param name="IsCertain">False: another text of more than 12 characters may have the same hash; whoever asks makes sure that the entry is
/// there.</param>
public readonly record struct EntryMatch(string Plate, bool IsCertain);

/// <summary>
/// The plates of a list in memory, to be asked millions of times: 8.5 bytes a plate, wildcards in a trie beside them. It never changes, and may
/// be asked from any thread.
/// </summary>
public sealed class EntryIndex
{
    private readonly PlateSet _plates;
    private readonly WildcardTrie _wildcards;

    private EntryIndex(PlateSet plates, WildcardTrie wildcards) => (_plates, _wildcards) = (plates, wildcards);

    /// <summary>How many plates, wildcards included.</summary>
    public int Count => _plates.Count + _wildcards.Count;

    /// <summary>Bytes of memory.</summary>
    public long Bytes => _plates.Bytes + _wildcards.Bytes;

    /// <summary>
    /// The entry that a normalised text fits; the very plate before a wildcard, of wildcards the one with the most characters of its own. Null: none.
    /// </summary>
    public EntryMatch? Find(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var packed = PackedPlate.Pack(text);
        return packed != 0 && _plates.Contains(packed) ? new EntryMatch(text, PackedPlate.IsExact(packed))
            : _wildcards.Find(text) is { } pattern ? new EntryMatch(pattern, true)
            : null;
    }

    /// <summary>Gathers plates one by one.</summary>
    /// <param name="expected">About how many will come.</param>
    public sealed class Builder(int expected)
    {
        private readonly WildcardTrie _wildcards = new();
        private ulong[] _packed = new ulong[Math.Max(expected, 4)];
        private int _count;

        /// <summary>Adds an entry's plate; one that no text can fit is left out.</summary>
        public void Add(string plate)
        {
            if (WildcardTrie.IsPattern(plate))
            {
                _wildcards.Add(plate);
            }
            else if (PackedPlate.Pack(plate) is not 0 and var packed)
            {
                if (_count == _packed.Length)
                {
                    Array.Resize(ref _packed, _packed.Length + (_packed.Length / 2));
                }

                _packed[_count++] = packed;
            }
        }

        /// <summary>The index; the builder is used up.</summary>
        public EntryIndex Build() => new(new PlateSet(_packed, _count), _wildcards);
    }
}
