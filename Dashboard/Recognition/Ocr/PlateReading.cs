namespace Dashboard.Recognition.Ocr;

/// <summary>
/// What was seen on one plate, in one or more passes: each text's probability, and each region's, as means over the
/// passes. Kept and filled again, so that reading allocates nothing.
/// </summary>
internal sealed class PlateReading
{
    private readonly Dictionary<PackedText, double> _texts = [];
    private readonly float[] _regions;
    private int _passes;

    /// <param name="regions">How many regions the reader tells apart.</param>
    public PlateReading(int regions) => _regions = new float[regions];

    /// <summary>Texts with the sums of their probabilities over the passes.</summary>
    public IReadOnlyDictionary<PackedText, double> Texts => _texts;

    /// <summary>Sums of the regions' probabilities over the passes.</summary>
    public ReadOnlySpan<float> Regions => _regions;

    public int Passes => _passes;

    public void Clear()
    {
        _texts.Clear();
        _regions.AsSpan().Clear();
        _passes = 0;
    }

    /// <param name="beam">The pass's texts.</param>
    /// <param name="regions">Logarithms of the regions' probabilities.</param>
    public void Add(PrefixBeam beam, ReadOnlySpan<float> regions)
    {
        _passes++;
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
