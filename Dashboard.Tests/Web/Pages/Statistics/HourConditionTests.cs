using Dashboard.Domain.Flows;
using Dashboard.Web.Pages.Statistics;

namespace Dashboard.Tests.Web.Pages.Statistics;

public sealed class HourConditionTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void HourOfAWeekday_IsThatHourOnEachSuchDayOfTheSpan()
    {
        var mondays = Assert.IsType<FlowAny>(Create(new(2026, 3, 16), new(2026, 4, 6), 8, DayOfWeek.Monday));

        // In the middle of it the clocks go forward.
        Assert.Equal(
            ["2026-03-16 07:00 to 2026-03-16 08:00", "2026-03-23 07:00 to 2026-03-23 08:00", "2026-03-30 06:00 to 2026-03-30 07:00"],
            mondays.Conditions.Select(Text));
        Assert.Equal("2026-03-16 22:00 to 2026-03-16 23:00", Text(Create(new(2026, 3, 16), new(2026, 3, 17), 23, null)!));
    }

    [Fact]
    public void Hour_OfMoreDaysThanAnAddressHolds_IsNone()
    {
        Assert.NotNull(Create(new(2026, 1, 1), new DateOnly(2026, 1, 1).AddDays(HourCondition.MaxHours), 8, null));
        Assert.Null(Create(new(2026, 1, 1), new DateOnly(2026, 1, 1).AddDays(HourCondition.MaxHours + 1), 8, null));
        Assert.Null(Create(new(2026, 3, 17), new(2026, 3, 18), 8, DayOfWeek.Monday));
    }

    private static FlowCondition? Create(DateOnly from, DateOnly to, int hour, DayOfWeek? weekday) => HourCondition.Create(
        from, to, hour, weekday, local => new DateTimeOffset(local, Berlin.GetUtcOffset(local)));

    private static string Text(FlowCondition hour) => string.Join(
        " to ", ((FlowAll)hour).Conditions.Select(part => $"{((DateTimeOffset)((FlowComparison)part).Value).UtcDateTime:yyyy-MM-dd HH:mm}"));
}
