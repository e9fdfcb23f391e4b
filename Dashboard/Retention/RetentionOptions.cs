using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Microsoft.Extensions.Options;

namespace Dashboard.Retention;

/// <summary>How long flows and their pictures are kept, and what of them leaves: the section <c>Retention</c>.</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    public const int MaxDays = CameraValidation.MaxDays;

    /// <summary>How long flows are kept, in days; 0 for ever.</summary>
    public int FlowDays { get; set; } = 365;

    /// <summary>How long pictures of flows are kept, in days; 0 for as long as their flows.</summary>
    public int PictureDays { get; set; } = 90;

    /// <summary>Flows that match no alert list are deleted after so many hours; 0: they are kept like the others.</summary>
    public int UnlistedHours { get; set; }

    /// <summary>Below this part of the disk, in percent, the oldest pictures go before their time; 0: never.</summary>
    public int MinimumFreePercent { get; set; } = 10;

    /// <summary>Pictures that leave by an export are blurred but for the plate, unless whoever exports says otherwise.</summary>
    public bool BlurExports { get; set; }
}

internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    private const int MaxFreePercent = 90;

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var check = new OptionsCheck(RetentionOptions.Section);
        check.Range(nameof(options.FlowDays), options.FlowDays, 0, RetentionOptions.MaxDays, " days; 0 keeps flows for ever");
        check.Range(nameof(options.PictureDays), options.PictureDays, 0, RetentionOptions.MaxDays, " days; 0 keeps pictures as long as flows");
        check.Range(nameof(options.UnlistedHours), options.UnlistedHours, 0, RetentionOptions.MaxDays * 24, " hours; 0 is off");
        check.Range(nameof(options.MinimumFreePercent), options.MinimumFreePercent, 0, MaxFreePercent, " percent; 0 is off");
        return check.Result;
    }
}
