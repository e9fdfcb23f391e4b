namespace Dashboard.Domain.Alerts;

/// <summary>The colour of a list's marks. A closed choice, for each is legible in both themes.</summary>
public enum AlertListColor
{
    Red = 0,

    Orange = 1,

    Yellow = 2,

    Green = 3,

    Teal = 4,

    Blue = 5,

    Purple = 6,

    Grey = 7,
}
