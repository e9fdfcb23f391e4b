using Dashboard.Domain.Plates;

namespace Dashboard.Commands.Accuracy;

/// <summary>Why a plate was not read exactly; each miss is of one class, the first that fits.</summary>
public enum MissClass
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

/// <summary>Finds the class of a miss, and its name.</summary>
public static class MissClasses
{
    /// <summary>The class of a text that was read where another stands.</summary>
    /// <param name="label">What stands there, normalised.</param>
    /// <param name="text">What was read, normalised and not empty.</param>
    public static MissClass Of(string label, string text)
    {
        if (text == label)
        {
            return MissClass.None;
        }

        if (text.Length != label.Length)
        {
            return OfDifferentLength(label, text);
        }

        if (PlateText.Fold(text) == PlateText.Fold(label))
        {
            return MissClass.LetterOrDigit;
        }

        var wrong = label.Zip(text).Where(pair => pair.First != pair.Second).ToList();
        return wrong.TrueForAll(pair => LookAlikes.Are(pair.First, pair.Second)) ? MissClass.LookAlike
            : AreSwapped(label, text) ? MissClass.LinesSwapped
            : wrong.Count == 1 ? MissClass.OneOtherCharacter
            : MissClass.OtherText;
    }

    /// <summary>The class in words.</summary>
    public static string Name(MissClass miss) => miss switch
    {
        MissClass.None => "exact",
        MissClass.NotFound => "not found",
        MissClass.NotLegible => "found, not legible",
        MissClass.LetterOrDigit => "look-alike O/0, I/1",
        MissClass.LookAlike => "look-alike, other",
        MissClass.LinesSwapped => "lines in wrong order",
        MissClass.PartOnly => "only a part read",
        MissClass.CharacterMissed => "character missed",
        MissClass.CharacterAdded => "character added",
        MissClass.OneOtherCharacter => "one other character",
        _ => "other text",
    };

    /// <summary>The class as a name in JSON.</summary>
    public static string Key(MissClass miss) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(miss.ToString());

    private static MissClass OfDifferentLength(string label, string text)
    {
        var difference = label.Length - text.Length;
        if (PlateText.Distance(label, text) != Math.Abs(difference))
        {
            return MissClass.OtherText;
        }

        return difference < 0 ? MissClass.CharacterAdded
            : difference > 1 && (label.StartsWith(text, StringComparison.Ordinal) || label.EndsWith(text, StringComparison.Ordinal)) ? MissClass.PartOnly
            : MissClass.CharacterMissed;
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
