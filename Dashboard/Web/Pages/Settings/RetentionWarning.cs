using System.Globalization;
using Dashboard.Retention;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Pages.Settings;

/// <summary>Says what goes within minutes where things are to be kept for a shorter time than now.</summary>
internal sealed class RetentionWarning(RetentionForecast forecast) : ISettingsWarning
{
    public string Section => "retention";

    /// <summary>The settings as they stand in the fields; null: they cannot be saved like that.</summary>
    public static RetentionOptions? Read(SettingsForm form)
    {
        var (days, pictures, hours, free) = (Number(nameof(RetentionOptions.FlowDays)), Number(nameof(RetentionOptions.PictureDays)),
            Number(nameof(RetentionOptions.UnlistedHours)), Number(nameof(RetentionOptions.MinimumFreePercent)));
        if (days is null || pictures is null || hours is null || free is null)
        {
            return null;
        }

        var options = new RetentionOptions
        {
            FlowDays = days.Value,
            PictureDays = pictures.Value,
            UnlistedHours = hours.Value,
            MinimumFreePercent = free.Value,
        };
        return new RetentionOptionsValidator().Validate(Options.DefaultName, options).Succeeded ? options : null;

        int? Number(string name) => int.TryParse(
            form[$"{RetentionOptions.Section}:{name}"].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <inheritdoc/>
    public async Task<string?> FindAsync(SettingsForm form, CancellationToken cancellationToken)
    {
        if (Read(form) is not { } wanted)
        {
            return null;
        }

        var (now, then) = (await forecast.ReadAsync(cancellationToken: cancellationToken), await forecast.ReadAsync(wanted, cancellationToken));
        return then.Flows <= now.Flows && then.Pictures <= now.Pictures
            ? null
            : Localizer.Current[
                "{0} flows and {1} pictures ({2}) are then deleted for good, within minutes.",
                DisplayFormat.Count(then.Flows), DisplayFormat.Count(then.Pictures), DisplayFormat.Gigabytes(then.Bytes)];
    }
}
