namespace Dashboard.Web.Layout.Bell;

/// <summary>What a person may switch on for their alerts, as it is kept in their preferences.</summary>
internal static class AlertPreferences
{
    public const string Prefix = "alerts.";

    public const string Sound = Prefix + "sound";

    public const string Notification = Prefix + "notification";

    public const string On = "on";
}
