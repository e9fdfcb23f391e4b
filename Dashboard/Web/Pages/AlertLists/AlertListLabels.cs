using Dashboard.Web.Languages;
using System.Globalization;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.AlertLists;

internal static class AlertListLabels
{
    /// <summary>The days in the order in which people write them.</summary>
    public static readonly IReadOnlyList<DayOfWeek> Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static string Label(AlertListType type) =>
        type == AlertListType.Black ? Localizer.Current["Alerts on plates on the list"] : Localizer.Current["Alerts on plates not on the list"];

    public static string Name(AlertListType type) => type == AlertListType.Black ? Localizer.Current["Black list"] : Localizer.Current["White list"];

    /// <summary>Key of a colour's name.</summary>
    public static string Color(AlertListColor color) => color switch
    {
        AlertListColor.Red => Localizer.Key("Red"),
        AlertListColor.Orange => Localizer.Key("Orange"),
        AlertListColor.Yellow => Localizer.Key("Yellow"),
        AlertListColor.Green => Localizer.Key("Green"),
        AlertListColor.Teal => Localizer.Key("Teal"),
        AlertListColor.Blue => Localizer.Key("Blue"),
        AlertListColor.Purple => Localizer.Key("Purple"),
        _ => Localizer.Key("Grey"),
    };

    /// <summary>Which texts are compared.</summary>
    public static string Label(MatchStrategy strategy) =>
        strategy == MatchStrategy.Exact ? Localizer.Current["best reading"] : Localizer.Current["all readings"];

    /// <summary>When: <c>Always</c>, <c>Mon, Tue, 22:00 to 06:00</c>.</summary>
    public static string Label(AlertSchedule schedule)
    {
        var isAllDay = schedule is { FromMinute: 0, ToMinute: 24 * 60 };
        if (schedule.Days == 127)
        {
            return isAllDay ? Localizer.Current["Always"] : Localizer.Current["Every day, {0}", Hours(schedule)];
        }

        var days = string.Join(", ", Week.Where(day => (schedule.Days & (1 << (int)day)) != 0).Select(ShortDay));
        return isAllDay ? days : $"{days}, {Hours(schedule)}";
    }

    /// <summary>Where: <c>All sites</c>, or their names.</summary>
    public static string Sites(AlertList list, IReadOnlyList<SiteRow> sites) =>
        list.Sites.Count == 0
            ? Localizer.Current["All sites"]
            : string.Join(", ", sites.Where(site => list.Sites.Exists(one => one.SiteId == site.Id)).Select(site => site.Name));

    /// <summary>Who is told by mail: <c>none</c>, <c>2 recipients</c>; where no mail can be sent, that is said.</summary>
    public static string Recipients(AlertList list, bool canMail) => AlertListRules.SplitRecipients(list.Recipients).Count switch
    {
        0 => Localizer.Current["none"],
        _ when !canMail => Localizer.Current["no mail server"],
        var count => Localizer.Current.Plural(count, "{0} recipient", "{0} recipients"),
    };

    public static string Day(DayOfWeek day) => DisplayFormat.Culture.DateTimeFormat.GetDayName(day);

    /// <summary>A day's name in a few letters; some languages end it with a dot, which a list of days has no use for.</summary>
    public static string ShortDay(DayOfWeek day) => DisplayFormat.Culture.DateTimeFormat.GetAbbreviatedDayName(day).TrimEnd('.');

    private static string Hours(AlertSchedule schedule) =>
        Localizer.Current["{0} to {1}", Time(schedule.FromMinute), Time(schedule.ToMinute)];

    private static string Time(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
