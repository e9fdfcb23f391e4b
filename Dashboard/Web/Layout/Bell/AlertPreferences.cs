namespace Dashboard.Web.Layout.Bell;

/// <summary>What a person may switch on and off for their alerts, as it is kept in their preferences.</summary>
internal static class AlertPreferences
{
    public const string Prefix = "alerts.";

    public const string Sound = Prefix + "sound";

    public const string Notification = Prefix + "notification";

    /// <summary>Notices on each page, which are on unless they are switched off.</summary>
    public const string Notices = Prefix + "notices";

    public const string On = "on";

    public const string Off = "off";
}
