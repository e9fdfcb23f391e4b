namespace Dashboard.Domain.Plates;

public sealed class RegionFormats
{
    /// <summary>How likely a state's plate has another state's format, measured against one of its own.</summary>
    private const double ElsewhereInCountry = 0.5;

    /// <summary>How much likelier the right shape with a letter it never has is than any other shape.</summary>
    private const double MistakenLetter = 2;

    private readonly Dictionary<string, ulong[]> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private readonly RegionFormats? _country;

    internal RegionFormats(double misfit, RegionFormats? country = null)
    {
        (Misfit, _country) = (misfit, country);
        _lookup = _shapes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How likely a text that fits no format is a plate of this region, measured against one that fits: above 0 to 1.</summary>
    public double Misfit { get; }

    /// <summary>
    /// 1 where a normalised text fits a format; less where only its shape fits, with letters the format never has, or where
    /// it fits the country but not the state; else <see cref="Misfit"/>.
    /// </summary>
    public double Fit(ReadOnlySpan<char> text)
    {
        var own = FitOwn(text);
        return own >= 1 || _country is null ? own : Math.Max(own, ElsewhereInCountry * _country.FitOwn(text));
    }

    /// <param name="format">A: any letter, L: any but the unused ones, 0: a digit, another letter: itself.</param>
    /// <param name="unused">Letters that never stand at an L.</param>
    internal void Add(string format, string unused)
    {
        var letters = unused.Aggregate(0UL, (set, letter) => set | (1UL << (letter - 'A')));
        Add(
            new string([.. format.Select(c => c == '0' ? '0' : 'A')]),
            [.. format.Select(Unused)]);

        ulong Unused(char c) => c switch
        {
            'A' or '0' => 0,
            'L' => letters,
            _ => ~(1UL << (c - 'A')),
        };
    }

    /// <summary>All formats of all regions, with the letters that none of them has at a place.</summary>
    /// <param name="misfit">What <see cref="Misfit"/> becomes.</param>
    internal static RegionFormats Union(IEnumerable<RegionFormats> regions, double misfit)
    {
        var union = new RegionFormats(misfit);
        foreach (var region in regions)
        {
            foreach (var (shape, unused) in region._shapes)
            {
                union.Add(shape, [.. unused]);
            }
        }

        return union;
    }

    /// <summary>A letter is unused at a place of a shape only where no format of that shape has it there.</summary>
    private void Add(string shape, ulong[] unused)
    {
        if (_shapes.TryGetValue(shape, out var old))
        {
            for (var i = 0; i < old.Length; i++)
            {
                unused[i] &= old[i];
            }
        }

        _shapes[shape] = unused;
    }

    private double FitOwn(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > PlateFormats.MaxLength)
        {
            return Misfit;
        }

        Span<char> shape = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            shape[i] = char.IsAsciiDigit(text[i]) ? '0' : 'A';
        }

        if (!_lookup.TryGetValue(shape, out var unused))
        {
            return Misfit;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= 'A' and <= 'Z' && (unused[i] >> (text[i] - 'A') & 1) != 0)
            {
                return Math.Min(1, MistakenLetter * Misfit);
            }
        }

        return 1;
    }
}
