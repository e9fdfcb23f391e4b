namespace Dashboard.Domain.Cameras;

/// <summary>What it means in which direction a vehicle goes through a camera's picture.</summary>
/// <param name="Degrees">The direction that has a name: 0 is up, clockwise, 0 to 359.</param>
/// <param name="Name">What that direction is called, such as "in"; 1 to <see cref="MaxNameLength"/> characters.</param>
/// <param name="Opposite">What the opposite direction is called; empty: it has no name.</param>
public sealed record CameraDirection(int Degrees, string Name, string Opposite)
{
    public const int MaxNameLength = 32;

    /// <summary>How far a direction may be from one that has a name, degrees; what goes across is neither.</summary>
    private const int Spread = 75;

    /// <summary>One, or both where the opposite has a name.</summary>
    public IReadOnlyList<string> Names => Opposite.Length > 0 ? [Name, Opposite] : [Name];

    /// <summary>How far two directions are apart on the circle, 0 to 180 degrees.</summary>
    public static int Apart(int a, int b)
    {
        var apart = Math.Abs(a - b) % 360;
        return Math.Min(apart, 360 - apart);
    }

    /// <summary>The name of a direction; null: it has none.</summary>
    public string? NameOf(int? degrees)
    {
        if (degrees is not { } direction)
        {
            return null;
        }

        var apart = Apart(direction, Degrees);
        return apart <= Spread ? Name
            : apart >= 180 - Spread && Opposite.Length > 0 ? Opposite
            : null;
    }
}
