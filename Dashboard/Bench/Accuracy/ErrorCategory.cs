using Dashboard.Domain.Plates;

namespace Dashboard.Bench.Accuracy;

/// <summary>Why a plate was not read exactly; each miss is of one category, the first that fits.</summary>
public enum ErrorCategory
{
    /// <summary>It is exact.</summary>
    None,

    /// <summary>No plate was detected there.</summary>
    NotFound,

    /// <summary>A plate was detected, and no text of it is sure enough to be reported.</summary>
    NotLegible,

    /// <summary>Only O and 0, or I and 1, are taken for each other.</summary>
    LetterOrDigit,

    /// <summary>Only characters that look alike are taken for each other.</summary>
    LookAlike,

    /// <summary>The two halves of the text are there, in the wrong order: the lines of a plate.</summary>
    LinesSwapped,

    /// <summary>Two or more characters are missing at one end and the rest is right: one line of two, or a plate cut off.</summary>
    PartOnly,

    /// <summary>Characters are missing and the rest is right.</summary>
    CharacterMissed,

    /// <summary>There are more characters than labelled and the rest is right.</summary>
    CharacterAdded,

    /// <summary>One character is taken for one that does not look like it.</summary>
    OneOtherCharacter,

    /// <summary>Several of these at once.</summary>
    OtherText,
}

/// <summary>Finds the category of a miss, and its name.</summary>
internal static class ErrorCategories
{
    /// <summary>The category of a text that was read where another stands.</summary>
    /// <param name="label">What stands there, normalised.</param>
    /// <param name="text">What was read, normalised and not empty.</param>
    public static ErrorCategory Classify(string label, string text)
    {
        if (text == label)
        {
            return ErrorCategory.None;
        }

        if (text.Length != label.Length)
        {
            return ClassifyByLength(label, text);
        }

        if (PlateText.FoldZeroAndOne(text) == PlateText.FoldZeroAndOne(label))
        {
            return ErrorCategory.LetterOrDigit;
        }

        var wrong = label.Zip(text).Where(pair => pair.First != pair.Second).ToList();
        return wrong.TrueForAll(pair => ReadingSimilarity.AreAlike(pair.First, pair.Second)) ? ErrorCategory.LookAlike
            : AreSwapped(label, text) ? ErrorCategory.LinesSwapped
            : wrong.Count == 1 ? ErrorCategory.OneOtherCharacter
            : ErrorCategory.OtherText;
    }

    public static string Name(ErrorCategory miss) => miss switch
    {
        ErrorCategory.None => "exact",
        ErrorCategory.NotFound => "not found",
        ErrorCategory.NotLegible => "found, not legible",
        ErrorCategory.LetterOrDigit => "look-alike O/0, I/1",
        ErrorCategory.LookAlike => "look-alike, other",
        ErrorCategory.LinesSwapped => "lines in wrong order",
        ErrorCategory.PartOnly => "only a part read",
        ErrorCategory.CharacterMissed => "character missed",
        ErrorCategory.CharacterAdded => "character added",
        ErrorCategory.OneOtherCharacter => "one other character",
        _ => "other text",
    };

    /// <summary>The class as a name in JSON.</summary>
    public static string Key(ErrorCategory miss) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(miss.ToString());

    private static ErrorCategory ClassifyByLength(string label, string text)
    {
        var difference = label.Length - text.Length;
        if (PlateText.Distance(label, text) != Math.Abs(difference))
        {
            return ErrorCategory.OtherText;
        }

        return difference < 0 ? ErrorCategory.CharacterAdded
            : difference > 1
                && (label.StartsWith(text, StringComparison.Ordinal) || label.EndsWith(text, StringComparison.Ordinal)) ? ErrorCategory.PartOnly
            : ErrorCategory.CharacterMissed;
    }

    private static bool AreSwapped(string label, string text)
    {
        for (var cut = 2; cut <= label.Length - 2; cut++)
        {
            if (text.AsSpan().StartsWith(label.AsSpan(cut)) && text.AsSpan(label.Length - cut).SequenceEqual(label.AsSpan(0, cut)))
            {
                return true;
            }
        }

        return false;
    }
}
