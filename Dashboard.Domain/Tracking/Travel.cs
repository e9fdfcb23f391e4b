namespace Dashboard.Domain.Tracking;

/// <summary>Whether a vehicle came nearer to the camera or went from it.</summary>
public enum Approach
{
    /// <summary>Not known, or neither.</summary>
    None = 0,

    /// <summary>It came nearer: its plate grew.</summary>
    Towards = 1,

    /// <summary>It went: its plate shrank.</summary>
    Away = 2,
}

/// <summary>In which direction a vehicle went.</summary>
/// <param name="Degrees">The direction of its plate through the picture: 0 is up, clockwise, 0 to 359.</param>
/// <param name="Approach">Whether it came nearer.</param>
public sealed record Travel(int Degrees, Approach Approach);
