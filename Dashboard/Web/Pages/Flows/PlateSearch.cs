using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;

namespace Dashboard.Web.Pages.Flows;

/// <summary>
/// What somebody types to find a plate: a part of it, or a pattern of the whole plate in which <c>*</c> stands for any run of characters and <c>?</c>
/// for one.
/// </summary>
internal static class PlateSearch
{
    /// <summary>The longest text that is searched for.</summary>
    public const int MaxLength = 32;

    private static readonly char[] Wildcards = ['*', '?'];

    public static bool HasWildcards(string text) => text.AsSpan().IndexOfAny(Wildcards) >= 0;

    /// <summary>
    /// The text as it is searched for: upper-case letters, digits and wildcards. What no plate has stays too, and then nothing is found:
    /// <see cref="Foreign"/> says why.
    /// </summary>
    public static string Clean(string? typed)
    {
        var kept = PlateText.NormalizePattern(typed);
        while (kept.Contains("**", StringComparison.Ordinal))
        {
            kept = kept.Replace("**", "*", StringComparison.Ordinal);
        }

        return kept.Truncate(MaxLength);
    }

    /// <summary>The first character of a cleaned text that no plate has; null: there is none.</summary>
    public static string? Foreign(string cleaned) => PlateText.Foreign(cleaned, withWildcards: true);

    /// <param name="text">The cleaned text; not empty.</param>
    /// <param name="isFolded">What looks alike is the same.</param>
    /// <param name="withCandidates">One of the candidates is enough.</param>
    public static FlowCondition ToCondition(string text, bool isFolded, bool withCandidates)
    {
        var (how, value) = Comparison(text, isFolded);
        var plate = new FlowComparison(FlowField.Plate, how, value);
        return withCandidates ? new FlowAny([plate, plate with { Field = FlowField.Candidate }]) : plate;
    }

    public static (FlowOperator How, string Value) Comparison(string text, bool isFolded) => (isFolded, HasWildcards(text)) switch
    {
        (true, true) => (FlowOperator.LooksLike, text),
        (true, false) => (FlowOperator.LooksLike, $"*{text}*"),
        (false, true) => (FlowOperator.Matches, text),
        _ => (FlowOperator.Contains, text),
    };
}
