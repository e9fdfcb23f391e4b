using Dashboard.Web.Languages;
using Dashboard.Settings;
using Dashboard.Web.Pages.Cameras.Countries;

namespace Dashboard.Web.Pages.Settings.Sections;

internal sealed class PlaceSection : SettingsSection
{
    public override string Name => "place";

    public override string Title => Localizer.Key("Place and language");

    public override string Intro => Localizer.Key("Time, language and plates where the cameras are.");

    public override IReadOnlyList<SettingField> Fields { get; } =
    [
        new(
            "TimeZone", Localizer.Key("Time zone"),
            Localizer.Key("The zone in which times are shown, entered and answered by the Seedata API. Leave it empty for this machine's."))
        {
            Placeholder = TimeZoneInfo.Local.Id,
            Suggestions =
            [
                .. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)
                    .Where(id => id.Contains('/', StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ],
        },
        new(
            "Language", Localizer.Key("Language"),
            Localizer.Key("The language of people who have chosen none and whose browser asks for none of these."))
        {
            ChoiceLabels = Language.All.ToDictionary(language => language.Code, language => language.Name),
        },
        new(
            "Recognition:Countries",
            Localizer.Key("Countries of plates"),
            Localizer.Key(
                "Plates are read by the formats of these countries and states; where none is chosen, by those of all. A camera may have its own."))
        {
            Picks = () => CountryNames.All,
            AddText = Localizer.Key("Add a country or state…"),
        },
    ];
}
