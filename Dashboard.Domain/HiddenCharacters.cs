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

    // Behind a picture sign: in colours. Behind letters and digits it shows nothing, but for those of a keycap.
    private const int InColours = 0xFE0F;
    private const int Keycap = 0x20E3;
    private const int FirstSign = 0x2000;

    // Letters and marks of Unicode that leave a blank or nothing (Default_Ignorable_Code_Point, and the braille pattern without dots); signs of
    // format are hidden by their category.
    private static readonly (int First, int Last)[] Blank =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
    ];

    /// <summary>What is wrong with a name that has one; null: it has none.</summary>
    public static string? ErrorOf(string name)
    {
        Rune[] letters = [.. name.EnumerateRunes()];
        for (var i = 0; i < letters.Length; i++)
        {
            var letter = letters[i];
            var isInColours = letter.Value == InColours && i > 0
                && (IsPicture(letters[i - 1]) || (i + 1 < letters.Length && letters[i + 1].Value == Keycap));
            if (!isInColours && IsHidden(letter))
            {
                return $"The name has a character in it that is not shown ({$"U+{letter.Value:X4}"}); type it again.";
            }
        }

        return null;
    }

    private static bool IsPicture(Rune letter) => Rune.GetUnicodeCategory(letter) is UnicodeCategory.OtherSymbol
        || (letter.Value >= FirstSign && Rune.GetUnicodeCategory(letter) is UnicodeCategory.MathSymbol or UnicodeCategory.OtherPunctuation);

    // Half a surrogate pair reads as U+FFFD, which stands for no letter either.
    private static bool IsHidden(Rune letter) => letter == Rune.ReplacementChar
        || Array.Exists(Blank, blank => letter.Value >= blank.First && letter.Value <= blank.Last)
        || (letter.Value is not (NonJoiner or Joiner)
            && Rune.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
