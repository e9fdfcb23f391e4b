using System.Globalization;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Retention;
using Dashboard.Settings;
using Dashboard.Web.Languages;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class RetentionSection : SettingsSection
{
    public override string Name => "retention";

    public override string Title => Localizer.Key("How long things are kept");

    public override string Intro => Localizer.Key(
        "What is older is deleted, oldest first, but no evidence, no open alerts and nothing that waits to be delivered.");

    public override Type Extra => typeof(RetentionPanel);

    /// <summary>What is wrong with the fields together: pictures cannot outlive their flows. A file of settings may say so, and means less.</summary>
    public static FieldErrors Check(SettingsForm form)
    {
        const string Pictures = $"{RetentionOptions.Section}:{nameof(RetentionOptions.PictureDays)}";
        return new FieldErrors
        {
            {
                Pictures,
                Days(Pictures) is >= 0 and <= RetentionOptions.MaxDays and var days
                    ? CameraValidation.PictureDaysError(days, Days($"{RetentionOptions.Section}:{nameof(RetentionOptions.FlowDays)}"))
                    : null
            },
        };

        int? Days(string key) => int.TryParse(form.Parse(key), CultureInfo.InvariantCulture, out var days) ? days : null;
    }

    /// <summary>The settings as they stand in the fields; null: they cannot be saved like that.</summary>
    public static RetentionOptions? Read(SettingsForm form)
    {
        if (Number(nameof(RetentionOptions.FlowDays)) is not { } flowDays
            || Number(nameof(RetentionOptions.PictureDays)) is not { } pictureDays
            || Number(nameof(RetentionOptions.UnlistedHours)) is not { } unlistedHours
            || Number(nameof(RetentionOptions.MinimumFreePercent)) is not { } freePercent)
        {
            return null;
        }

        var options = new RetentionOptions
        {
            FlowDays = flowDays,
            PictureDays = pictureDays,
            UnlistedHours = unlistedHours,
            MinimumFreePercent = freePercent,
        };
        return new RetentionOptionsValidator().Validate(Options.DefaultName, options).Succeeded ? options : null;

        int? Number(string name) =>
            form.Parse($"{RetentionOptions.Section}:{name}") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "Retention:FlowDays", Localizer.Key("Keep flows"),
            Localizer.Key("How long flows are kept with all that belongs to them, up to 36500 days; 0 keeps them for ever."))
        {
            Unit = Localizer.Key("days"),
        },
        new(
            "Retention:PictureDays", Localizer.Key("Keep pictures"),
            Localizer.Key("How long their pictures are kept, up to 36500 days; 0 keeps them as long as their flows."))
        {
            Unit = Localizer.Key("days"),
        },
        new(
            "Retention:UnlistedHours", Localizer.Key("Forget plates of no list after"),
            Localizer.Key("Flows that match no alert list are deleted after so many hours; 0 keeps them like the others."))
        {
            Unit = Localizer.Key("hours"),
        },
        new(
            "Retention:MinimumFreePercent", Localizer.Key("Keep free on the disk"),
            Localizer.Key("If less of the disk is free, the oldest pictures are deleted early, but none from the last day; 0 lets the disk fill up."))
        {
            Unit = "%",
        },
        new(
            "Retention:BlurExports", Localizer.Key("Blur exported pictures"),
            Localizer.Key("On: evidence sheets, whole records of plates and links in exported lists show only the plate sharp, unless the person who exports chooses otherwise. Stored pictures are never altered.")),
    ];
}
