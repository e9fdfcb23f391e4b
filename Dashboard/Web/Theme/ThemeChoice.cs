namespace Dashboard.Web.Theme;

/// <summary>Light, dark or as the system says; remembered in a cookie, so that the first paint is right.</summary>
internal static class ThemeChoice
{
    /// <summary>The cookie's name; <c>js/theme.js</c> writes it.</summary>
    public const string Cookie = "theme";

    public const string System = "system";

    public const string Light = "light";

    public const string Dark = "dark";

    /// <summary>The theme that a cookie's value names; anything else is <see cref="System"/>.</summary>
    public static string FromCookie(string? value) => value is Light or Dark ? value : System;
}
