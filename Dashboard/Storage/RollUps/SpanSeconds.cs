namespace Dashboard.Storage.RollUps;

/// <summary>How many seconds the spans have that things are counted by.</summary>
internal static class SpanSeconds
{
    public const int Hour = 3600;

    public const int Day = 24 * Hour;

    /// <summary>32 days: fewer rows than months, and each as long as the other.</summary>
    public const int Block = 32 * Day;
}
