namespace Dashboard.Domain.Alerts;

/// <summary>Days of the week and hours of the day, in the server's zone.</summary>
/// <param name="Days">Bit 0 is Sunday, as <see cref="DayOfWeek"/> counts; 127 is every day.</param>
/// <param name="FromMinute">First minute of the day, 0 to 1439.</param>
/// <param name="ToMinute">Minute behind the last, 1 to 1440; up to <see cref="FromMinute"/> or less means into the next day.</param>
public readonly record struct AlertSchedule(int Days, int FromMinute, int ToMinute)
{
    private const int DayMinutes = 24 * 60;

    public static AlertSchedule Always { get; } = new(127, 0, DayMinutes);

    /// <summary>Whether every field is in its range and at least one day is chosen.</summary>
    public bool IsValid => Days is >= 1 and <= 127 && FromMinute is >= 0 and < DayMinutes && ToMinute is >= 1 and <= DayMinutes;

    /// <summary>Whether a moment, in the server's zone, is within. Hours over midnight belong to the day on which they begin.</summary>
    public bool Includes(DateTime local)
    {
        var minute = (local.Hour * 60) + local.Minute;
        if (FromMinute < ToMinute)
        {
            return IsOn(local.DayOfWeek) && minute >= FromMinute && minute < ToMinute;
        }

        return minute >= FromMinute ? IsOn(local.DayOfWeek) : minute < ToMinute && IsOn((DayOfWeek)(((int)local.DayOfWeek + 6) % 7));
    }

    private bool IsOn(DayOfWeek day) => (Days & (1 << (int)day)) != 0;
}
