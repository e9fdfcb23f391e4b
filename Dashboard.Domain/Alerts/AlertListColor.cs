namespace Dashboard.Domain.Alerts;

/// <summary>The colour of a list's marks. A closed choice, for each is legible in both themes.</summary>
public enum AlertListColor
{
    /// <summary>Red.</summary>
    Red = 0,

    /// <summary>Orange.</summary>
    Orange = 1,

    /// <summary>Yellow.</summary>
    Yellow = 2,

    /// <summary>Green.</summary>
    Green = 3,

    /// <summary>Teal.</summary>
    Teal = 4,

    /// <summary>Blue.</summary>
    Blue = 5,

    /// <summary>Purple.</summary>
    Purple = 6,

    /// <summary>Grey.</summary>
    Grey = 7,
}
