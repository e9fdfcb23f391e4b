using System.Globalization;
using System.Text;

namespace Dashboard.Tests.Support.Texts;

/// <summary>Plates as the world writes them: other cases, widths, alphabets and marks, with separators between.</summary>
internal static class WorldText
{
    private static readonly string[] Separators =
        [" ", "-", ".", "·", "•", "–", "‑", "−", "'", "’", "\u00A0", "\u3000", "\u200B", "\u00AD", "\uFEFF", "・", "\t"];

    private static readonly string[] Marks = ["\u0308", "\u0301", "\u030C", "\u0327", "\uFE0F"];

    // By hand, and not from the program's table: what looks like what.
    private static readonly Dictionary<char, string> LookAlikes = new()
    {
        ['A'] = "АаΑαÄåą",
        ['B'] = "ВвΒβ",
        ['C'] = "СсÇć",
        ['D'] = "Ďđ",
        ['E'] = "ЕеΕεÉëЁ",
        ['H'] = "НнΗη",
        ['I'] = "ІіΙιÍЇ",
        ['J'] = "ЈјĴ",
        ['K'] = "КкΚκ",
        ['L'] = "Łľ",
        ['M'] = "МмΜμ",
        ['N'] = "ΝνÑň",
        ['O'] = "ОоΟοÖØø",
        ['P'] = "РрΡρ",
        ['S'] = "ЅѕŠş",
        ['T'] = "ТтΤτŤ",
        ['U'] = "Üůū",
        ['X'] = "ХхΧχ",
        ['Y'] = "УуΥυÝ",
        ['Z'] = "ΖζŽ",
    };

    private static readonly Dictionary<string, string[]> Pairs = new() { ["AE"] = ["Æ", "æ"], ["OE"] = ["Œ", "œ"], ["SS"] = ["ß", "ẞ"] };

    /// <summary>A plate of 3 to 12 letters and digits.</summary>
    public static string Plate(Random random)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        return random.Next(6) == 0
            ? string.Concat(Pairs.Keys.ElementAt(random.Next(3)), random.Next(100, 100_000).ToString(CultureInfo.InvariantCulture))
            : new string([.. Enumerable.Range(0, random.Next(3, 13)).Select(_ => letters[random.Next(letters.Length)])]);
    }

    /// <summary>One of the endless ways to write a plate.</summary>
    public static string Write(Random random, string plate)
    {
        var text = new StringBuilder();
        for (var i = 0; i < plate.Length; i++)
        {
            text.Append(random.Next(5) == 0 ? Separators[random.Next(Separators.Length)] : "");
            if (i + 1 < plate.Length && random.Next(2) == 0 && Pairs.TryGetValue(plate.Substring(i, 2), out var one))
            {
                text.Append(one[random.Next(2)]);
                i++;
                continue;
            }

            text.Append(Write(random, plate[i])).Append(random.Next(8) == 0 ? Marks[random.Next(Marks.Length)] : "");
        }

        return text.ToString();
    }

    /// <summary>Any characters at all, also those that are none.</summary>
    public static string Any(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(4) switch
    {
        0 => ((char)random.Next(0x20, 0x250)).ToString(),
        1 => ((char)random.Next(0x370, 0x530)).ToString(),
        2 => ((char)random.Next(0x10000)).ToString(),
        _ => char.ConvertFromUtf32(random.Next(0x10000, 0x1F800)),
    }));

    private static string Write(Random random, char c) => random.Next(6) switch
    {
        0 => char.ToLowerInvariant(c).ToString(),
        1 => ((char)(c + 0xFEE0)).ToString(),
        2 when char.IsAsciiDigit(c) => char.ConvertFromUtf32(0x1D7CE + c - '0'),
        2 => char.ConvertFromUtf32(0x1D400 + c - 'A'),
        3 or 4 when LookAlikes.TryGetValue(c, out var like) => like[random.Next(like.Length)].ToString(),
        _ => c.ToString(),
    };
}
