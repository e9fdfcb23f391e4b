namespace Dashboard.Security.Sessions;

/// <summary>What a browser calls itself, in words that a person knows it by.</summary>
internal static class BrowserName
{
    private const string Unknown = "Unknown browser";

    // Each pretends to be those below it.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>Such as <c>Firefox, Windows</c>.</summary>
    public static string Describe(string? userAgent)
    {
        var browser = Find(Browsers, userAgent) ?? Unknown;
        return Find(Systems, userAgent) is { } system ? $"{browser}, {system}" : browser;
    }

    private static string? Find((string Mark, string Name)[] known, string? userAgent) =>
        userAgent is null ? null : known.FirstOrDefault(one => userAgent.Contains(one.Mark, StringComparison.Ordinal)).Name;
}
