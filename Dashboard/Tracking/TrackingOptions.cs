using Dashboard.Configuration;
using Dashboard.Domain.Tracking;
using Microsoft.Extensions.Options;

namespace Dashboard.Tracking;

/// <summary>Settings of section <c>Tracking</c>: when reads are one vehicle, and when its flow is made.</summary>
internal sealed class TrackingOptions
{
    /// <summary>A flow is made when no read of its vehicle has come for this long; 0.5 s to 10 min.</summary>
    public TimeSpan TimeDelta { get; set; } = new TrackingRules().TimeDelta;

    /// <summary>A flow is made this long after its first read at the latest; 0.5 s to 10 min.</summary>
    public TimeSpan MaxDelay { get; set; } = new TrackingRules().MaxDelay;

    /// <summary>Fewer reads make no flow; 1 to 100.</summary>
    public int MinReads { get; set; } = new TrackingRules().MinReads;

    /// <summary>A flow is made when there are this many reads; <see cref="MinReads"/> to 10000.</summary>
    public int MaxReads { get; set; } = new TrackingRules().MaxReads;

    /// <summary>
    /// A flow is stored early, as a preview, when its vehicle has this many reads, and brought up to date when it is complete; 0: never, else
    /// <see cref="MinReads"/> to 100. Gates that cannot wait for the vehicle to be gone set 5 or so.
    /// </summary>
    public int PreviewReads { get; set; }

    /// <summary>Reads below this confidence are not counted; 0 to 1.</summary>
    public double MinConfidence { get; set; } = new TrackingRules().MinConfidence;

    /// <summary>How long a parked vehicle is remembered while it is hidden; 0 to 1 day.</summary>
    public TimeSpan ParkedMemory { get; set; } = new TrackingRules().ParkedMemory;

    /// <summary>How many possible texts a flow keeps; 1 to 50.</summary>
    public int CandidateCount { get; set; } = new TrackingRules().CandidateCount;

    /// <summary>Quality of a flow's picture; 1 to 100.</summary>
    public int JpegQuality { get; set; } = 85;

    /// <summary>The settings as the tracker takes them.</summary>
    public TrackingRules ToRules() => new()
    {
        TimeDelta = TimeDelta,
        MaxDelay = MaxDelay,
        MinReads = MinReads,
        MaxReads = MaxReads,
        PreviewReads = PreviewReads,
        MinConfidence = MinConfidence,
        ParkedMemory = ParkedMemory,
        CandidateCount = CandidateCount,
    };
}

/// <summary>Checks the settings; every failure names the key, what is wrong and what is allowed.</summary>
internal sealed class TrackingOptionsValidator : IValidateOptions<TrackingOptions>
{
    private static readonly TimeSpan MinTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, TrackingOptions options)
    {
        var check = new OptionsCheck("Tracking");
        check.Range(nameof(options.TimeDelta), options.TimeDelta, MinTime, MaxTime);
        check.Range(nameof(options.MaxDelay), options.MaxDelay, MinTime, MaxTime);
        check.Range(nameof(options.MinReads), options.MinReads, 1, 100);
        check.Range(nameof(options.MaxReads), options.MaxReads, Math.Clamp(options.MinReads, 1, 100), 10_000);
        check.Range(nameof(options.PreviewReads), options.PreviewReads, options.PreviewReads == 0 ? 0 : Math.Clamp(options.MinReads, 1, 100), 100);
        check.Range(nameof(options.MinConfidence), options.MinConfidence, 0d, 1d);
        check.Range(nameof(options.ParkedMemory), options.ParkedMemory, TimeSpan.Zero, TimeSpan.FromDays(1));
        check.Range(nameof(options.CandidateCount), options.CandidateCount, 1, 50);
        check.Range(nameof(options.JpegQuality), options.JpegQuality, 1, 100);
        return check.Result;
    }
}
