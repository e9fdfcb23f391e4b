namespace Dashboard.Bench.Accuracy;

/// <summary>The reads whose confidence lies between two bounds.</summary>
/// <param name="From">Lower bound, included.</param>
/// <param name="To">Upper bound; 1 is included.</param>
/// <param name="Count">Reads at labelled plates.</param>
/// <param name="MeanConfidence">Their mean confidence, 0 to 1; 0 where there are none.</param>
/// <param name="Right">The share of them that are exact; 0 where there are none.</param>
/// <param name="False">Reads where no plate is labelled.</param>
internal sealed record ReliabilityBin(double From, double To, int Count, double MeanConfidence, double Right, int False);

/// <summary>
/// Whether confidences mean what they say: of the reads at .9 nine in ten should be right. See A. Niculescu-Mizil and
/// R. Caruana, 2005, for the diagram, and C. Guo et al., 2017, for the expected calibration error.
/// </summary>
internal sealed class Reliability
{
    /// <summary>How many bins there are, of equal width.</summary>
    public const int Bins = 10;

    private readonly int[] _counts = new int[Bins];
    private readonly int[] _right = new int[Bins];
    private readonly int[] _false = new int[Bins];
    private readonly double[] _confidences = new double[Bins];

    /// <summary>The bins, lowest first.</summary>
    public IReadOnlyList<ReliabilityBin> Table => [.. Enumerable.Range(0, Bins).Select(i => new ReliabilityBin(
        (double)i / Bins,
        (double)(i + 1) / Bins,
        _counts[i],
        _counts[i] == 0 ? 0 : _confidences[i] / _counts[i],
        _counts[i] == 0 ? 0 : (double)_right[i] / _counts[i],
        _false[i]))];

    /// <summary>How far the share that is right lies from the mean confidence, on average over the reads; 0 to 1.</summary>
    public double ExpectedCalibrationError
    {
        get
        {
            var reads = _counts.Sum();
            return reads == 0 ? 0 : Table.Sum(bin => bin.Count * Math.Abs(bin.Right - bin.MeanConfidence)) / reads;
        }
    }

    /// <summary>Counts a read at a labelled plate.</summary>
    public void Add(double confidence, bool isRight)
    {
        var bin = BinOf(confidence);
        _counts[bin]++;
        _right[bin] += isRight ? 1 : 0;
        _confidences[bin] += confidence;
    }

    /// <summary>Counts a read where no plate is labelled.</summary>
    public void AddFalse(double confidence) => _false[BinOf(confidence)]++;

    public void Add(Reliability other)
    {
        for (var i = 0; i < Bins; i++)
        {
            _counts[i] += other._counts[i];
            _right[i] += other._right[i];
            _false[i] += other._false[i];
            _confidences[i] += other._confidences[i];
        }
    }

    private static int BinOf(double confidence) => Math.Clamp((int)(confidence * Bins), 0, Bins - 1);
}
