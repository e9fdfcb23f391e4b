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

    // Behind a picture sign: in colours.
    private const int InColours = 0xFE0F;

    // Letters and marks of Unicode that leave a blank or nothing (Default_Ignorable_Code_Point, and the braille pattern without dots); signs of
    // format are hidden by their category.
    private static readonly (int First, int Last)[] _blank =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0E),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
    ];

    /// <summary>What is wrong with a name that has one; null: it has none.</summary>
    public static string? ErrorOf(string name)
    {
        var before = default(Rune);
        foreach (var letter in name.EnumerateRunes())
        {
            if (letter.Value == InColours ? !IsPicture(before) : IsHidden(letter))
            {
                return $"The name has a character in it that is not shown ({$"U+{letter.Value:X4}"}); type it again.";
            }

            before = letter;
        }

        return null;
    }

    // Digits too: a digit in a keycap is written with it.
    private static bool IsPicture(Rune letter) => Rune.GetUnicodeCategory(letter) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherPunctuation or UnicodeCategory.ModifierSymbol;

    // Half a surrogate pair reads as U+FFFD, which stands for no letter either.
    private static bool IsHidden(Rune letter) => letter == Rune.ReplacementChar
        || Array.Exists(_blank, blank => letter.Value >= blank.First && letter.Value <= blank.Last)
        || (letter.Value is not (NonJoiner or Joiner)
            && Rune.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
