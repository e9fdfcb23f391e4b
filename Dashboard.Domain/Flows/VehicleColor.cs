namespace Dashboard.Domain.Flows;

/// <summary>The colour of a vehicle, as far as pictures tell it.</summary>
public enum VehicleColor
{
    /// <summary>Not known.</summary>
    None = 0,

    White = 1,

    /// <summary>From silver to dark grey: pictures cannot tell where one ends.</summary>
    SilverGray = 2,

    Black = 3,

    Red = 4,

    Blue = 5,

    Green = 6,

    Yellow = 7,

    Orange = 8,

    Brown = 9,

    GoldBeige = 10,

    Purple = 11,

    /// <summary>Told by other agents only.</summary>
    Pink = 12,
}

/// <summary>How <see cref="VehicleColor"/> is written in addresses, files and bodies: as agents of the field write it.</summary>
public static class VehicleColorText
{
    private static readonly string?[] Names =
    [
        null, "white", "silver-gray", "black", "red", "blue", "green", "yellow", "orange", "brown", "gold-beige", "purple", "pink",
    ];

    /// <summary>All that can be known, in the order in which they are offered.</summary>
    public static IReadOnlyList<VehicleColor> Known { get; } = [.. Enum.GetValues<VehicleColor>().Where(color => color != VehicleColor.None)];

    /// <summary>The text; null where nothing is known.</summary>
    public static string? Write(VehicleColor color) => Names[(int)color];

    /// <summary>Reads what <see cref="Write"/> wrote, and other common names; false for anything else.</summary>
    public static bool TryRead(string? text, out VehicleColor color)
    {
        var name = text?.Trim().ToLowerInvariant().Replace('_', '-') switch
        {
            "silver" or "gray" or "grey" or "silver-grey" => "silver-gray",
            "gold" or "beige" => "gold-beige",
            var other => other,
        };
        color = string.IsNullOrEmpty(name) ? VehicleColor.None : (VehicleColor)Math.Max(0, Array.IndexOf(Names, name));
        return color != VehicleColor.None;
    }
}
