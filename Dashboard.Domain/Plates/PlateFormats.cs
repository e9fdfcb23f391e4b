namespace Dashboard.Domain.Plates;

/// <summary>How countries and states arrange letters and digits. A text that fits one of them is likelier to be read right.</summary>
public static class PlateFormats
{
    /// <summary>The longest format, in characters.</summary>
    public const int MaximumLength = 10;

    /// <summary>A stands for a letter, 0 for a digit; separators are left out, as in <see cref="PlateText"/>.</summary>
    private static readonly HashSet<string> Formats = new(
        """
        AAA000 AAA0000 AAA00000 AAAA00 AA0000 AA00000 AA000000 A00000 A000000 AAAA000 AAAA0000 AAAAA000 AAAAA00 AA000 AA00 AAA00 AAA0 A0000
        000AAA 0000AAA 000AA 0000AA 00000A 000000A 00AAA 00AAAA 000A 0000A 00AA
        AAA0A00 AA0A0A AA000AA AA0000AA AA0000A AA00AAA AA00AA AA00AAA0 AA000A A000AA A000AAA A00AAA A00AA A0000AA A0000A
        AAA000A AAA00A AAA0A AAA00AA AA00000A AA0000AAA AA00AA0000 AA00A0000 A000AA00 A000AA000
        0AAA000 0AAA00 0AA0000 0AA000 0AA0AA 0A00000 0A0000 0A0000A 0AAAA0 0AAA0 00AAA0 00AA00 00AA000 00AAA00 00A000 00A0000 00A00A0
        000AA0 000A00 000AAA0 000AAA00
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    /// <summary>Whether a normalised text fits a format.</summary>
    public static bool Fits(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumLength)
        {
            return false;
        }

        Span<char> shape = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            shape[i] = char.IsAsciiDigit(text[i]) ? '0' : 'A';
        }

        return Formats.GetAlternateLookup<ReadOnlySpan<char>>().Contains(shape);
    }
}
