namespace Dashboard.Storage.RollUps;

/// <summary>How many seconds the spans have that things are counted by.</summary>
internal static class SpanSeconds
{
    public const int Hour = 3600;

    public const int Day = 24 * Hour;

    /// <summary>32 days: fewer rows than months, and each as long as the other.</summary>
    public const int Block = 32 * Day;

    /// <summary>The beginning of the span that a second is in; before 1970 too.</summary>
    public static long Floor(long second, int span) => second - (((second % span) + span) % span);

    /// <summary>The beginning of the first span that begins at a second or later.</summary>
    public static long Ceiling(long second, int span) => Floor(second + span - 1, span);
}
