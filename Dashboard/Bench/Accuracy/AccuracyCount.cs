namespace Dashboard.Bench.Accuracy;

/// <summary>Accuracy over labelled pictures.</summary>
/// <param name="name">What was measured: a folder's name, or the total of several.</param>
internal sealed class AccuracyCount(string name)
{
    private readonly List<PlateOutcome> _misses = [];
    private readonly List<FalsePlate> _falsePlates = [];
    private readonly List<RecognitionTime> _times = [];
    private int _characters;
    private int _wrongCharacters;

    public string Name { get; } = name;

    public int Pictures => _times.Count;

    public int Plates { get; private set; }

    /// <summary>Plates that were detected: a detection overlaps the label's box by <see cref="LabelMatching.MinOverlap"/> at least.</summary>
    public int Found { get; private set; }

    /// <summary>Plates read as labelled.</summary>
    public int Exact { get; private set; }

    /// <summary>Plates read as labelled with O taken as 0 and I as 1.</summary>
    public int Folded { get; private set; }

    /// <summary>Plates whose label is among the first ten candidates.</summary>
    public int InTopTen { get; private set; }

    /// <summary>Reads that name a country where the label names one too.</summary>
    public int RegionsShown { get; private set; }

    /// <summary>Those whose country is the label's.</summary>
    public int RegionsRight { get; private set; }

    /// <summary>Pictures whose surest read is a labelled plate, exactly.</summary>
    public int FirstExact { get; private set; }

    /// <summary>Plates that were not read exactly, the most confident wrong reads first.</summary>
    public IReadOnlyList<PlateOutcome> Misses =>
        [.. _misses.OrderByDescending(miss => miss.Confidence).ThenBy(miss => miss.File, StringComparer.Ordinal)];

    /// <summary>Reads that no label accounts for, surest first.</summary>
    public IReadOnlyList<FalsePlate> FalsePlates =>
        [.. _falsePlates.OrderByDescending(plate => plate.Read.Confidence).ThenBy(plate => plate.File, StringComparer.Ordinal)];

    /// <summary>How many misses there are of each category that occurs, in the categories' order.</summary>
    public IReadOnlyList<(ErrorCategory Category, int Count)> ErrorCategories =>
        [.. _misses.GroupBy(miss => miss.Miss).OrderBy(group => group.Key).Select(group => (group.Key, group.Count()))];

    /// <summary>Whether confidences mean what they say.</summary>
    public Reliability Reliability { get; } = new();

    /// <summary>Wrong, missing and extra characters for each labelled one; a plate that was not read misses all of its.</summary>
    public double CharacterErrorRate => _characters == 0 ? 0 : (double)_wrongCharacters / _characters;

    public void Add(PlateOutcome plate)
    {
        Plates++;
        _characters += plate.Label.Text.Length;
        _wrongCharacters += plate.WrongCharacters;
        Found += plate.IsFound ? 1 : 0;
        Exact += plate.IsExact ? 1 : 0;
        Folded += plate.IsFolded ? 1 : 0;
        InTopTen += plate.IsInTopTen ? 1 : 0;
        if (plate.Read is { IsLegible: true } read)
        {
            Reliability.Add(read.Confidence, plate.IsExact);
            RegionsShown += plate.IsRegionRight is null ? 0 : 1;
            RegionsRight += plate.IsRegionRight is true ? 1 : 0;
        }

        if (!plate.IsExact)
        {
            _misses.Add(plate);
        }
    }

    public void Add(PictureOutcome picture)
    {
        _times.Add(picture.Time);
        FirstExact += picture.IsFirstExact ? 1 : 0;
        foreach (var plate in picture.Plates)
        {
            Add(plate);
        }

        foreach (var plate in picture.FalsePlates)
        {
            _falsePlates.Add(plate);
            Reliability.AddFalse(plate.Read.Confidence);
        }
    }

    /// <summary>Takes all pictures of another count.</summary>
    public void Add(AccuracyCount other)
    {
        _misses.AddRange(other._misses);
        _falsePlates.AddRange(other._falsePlates);
        _times.AddRange(other._times);
        _characters += other._characters;
        _wrongCharacters += other._wrongCharacters;
        Plates += other.Plates;
        Found += other.Found;
        Exact += other.Exact;
        Folded += other.Folded;
        InTopTen += other.InTopTen;
        FirstExact += other.FirstExact;
        RegionsShown += other.RegionsShown;
        RegionsRight += other.RegionsRight;
        Reliability.Add(other.Reliability);
    }

    /// <summary>A count as a share of the labelled plates, 0 to 1.</summary>
    public double Share(int count) => Plates == 0 ? 0 : (double)count / Plates;

    public double PerPicture(int count) => Pictures == 0 ? 0 : (double)count / Pictures;

    /// <summary>How many false plates are at least this sure, for each picture.</summary>
    public double FalsePlatesPerPicture(double confidence) => PerPicture(_falsePlates.Count(plate => plate.Read.Confidence >= confidence));

    /// <summary>Mean of a time, in milliseconds a picture.</summary>
    public double Mean(Func<RecognitionTime, double> time) => Pictures == 0 ? 0 : _times.Average(time);

    /// <summary>Median of a time, in milliseconds.</summary>
    public double Median(Func<RecognitionTime, double> time)
    {
        var sorted = _times.Select(time).Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
