using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Recognition.FrameSelection;

/// <summary>Settings of the section <c>FrameSelection</c>: which frames of a camera are processed, and which plates are read.</summary>
internal sealed class FrameSelectionOptions
{
    public const string Section = "FrameSelection";

    /// <summary>Whether frames that show nothing new are passed over.</summary>
    public bool SkipStillFrames { get; set; } = true;

    /// <summary>Smallest change of a small part of the picture that counts, in grey levels, 1 to 50; noise raises it by itself.</summary>
    public double MotionThreshold { get; set; } = 4;

    /// <summary>How long each frame is processed after the last change; 0 to 1 min.</summary>
    public TimeSpan MotionHold { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>A frame is processed this long after the last one at the latest, whatever it shows; 0.1 s to 10 min.</summary>
    public TimeSpan FullDetectionInterval { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// A plate is not read in each frame any more once the vote of its reads has this confidence, 0 to 1, and enough reads
    /// had; no less than <c>Tracking:MinConfidence</c>.
    /// </summary>
    public double SureConfidence { get; set; } = 0.9;

    /// <summary>Fewer reads of that confidence are never sure; 1 to 1000, and no fewer than <c>Tracking:MinReads</c>.</summary>
    public int SureReads { get; set; } = 3;

    /// <summary>How long after its last read a plate that is sure is read again; twice as long each time while it stands. 0.1 s to 10 min.</summary>
    public TimeSpan RereadAfter { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>Checks the settings; every failure names the key, what is wrong and what is allowed.</summary>
internal sealed class FrameSelectionOptionsValidator : IValidateOptions<FrameSelectionOptions>
{
    private static readonly TimeSpan MinTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, FrameSelectionOptions options)
    {
        var check = new OptionsCheck(FrameSelectionOptions.Section);
        check.Range(nameof(options.MotionThreshold), options.MotionThreshold, 1d, 50d);
        check.Range(nameof(options.MotionHold), options.MotionHold, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        check.Range(nameof(options.FullDetectionInterval), options.FullDetectionInterval, MinTime, MaxTime);
        check.Range(nameof(options.SureConfidence), options.SureConfidence, 0d, 1d);
        check.Range(nameof(options.SureReads), options.SureReads, 1, 1000);
        check.Range(nameof(options.RereadAfter), options.RereadAfter, MinTime, MaxTime);
        return check.Result;
    }
}
