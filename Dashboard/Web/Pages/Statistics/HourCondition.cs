using Dashboard.Domain.Flows;

namespace Dashboard.Web.Pages.Statistics;

/// <summary>The flows of an hour of the day, on each day of a span or on one day of the week, as a condition of the list of flows.</summary>
internal static class HourCondition
{
    /// <summary>The most hours: each is two comparisons, and an address has room for a hundred.</summary>
    public const int MaxHours = 45;

    /// <summary>Null where there are too many such hours, or none.</summary>
    /// <param name="from">Start of the span.</param>
    /// <param name="to">Its end, which is not part of it.</param>
    /// <param name="hour">0 to 23, in the zone.</param>
    /// <param name="weekday">Only on this day; null: on each.</param>
    /// <param name="fromLocal">The moment of a time in the zone.</param>
    public static FlowCondition? Create(DateOnly from, DateOnly to, int hour, DayOfWeek? weekday, Func<DateTime, DateTimeOffset> fromLocal)
    {
        var hours = new List<FlowCondition>();
        for (var day = from; day < to; day = day.AddDays(1))
        {
            if (weekday is { } wanted && day.DayOfWeek != wanted)
            {
                continue;
            }

            if (hours.Count == MaxHours)
            {
                return null;
            }

            var start = day.ToDateTime(new TimeOnly(hour, 0));
            hours.Add(new FlowAll(
            [
                new FlowComparison(FlowField.Time, FlowOperator.GreaterOrEqual, fromLocal(start)),
                new FlowComparison(FlowField.Time, FlowOperator.Less, fromLocal(start.AddHours(1))),
            ]));
        }

        return hours.Count switch { 0 => null, 1 => hours[0], _ => new FlowAny(hours) };
    }
}
