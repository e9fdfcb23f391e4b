namespace Dashboard.Scout;

/// <summary>Points in time that other programs send.</summary>
internal static class LenientTime
{
    private const long MaxMs = 253_402_300_799_999;

    /// <summary>A moment from ms since 1970, UTC; null where that is none before the year 10000.</summary>
    public static DateTimeOffset? FromEpoch(long? ms) => ms is >= 0 and <= MaxMs ? DateTimeOffset.FromUnixTimeMilliseconds(ms.Value) : null;
}
