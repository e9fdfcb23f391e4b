namespace Dashboard.Domain.Tracking;

/// <summary>When reads are one vehicle, and when its group closes. The defaults are those that users of the field know.</summary>
public sealed record TrackingRules
{
    private const double MinConfidenceOfOne = 0.5;

    /// <summary>A group closes when no read has joined it for this long.</summary>
    public TimeSpan TimeDelta { get; init; } = TimeSpan.FromMilliseconds(4500);

    /// <summary>A group closes this long after its first read at the latest, so that a slow vehicle is not kept waiting.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(7500);

    /// <summary>A group of fewer reads is no flow.</summary>
    public int MinReads { get; init; } = 2;

    /// <summary>A group closes when it has this many reads.</summary>
    public int MaxReads { get; init; } = 500;

    /// <summary>A group that is still open is told of when it has this many reads, at least <see cref="MinReads"/>; 0: never.</summary>
    public int PreviewReads { get; init; }

    /// <summary>Reads below this confidence (0 to 1) are not counted.</summary>
    public double MinConfidence { get; init; } = 0.1;

    /// <summary>How long a vehicle that was reported and does not move is remembered while it is out of sight.</summary>
    public TimeSpan ParkedMemory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many candidates a group keeps.</summary>
    public int CandidateCount { get; init; } = 10;

    /// <summary>
    /// The same where one picture alone makes a flow: it has to be read better than one of many, and nothing is told of it before.
    /// </summary>
    public TrackingRules ForOnePicture() =>
        this with { MinReads = 1, PreviewReads = 0, MinConfidence = Math.Max(MinConfidence, MinConfidenceOfOne) };
}
