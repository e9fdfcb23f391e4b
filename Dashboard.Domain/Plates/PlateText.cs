using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dashboard.Domain.Plates;

/// <summary>The text of a plate: upper-case A-Z and 0-9 without separators; empty where no plate was read.</summary>
public static class PlateText
{
    /// <summary>The longest text that is kept, in characters.</summary>
    public const int MaxLength = 16;

    /// <summary>The longest text that a plate is taken out of, with separators and marks.</summary>
    public const int MaxWrittenLength = 64;

    private static readonly SearchValues<char> Letters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> LettersAndWildcards = SearchValues.Create("*?0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>
    /// The one way in which plates are compared, whoever wrote them: upper-case Latin letters and digits without separators, full-width and
    /// composed forms taken apart, marks off, letters of other scripts as the Latin ones that they look like. The wildcards <c>*</c> and <c>?</c>
    /// stay, and so does what no plate has (<see cref="Foreign"/>), so that it can be named and finds nothing.
    /// </summary>
    public static string NormalizePattern(string? text) => string.IsNullOrEmpty(text) || IsNormalized(text) ? text ?? ""
        : Ascii.IsValid(text) ? NormalizeAscii(text)
        : NormalizeAll(text);

    /// <summary><see cref="NormalizePattern"/> without wildcards and what no plate has.</summary>
    public static string Normalize(string? text)
    {
        var pattern = NormalizePattern(text);
        return pattern.AsSpan().ContainsAnyExcept(Letters) ? string.Concat(pattern.Where(char.IsAsciiLetterOrDigit)) : pattern;
    }

    /// <summary>The first character of a normalised text that no plate has; null: there is none.</summary>
    /// <param name="pattern">What <see cref="NormalizePattern"/> gave.</param>
    /// <param name="withWildcards">Wildcards are allowed.</param>
    public static string? Foreign(string pattern, bool withWildcards = false)
    {
        var at = pattern.AsSpan().IndexOfAnyExcept(withWildcards ? LettersAndWildcards : Letters);
        return at < 0 ? null
            : Rune.TryGetRuneAt(pattern, at, out var rune) ? rune.ToString()
            : pattern[at].ToString();
    }

    /// <summary>A text as it came, for people: on one line, and without what is not seen.</summary>
    public static string Shown(string? text)
    {
        var shown = new StringBuilder(text?.Length ?? 0);
        foreach (var rune in text.AsSpan().EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                shown.Append(shown.Length > 0 && shown[^1] != ' ' ? " " : "");
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.ToString().TrimEnd(' ');
    }

    /// <summary>Folds the pairs that no camera can tell apart: O becomes 0 and I becomes 1.</summary>
    public static string FoldZeroAndOne(string text) => text.Replace('O', '0').Replace('I', '1');

    /// <summary>Levenshtein distance in characters.</summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => (int)EditDistance.Measure<AnyMistake>(a, b);

    // Nearly every text is of this kind, and stays the one it is.
    private static bool IsNormalized(string text) => !text.AsSpan().ContainsAnyExcept(LettersAndWildcards);

    private static string NormalizeAscii(string text)
    {
        Span<char> buffer = text.Length <= 64 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || !PlateLetters.IsSeparator((Rune)c))
            {
                buffer[length++] = c is >= 'a' and <= 'z' ? (char)(c - 32) : c;
            }
        }

        return new string(buffer[..length]);
    }

    private static string NormalizeAll(string text)
    {
        var read = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            // Half of a surrogate pair is no character; it stays, as what no plate has.
            var isWhole = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
            if (!isWhole || !PlateLetters.TryAppend(rune, read))
            {
                read.Append(rest[..length]);
            }

            rest = rest[length..];
        }

        return read.ToString();
    }

    private readonly struct AnyMistake : IReplacementCost
    {
        public static double Cost(char a, char b) => a == b ? 0 : 1;
    }
}
