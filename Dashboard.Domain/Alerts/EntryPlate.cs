using System.Globalization;
using Dashboard.Domain.Plates;

namespace Dashboard.Domain.Alerts;

/// <summary>Plates as people write them into lists.</summary>
public static class EntryPlate
{
    /// <summary>The plate as it is compared (<see cref="PlateText.NormalizePattern"/>); wildcards stay, and so does what is wrong.</summary>
    public static string Normalize(string? text) => PlateText.NormalizePattern(text);

    /// <summary>
    /// The plate as it was written, on one line and without what is not seen; empty where that says no more than the plate as it is compared.
    /// </summary>
    public static string Written(string? text)
    {
        var plate = Normalize(text);
        if (ReferenceEquals(plate, text))
        {
            return "";
        }

        var shown = PlateText.Shown(text);
        return shown == plate ? "" : shown;
    }

    /// <summary>What is wrong with a plate and how it was written; null where nothing is.</summary>
    public static string? Error(string plate, string written) => written.Length > PlateText.MaxWrittenLength
        ? $"The plate is written with {written.Length} characters; at most {PlateText.MaxWrittenLength} are allowed."
        : Error(plate);

    /// <summary>What is wrong with a normalised plate; null where nothing is.</summary>
    public static string? Error(string plate)
    {
        if (PlateText.Foreign(plate, withWildcards: true) is { } foreign)
        {
            return IsShown(foreign)
                ? $"The plate contains '{foreign}'; A-Z, 0-9 and the wildcards * and ? are allowed."
                : "The plate contains a character that no plate has; A-Z, 0-9 and the wildcards * and ? are allowed.";
        }

        return plate.Length switch
        {
            0 => "The plate is missing; it has 1 to 15 characters.",
            > AlertEntry.MaxPlateLength =>
                $"The plate has {plate.Length} characters without separators; at most {AlertEntry.MaxPlateLength} are allowed.",
            _ => null,
        };
    }

    private static bool IsShown(string character) => CharUnicodeInfo.GetUnicodeCategory(character, 0)
        is not (UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
