using System.Globalization;
using System.Text;

namespace Dashboard.Domain;

/// <summary>
/// Characters of a name that nobody sees: two names could look alike, or one turn round the text that it stands in.
/// </summary>
public static class HiddenCharacters
{
    // Both join or part letters in the scripts of Persia and India.
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>What is wrong with a name that has one; null: it has none.</summary>
    public static string? ErrorOf(string name)
    {
        foreach (var letter in name.EnumerateRunes())
        {
            if (IsHidden(letter))
            {
                return $"The name has a character in it that is not shown ({$"U+{letter.Value:X4}"}); type it again.";
            }
        }

        return null;
    }

    // Half a surrogate pair reads as U+FFFD, which stands for no letter either.
    private static bool IsHidden(Rune letter) => letter == Rune.ReplacementChar
        || (letter.Value is not (NonJoiner or Joiner)
            && Rune.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
