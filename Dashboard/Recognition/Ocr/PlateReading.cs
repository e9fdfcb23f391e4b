namespace Dashboard.Recognition.Ocr;

/// <summary>
/// What was seen on one plate, from one or more looks at it: each text's probability, and each region's, as means over the
/// looks. Kept and filled again, so that reading allocates nothing.
/// </summary>
public sealed class PlateReading
{
    private readonly Dictionary<PackedText, double> _texts = [];
    private readonly float[] _regions;
    private int _looks;

    /// <summary>An empty reading.</summary>
    /// <param name="regions">How many regions the reader tells apart.</param>
    public PlateReading(int regions) => _regions = new float[regions];

    /// <summary>Texts with the sums of their probabilities over the looks.</summary>
    public IReadOnlyDictionary<PackedText, double> Texts => _texts;

    /// <summary>Sums of the regions' probabilities over the looks.</summary>
    public ReadOnlySpan<float> Regions => _regions;

    /// <summary>How many looks it is of.</summary>
    public int Looks => _looks;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _texts.Clear();
        _regions.AsSpan().Clear();
        _looks = 0;
    }

    /// <summary>Adds a look.</summary>
    /// <param name="beam">The look's texts.</param>
    /// <param name="regions">Logarithms of the regions' probabilities.</param>
    public void Add(PrefixBeam beam, ReadOnlySpan<float> regions)
    {
        _looks++;
        for (var i = 0; i < beam.Count; i++)
        {
            var (text, probability) = beam[i];
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_texts, text, out _) += probability;
        }

        for (var i = 0; i < regions.Length; i++)
        {
            _regions[i] += MathF.Exp(regions[i]);
        }
    }
}
