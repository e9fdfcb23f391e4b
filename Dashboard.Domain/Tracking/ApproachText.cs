namespace Dashboard.Domain.Tracking;

/// <summary>How <see cref="Approach"/> is written in addresses, files and bodies.</summary>
public static class ApproachText
{
    /// <summary>The text; null where nothing is known.</summary>
    public static string? Write(Approach approach) => approach switch
    {
        Approach.Towards => "towards",
        Approach.Away => "away",
        _ => null,
    };

    /// <summary>Reads what <see cref="Write"/> wrote; false for anything else.</summary>
    public static bool TryRead(string? text, out Approach approach)
    {
        approach = text switch { "towards" => Approach.Towards, "away" => Approach.Away, _ => Approach.None };
        return approach != Approach.None;
    }
}
