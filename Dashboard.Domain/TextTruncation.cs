namespace Dashboard.Domain;

/// <summary>Cuts texts to a length.</summary>
public static class TextTruncation
{
    /// <summary>
    /// The first <paramref name="maxLength"/> characters; one fewer where the cut would halve a surrogate pair, which no database or JSON takes.
    /// </summary>
    /// <param name="ellipsis">What is put behind a text that was cut, such as …; not counted.</param>
    public static string Truncate(this string text, int maxLength, string ellipsis = "")
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var end = maxLength > 0 && char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return string.Concat(text.AsSpan(0, end), ellipsis);
    }
}
