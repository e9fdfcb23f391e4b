using System.Globalization;

namespace Dashboard.Domain.Alerts;

/// <summary>Plates as people write them into lists.</summary>
public static class EntryPlate
{
    /// <summary>Upper-cases and drops blanks, hyphens, dots and apostrophes; wildcards stay, and so does what is wrong.</summary>
    public static string Normalize(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        Span<char> buffer = text.Length <= 64 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (!IsSeparator(c))
            {
                buffer[length++] = char.ToUpperInvariant(c);
            }
        }

        return new string(buffer[..length]);
    }

    /// <summary>What is wrong with a normalised plate; null where nothing is.</summary>
    public static string? Fault(string plate)
    {
        if (plate.Length is 0 or > AlertEntry.MaxPlateLength)
        {
            return plate.Length == 0
                ? "The plate is missing; it has 1 to 15 characters."
                : $"The plate has {plate.Length} characters without separators; at most {AlertEntry.MaxPlateLength} are allowed.";
        }

        foreach (var c in plate)
        {
            if (c is not ((>= 'A' and <= 'Z') or (>= '0' and <= '9') or '*' or '?'))
            {
                return char.IsControl(c) || char.IsSurrogate(c)
                    ? "The plate holds a character that no plate has; A-Z, 0-9 and the wildcards * and ? are allowed."
                    : $"The plate holds '{c}'; A-Z, 0-9 and the wildcards * and ? are allowed.";
            }
        }

        return null;
    }

    // Also the hyphens and blanks that word processors put in their place.
    private static bool IsSeparator(char c) =>
        c is '.' or '·' or '\'' or '’'
            || char.IsWhiteSpace(c)
            || char.GetUnicodeCategory(c) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format;
}
