using Dashboard.Configuration;
using Dashboard.Domain.Plates;
using Dashboard.Recognition.Ocr;
using Microsoft.Extensions.Options;

namespace Dashboard.Recognition;

/// <summary>How plates are found and read, and which reads count: the section <c>Recognition</c>.</summary>
internal sealed class RecognitionOptions
{
    public const string Section = "Recognition";

    /// <summary>Frames recognised at once, one core each; 0: all cores but one, at least one.</summary>
    public int Threads { get; set; }

    /// <summary>Longer side, in pixels, of what plates are looked for in. More finds smaller plates; time grows with its square.</summary>
    public int DetectionSide { get; set; } = 640;

    /// <summary>Smallest score, 0 to 1, of what is taken for a plate. Less finds more, of plates and of what is none.</summary>
    public double DetectionThreshold { get; set; } = 0.4;

    /// <summary>
    /// Whether a plate's corners are looked for again from close by before it is read: slower by two milliseconds a plate, and much surer.
    /// </summary>
    public bool RefineCorners { get; set; } = true;

    /// <summary>How many times a plate is read in one frame where one pass leaves it open, each cut a little differently: 1 to 3.</summary>
    public int Passes { get; set; } = 3;

    /// <summary>Countries (<c>de</c>) or states (<c>us-ca</c>) that plates are from; empty: any. Formats of others then count for nothing.</summary>
    public string[] Countries { get; set; } = [];

    /// <summary>How much the formats of a plate's region count in its text where the picture leaves it open, 0 (not at all) to 1.</summary>
    public double FormatWeight { get; set; } = 1;

    /// <summary>How far, at most, a picture smaller than <see cref="DetectionSide"/> is enlarged.</summary>
    public double MaxUpscale { get; set; } = 2;

    /// <summary>Reads below this confidence, 0 to 1, are not reported at all.</summary>
    public double MinConfidence { get; set; } = 0.05;

    /// <summary>Fewest characters of a text that is taken for a plate.</summary>
    public int MinLength { get; set; } = 4;

    /// <summary>Most characters of a text that is taken for a plate.</summary>
    public int MaxLength { get; set; } = 10;

    /// <summary><see cref="Threads"/> with 0 resolved.</summary>
    public int EffectiveThreads => Threads > 0 ? Threads : Math.Max(1, Environment.ProcessorCount - 1);
}

/// <summary>Checks the settings; every failure names the key, what is wrong and what is allowed.</summary>
internal sealed class RecognitionOptionsValidator : IValidateOptions<RecognitionOptions>
{
    public ValidateOptionsResult Validate(string? name, RecognitionOptions options)
    {
        var check = new OptionsCheck(RecognitionOptions.Section);
        check.Range(nameof(options.Threads), options.Threads, 0, 256);
        check.Range(nameof(options.DetectionSide), options.DetectionSide, 160, 4096);
        check.Range(nameof(options.DetectionThreshold), options.DetectionThreshold, 0.01, 0.99);
        check.Range(nameof(options.Passes), options.Passes, 1, PlateReader.MaxPasses);
        check.Range(nameof(options.FormatWeight), options.FormatWeight, 0, 1);
        foreach (var country in options.Countries.Where(country => !PlateFormats.Known.Contains(country, StringComparer.OrdinalIgnoreCase)))
        {
            check.Require(false, nameof(options.Countries), $"has {country}; it may have {string.Join(", ", PlateFormats.Known.Order())}");
        }

        check.Range(nameof(options.MaxUpscale), options.MaxUpscale, 1, 4);
        check.Range(nameof(options.MinConfidence), options.MinConfidence, 0, 1);
        check.Range(nameof(options.MinLength), options.MinLength, 3, 10);
        check.Range(nameof(options.MaxLength), options.MaxLength, Math.Max(3, options.MinLength), 10);
        return check.Result;
    }
}
