namespace Dashboard.Domain.Alerts;

/// <summary>Whether a list names whom to look for or whom to let pass.</summary>
public enum AlertListType
{
    /// <summary>A plate that is on the list makes an alert.</summary>
    Black = 0,

    /// <summary>A plate that is not on the list makes an alert.</summary>
    White = 1,
}

/// <summary>Which texts of a flow are looked up in a list.</summary>
public enum MatchStrategy
{
    /// <summary>The best plate only.</summary>
    Exact = 0,

    /// <summary>All candidates.</summary>
    Lenient = 1,
}

/// <summary>A list of plates that make alerts.</summary>
public sealed class AlertList
{
    public const int MaxNameLength = 100;

    /// <summary>Most characters of all recipients together.</summary>
    public const int MaxRecipientsLength = 2000;

    /// <summary>The longest time after an alert in which repeats are counted into it: a week.</summary>
    public const int MaxRepeatMinutes = 7 * 24 * 60;

    public int Id { get; set; }

    /// <summary>What people call it; unique, 1 to 100 characters.</summary>
    public string Name { get; set; } = "";

    public AlertListType ListType { get; set; }

    public MatchStrategy MatchStrategy { get; set; }

    /// <summary>Possible readings below this confidence are not looked up, in percent, 0 to 100; the best plate always is.</summary>
    public int MinCandidatePercent { get; set; }

    /// <summary>False: it makes no alerts.</summary>
    public bool IsActive { get; set; } = true;

    public AlertSchedule Schedule { get; set; } = AlertSchedule.Always;

    /// <summary>
    /// For how many minutes after an alert further flows of the plate are only counted into it; 0: each passage is an alert of its own.
    /// </summary>
    public int RepeatMinutes { get; set; }

    /// <summary>What its marks look like.</summary>
    public AlertListColor Color { get; set; }

    /// <summary>E-mail addresses that are told of each alert, separated by commas; empty: none.</summary>
    public string Recipients { get; set; } = "";

    /// <summary>For how many days flows that match it are kept at least; 0: for ever; null: no longer than others.</summary>
    public int? KeepDays { get; set; }

    /// <summary>The sites whose flows are looked up; none: all sites.</summary>
    public List<AlertListSite> Sites { get; set; } = [];

    public int EntryCount { get; set; }

    /// <summary>Grows with each change of the list or its entries, so that who holds them in memory knows when to read again.</summary>
    public long Revision { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A site whose flows a list is for.</summary>
public sealed class AlertListSite
{
    public int ListId { get; set; }

    public int SiteId { get; set; }
}

/// <summary>A plate on a list.</summary>
public sealed class AlertEntry
{
    /// <summary>Most characters of a plate, wildcards included.</summary>
    public const int MaxPlateLength = 15;

    public const int MaxDescriptionLength = 1000;

    /// <summary>Most characters of a state or province.</summary>
    public const int MaxRegionLength = 64;

    public int Id { get; set; }

    public int ListId { get; set; }

    /// <summary>Normalised plate; <c>*</c> stands for any run of characters and <c>?</c> for one. Once a list.</summary>
    public string Plate { get; set; } = "";

    /// <summary>The plate as it was written into the list, for people; empty: just as it is compared.</summary>
    public string Written { get; set; } = "";

    /// <summary>What to know of it; alerts carry it.</summary>
    public string Description { get; set; } = "";

    /// <summary>State or province, for people; not compared.</summary>
    public string Region { get; set; } = "";
}
