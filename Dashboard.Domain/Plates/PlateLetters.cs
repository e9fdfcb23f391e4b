using System.Globalization;
using System.Text;

namespace Dashboard.Domain.Plates;

/// <summary>
/// How the characters of the world are read on a plate: the one table behind <see cref="PlateText"/>. Full-width and composed forms are taken
/// apart (Unicode's NFKD), marks go, what is left is upper-cased, and letters of other scripts are the Latin ones that they look like.
/// </summary>
internal static class PlateLetters
{
    /// <summary>Whether a character only parts the others: blanks, dashes, dots, apostrophes and what is not seen at all.</summary>
    public static bool IsSeparator(Rune rune) => rune.Value switch
    {
        '.' or '\'' or '`' => true,
        '·' or '•' or '‧' or '∙' or '⋅' or '・' or '−' => true,
        '‘' or '’' or '‛' or '′' or 'ʹ' or 'ʻ' or 'ʼ' => true,
        _ => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format,
    };

    /// <summary>Appends what a character is read as, which may be nothing; false, and nothing appended, where no plate has it.</summary>
    public static bool TryAppend(Rune rune, StringBuilder to)
    {
        // Of all code points the one at which Normalize throws.
        if (rune.Value == 0xFFFE)
        {
            return false;
        }

        var length = to.Length;
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (IsMark(part) || IsSeparator(part))
            {
                continue;
            }

            if (Latin(Rune.ToUpperInvariant(part).Value) is not { } letters)
            {
                to.Length = length;
                return false;
            }

            to.Append(letters);
        }

        return true;
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static string? Latin(int upper) => upper switch
    {
        >= 'A' and <= 'Z' or >= '0' and <= '9' or '*' or '?' => ((char)upper).ToString(),
        _ => Western(upper) ?? Cyrillic(upper) ?? Greek(upper),
    };

    // Letters with a stroke or ligatures, which have no mark that could be taken off.
    private static string? Western(int upper) => upper switch
    {
        'Ø' => "O",
        'Æ' => "AE",
        'Œ' => "OE",
        'ß' or 'ẞ' => "SS",
        'Đ' or 'Ð' => "D",
        'Ł' => "L",
        'Ħ' => "H",
        'Ŧ' => "T",
        'ı' => "I",
        _ => null,
    };

    private static string? Cyrillic(int upper) => upper switch
    {
        0x0410 => "A",
        0x0412 => "B",
        0x0415 => "E",
        0x0405 => "S",
        0x0406 or 0x04C0 => "I",
        0x0408 => "J",
        0x041A => "K",
        0x041C => "M",
        0x041D => "H",
        0x041E => "O",
        0x0420 => "P",
        0x0421 => "C",
        0x0422 => "T",
        0x0423 or 0x04AE => "Y",
        0x0425 => "X",
        0x0474 => "V",
        0x051A => "Q",
        0x051C => "W",
        _ => null,
    };

    private static string? Greek(int upper) => upper switch
    {
        0x0391 => "A",
        0x0392 => "B",
        0x0395 => "E",
        0x0396 => "Z",
        0x0397 => "H",
        0x0399 => "I",
        0x037F => "J",
        0x039A => "K",
        0x039C => "M",
        0x039D => "N",
        0x039F => "O",
        0x03A1 => "P",
        0x03A4 => "T",
        0x03A5 => "Y",
        0x03A7 => "X",
        _ => null,
    };
}
