namespace Dashboard.Web.Shared;

/// <summary>Light, dark or as the system says; remembered in a cookie, so that the first paint is right.</summary>
public static class ThemeChoice
{
    /// <summary>The cookie's name; <c>js/app.js</c> writes it.</summary>
    public const string Cookie = "theme";

    /// <summary>As the system says.</summary>
    public const string System = "system";

    /// <summary>Always light.</summary>
    public const string Light = "light";

    /// <summary>Always dark.</summary>
    public const string Dark = "dark";

    /// <summary>The theme that a cookie's value names; anything else is <see cref="System"/>.</summary>
    public static string FromCookie(string? value) => value is Light or Dark ? value : System;

    /// <summary>When the light style sheets count.</summary>
    public static string LightMedia(string theme) => theme switch { Light => "all", Dark => "not all", _ => "(prefers-color-scheme: light)" };

    /// <summary>When the dark style sheets count.</summary>
    public static string DarkMedia(string theme) => theme switch { Dark => "all", Light => "not all", _ => "(prefers-color-scheme: dark)" };
}
