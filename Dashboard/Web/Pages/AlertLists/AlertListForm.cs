using Dashboard.Domain;
using Dashboard.Domain.Alerts;

namespace Dashboard.Web.Pages.AlertLists;

/// <summary>An alert list's settings while they are edited.</summary>
public sealed class AlertListForm
{
    private const int DayMinutes = 24 * 60;
    private readonly int _id;
    private readonly string _asLoaded;

    /// <summary>Starts from a stored list.</summary>
    public AlertListForm(AlertList list)
    {
        _id = list.Id;
        Name = list.Name;
        ListType = list.ListType;
        MatchStrategy = list.MatchStrategy;
        MinCandidatePercent = list.MinCandidatePercent;
        IsActive = list.IsActive;
        RepeatMinutes = list.RepeatMinutes;
        KeepDays = list.KeepDays;
        Color = list.Color;
        Recipients = list.Recipients.Replace(",", ", ", StringComparison.Ordinal);
        Days = [.. Enum.GetValues<DayOfWeek>().Where(day => (list.Schedule.Days & (1 << (int)day)) != 0)];
        IsAllDay = list.Schedule is { FromMinute: 0, ToMinute: DayMinutes };
        From = IsAllDay ? new TimeOnly(8, 0) : FromMinute(list.Schedule.FromMinute);
        To = IsAllDay ? new TimeOnly(18, 0) : FromMinute(list.Schedule.ToMinute);
        Sites = [.. list.Sites.Select(site => site.SiteId)];
        IsForAllSites = Sites.Count == 0;
        _asLoaded = Describe();
        Loaded = ToList();
    }

    /// <summary>The list as it was before anything was typed.</summary>
    public AlertList Loaded { get; }

    /// <inheritdoc cref="AlertList.Name"/>
    public string Name { get; set; }

    /// <inheritdoc cref="AlertList.ListType"/>
    public AlertListType ListType { get; set; }

    /// <inheritdoc cref="AlertList.MatchStrategy"/>
    public MatchStrategy MatchStrategy { get; set; }

    /// <summary><see cref="AlertList.MinCandidatePercent"/>; null: the field is empty, which is refused.</summary>
    public int? MinCandidatePercent { get; set; }

    /// <inheritdoc cref="AlertList.IsActive"/>
    public bool IsActive { get; set; }

    /// <summary><see cref="AlertList.RepeatMinutes"/>; null: the field is empty, which is refused.</summary>
    public int? RepeatMinutes { get; set; }

    /// <inheritdoc cref="AlertList.KeepDays"/>
    public int? KeepDays { get; set; }

    /// <inheritdoc cref="AlertList.Color"/>
    public AlertListColor Color { get; set; }

    /// <inheritdoc cref="AlertList.Recipients"/>
    public string Recipients { get; set; }

    public HashSet<DayOfWeek> Days { get; }

    /// <summary>From midnight to midnight; <see cref="From"/> and <see cref="To"/> are not looked at.</summary>
    public bool IsAllDay { get; set; }

    /// <summary>The first minute; null: the field is empty, which is refused.</summary>
    public TimeOnly? From { get; set; }

    /// <summary>
    /// The minute behind the last; midnight is the end of the day, and one before <see cref="From"/> is on the next day. Null: as for that.
    /// </summary>
    public TimeOnly? To { get; set; }

    /// <summary>For all sites; <see cref="Sites"/> is not looked at.</summary>
    public bool IsForAllSites { get; set; }

    public HashSet<int> Sites { get; }

    /// <summary>The hours go over midnight.</summary>
    public bool IsOverMidnight => !IsAllDay && To != TimeOnly.MinValue && To <= From;

    /// <summary>Whether anything differs from what was loaded.</summary>
    public bool IsChanged => Describe() != _asLoaded;

    /// <summary>What is wrong that only the form can know, by property name of <see cref="AlertList"/>.</summary>
    public FieldErrors Check() => new()
    {
        { nameof(AlertList.Schedule), Days.Count == 0 ? "Choose at least one day. To pause the list, switch it off."
            : !IsAllDay && (From is null || To is null) ? "Enter both times, or choose all day."
            : null },
        { nameof(AlertList.Sites), !IsForAllSites && Sites.Count == 0 ? "Choose at least one site, or all sites." : null },
    };

    /// <summary>Puts a day into the schedule or takes it out.</summary>
    public void Set(DayOfWeek day, bool isOn) => Change(Days, day, isOn);

    /// <summary>Chooses a site or not.</summary>
    public void Set(int site, bool isOn) => Change(Sites, site, isOn);

    /// <summary>The list as it is to be stored.</summary>
    public AlertList ToList() => new()
    {
        Id = _id,
        Name = Name,
        ListType = ListType,
        MatchStrategy = MatchStrategy,
        MinCandidatePercent = MinCandidatePercent ?? -1,
        IsActive = IsActive,
        RepeatMinutes = RepeatMinutes ?? -1,
        KeepDays = KeepDays,
        Color = Color,
        Recipients = Recipients,
        Schedule = new AlertSchedule(
            Days.Sum(day => 1 << (int)day), IsAllDay ? 0 : Minute(From), IsAllDay || To == TimeOnly.MinValue ? DayMinutes : Minute(To)),
        Sites = IsForAllSites ? [] : [.. Sites.Select(site => new AlertListSite { ListId = _id, SiteId = site })],
    };

    private static void Change<T>(HashSet<T> set, T value, bool isIn)
    {
        if (isIn)
        {
            set.Add(value);
        }
        else
        {
            set.Remove(value);
        }
    }

    private static TimeOnly FromMinute(int minute) => new(minute / 60 % 24, minute % 60);

    private static int Minute(TimeOnly? time) => time is { } moment ? (moment.Hour * 60) + moment.Minute : 0;

    private string Describe() => string.Join(
        '\n',
        Name,
        ListType,
        MatchStrategy,
        MinCandidatePercent,
        IsActive,
        RepeatMinutes,
        KeepDays,
        Color,
        Recipients,
        string.Join(' ', Days.Order()),
        IsAllDay,
        From,
        To,
        IsForAllSites,
        string.Join(' ', Sites.Order()));
}
