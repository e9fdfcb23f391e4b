using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Flows;

/// <summary>The spans of time that can be chosen with one click, by the clock and calendar of the configured zone.</summary>
public enum FlowRange
{
    All,

    /// <summary>The last sixty minutes.</summary>
    Hour,

    Today,

    Yesterday,

    /// <summary>Yesterday from six o'clock in the evening to midnight.</summary>
    YesterdayEvening,

    /// <summary>Today and the six days before.</summary>
    Week,

    /// <summary>Today and the 29 days before.</summary>
    Month,

    /// <summary>From <see cref="FlowsPageState.From"/> to <see cref="FlowsPageState.To"/>.</summary>
    Custom,
}

/// <summary>The spans in addresses, and what they mean now.</summary>
internal static class FlowRanges
{
    private const int EveningHour = 18;

    private static readonly Dictionary<FlowRange, string> Words = new()
    {
        [FlowRange.Hour] = "hour",
        [FlowRange.Today] = "today",
        [FlowRange.Yesterday] = "yesterday",
        [FlowRange.YesterdayEvening] = "yesterday-evening",
        [FlowRange.Week] = "week",
        [FlowRange.Month] = "month",
    };

    private static readonly Dictionary<string, FlowRange> ByWord = Words.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All words that an address may have.</summary>
    public static string Known => string.Join(", ", Words.Values);

    /// <summary>The word of a span; empty for those that have none.</summary>
    public static string Word(FlowRange range) => Words.GetValueOrDefault(range, "");

    /// <summary>The span of a word; null where it is none.</summary>
    public static FlowRange? Read(string word) => ByWord.TryGetValue(word, out var range) ? range : null;

    /// <summary>When a span begins, and before which moment it ends; null: open.</summary>
    public static (DateTimeOffset? From, DateTimeOffset? Before) Bounds(FlowRange range, DisplayClock time)
    {
        var today = DateOnly.FromDateTime(time.Now.DateTime);
        return range switch
        {
            FlowRange.Hour => (HourAgo(time), null),
            FlowRange.Today => (time.StartOf(today), null),
            FlowRange.Yesterday => (time.StartOf(today.AddDays(-1)), time.StartOf(today)),
            FlowRange.YesterdayEvening => (time.FromLocal(today.AddDays(-1).ToDateTime(new TimeOnly(EveningHour, 0))), time.StartOf(today)),
            FlowRange.Week => (time.StartOf(today.AddDays(-6)), null),
            FlowRange.Month => (time.StartOf(today.AddDays(-29)), null),
            _ => (null, null),
        };
    }

    // By the whole minute: pages that ask the same within it ask the same question.
    private static DateTimeOffset HourAgo(DisplayClock time)
    {
        var ago = time.Now.ToUniversalTime().AddHours(-1);
        return ago.AddTicks(-(ago.Ticks % TimeSpan.TicksPerMinute));
    }
}
