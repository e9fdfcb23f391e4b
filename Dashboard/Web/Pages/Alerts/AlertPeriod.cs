namespace Dashboard.Web.Pages.Alerts;

/// <summary>When vehicles were seen whose alerts are shown.</summary>
public enum AlertPeriod
{
    Any,

    /// <summary>Within the last hour.</summary>
    Hour,

    /// <summary>Since midnight.</summary>
    Today,

    /// <summary>Within the last 24 hours.</summary>
    Day,

    /// <summary>Within the last 7 days.</summary>
    Week,

    /// <summary>Within the last 30 days.</summary>
    Month,

    /// <summary>From one moment to another.</summary>
    Custom,
}
