using Dashboard.Domain.Tracking;
using Dashboard.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Tracking;

/// <summary>Settings of section <c>Tracking</c>: when reads are one vehicle, and when its flow is made.</summary>
public sealed class TrackingOptions
{
    /// <summary>A flow is made when no read of its vehicle has come for this long; 0.5 s to 10 min.</summary>
    public TimeSpan TimeDelta { get; set; } = new TrackingRules().TimeDelta;

    /// <summary>A flow is made this long after its first read at the latest; 0.5 s to 10 min.</summary>
    public TimeSpan MaximumDelay { get; set; } = new TrackingRules().MaximumDelay;

    /// <summary>Fewer reads make no flow; 1 to 100.</summary>
    public int MinimumReads { get; set; } = new TrackingRules().MinimumReads;

    /// <summary>A flow is made when there are this many reads; <see cref="MinimumReads"/> to 10000.</summary>
    public int MaximumReads { get; set; } = new TrackingRules().MaximumReads;

    /// <summary>
    /// A flow is stored early, as a preview, when its vehicle has this many reads, and brought up to date when it is complete; 0: never, else
    /// <see cref="MinimumReads"/> to 100. Gates that cannot wait for the vehicle to be gone set 5 or so.
    /// </summary>
    public int PreviewReads { get; set; }

    /// <summary>Reads below this confidence are not counted; 0 to 1.</summary>
    public double MinimumConfidence { get; set; } = new TrackingRules().MinimumConfidence;

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
        MaximumDelay = MaximumDelay,
        MinimumReads = MinimumReads,
        MaximumReads = MaximumReads,
        PreviewReads = PreviewReads,
        MinimumConfidence = MinimumConfidence,
        ParkedMemory = ParkedMemory,
        CandidateCount = CandidateCount,
    };
}

/// <summary>Checks the settings; every failure names the key, what is wrong and what is allowed.</summary>
internal sealed class TrackingOptionsValidator : IValidateOptions<TrackingOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, TrackingOptions options)
    {
        var check = new OptionsCheck("Tracking");
        check.Range(nameof(options.TimeDelta), options.TimeDelta, Shortest, Longest);
        check.Range(nameof(options.MaximumDelay), options.MaximumDelay, Shortest, Longest);
        check.Range(nameof(options.MinimumReads), options.MinimumReads, 1, 100);
        check.Range(nameof(options.MaximumReads), options.MaximumReads, Math.Clamp(options.MinimumReads, 1, 100), 10_000);
        check.Range(nameof(options.PreviewReads), options.PreviewReads, options.PreviewReads == 0 ? 0 : Math.Clamp(options.MinimumReads, 1, 100), 100);
        check.Range(nameof(options.MinimumConfidence), options.MinimumConfidence, 0d, 1d);
        check.Range(nameof(options.ParkedMemory), options.ParkedMemory, TimeSpan.Zero, TimeSpan.FromDays(1));
        check.Range(nameof(options.CandidateCount), options.CandidateCount, 1, 50);
        check.Range(nameof(options.JpegQuality), options.JpegQuality, 1, 100);
        return check.Result;
    }
}
