namespace Dashboard.Web.Shared;

/// <summary>Light, dark or as the system says; remembered in a cookie, so that the first paint is right.</summary>
internal static class ThemeChoice
{
    /// <summary>The cookie's name; <c>js/app.js</c> writes it.</summary>
    public const string Cookie = "theme";

    public const string System = "system";

    public const string Light = "light";

    public const string Dark = "dark";

    /// <summary>The theme that a cookie's value names; anything else is <see cref="System"/>.</summary>
    public static string FromCookie(string? value) => value is Light or Dark ? value : System;

    /// <summary>When the light style sheets count.</summary>
    public static string LightMedia(string theme) => theme switch { Light => "all", Dark => "not all", _ => "(prefers-color-scheme: light)" };

    /// <summary>When the dark style sheets count.</summary>
    public static string DarkMedia(string theme) => theme switch { Dark => "all", Light => "not all", _ => "(prefers-color-scheme: dark)" };
}
