using System.Globalization;

namespace Dashboard.Web;

/// <summary>
/// Numbers and switches in a page's address. A page that took them as such would break at others; addresses are typed, cut and passed on.
/// </summary>
internal static class QueryValue
{
    /// <summary>The number; null: there is none, or none that can be understood.</summary>
    public static int? Int(string? text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <inheritdoc cref="Int"/>
    public static long? Long(string? text) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool IsTrue(string? text) => bool.TryParse(text, out var isTrue) && isTrue;
}
