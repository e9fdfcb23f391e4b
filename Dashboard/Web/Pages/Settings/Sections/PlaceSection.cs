using Dashboard.Web.Languages;
using Dashboard.Domain.Plates;
using Dashboard.Settings;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class PlaceSection : SettingsSection
{
    public override string Name => "place";

    public override string Title => Localizer.Key("Place and language");

    public override string Intro => Localizer.Key("Time, language and plates where the cameras are.");

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new("TimeZone", Localizer.Key("Time zone"), Localizer.Key("The zone in which times are shown, entered and answered by the Seedata API. Leave it empty for this machine's."))
        {
            Placeholder = TimeZoneInfo.Local.Id,
            Suggestions = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(id => id.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal)],
        },
        new("Language", Localizer.Key("Language"), Localizer.Key("The language of people who have chosen none and whose browser asks for none of these: en, es, pt or de."))
        {
            Suggestions = ["en", "es", "pt", "de"],
        },
        new(
            "Recognition:Countries",
            Localizer.Key("Countries of plates"),
            $"Codes of countries (de) and states (us-ca), separated by commas. Plates are read by their formats. Leave it empty for all; a camera may have its own. Known are {string.Join(", ", PlateFormats.Known.Where(code => !code.Contains('-', StringComparison.Ordinal)).Order(StringComparer.Ordinal))}, and states of the countries that have them.")
        {
            Placeholder = "de, at, ch",
        },
    ];
}
