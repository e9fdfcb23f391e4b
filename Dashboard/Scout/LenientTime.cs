namespace Dashboard.Scout;

/// <summary>Points in time that other programs send.</summary>
internal static class LenientTime
{
    /// <summary>How far ahead of ours another clock may be before its times are not believed.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    private const long MaxMs = 253_402_300_799_999;

    // As ms it is of 1973, when nobody pushed anything; as seconds it is of the year 5138.
    private const long MinMs = 100_000_000_000;

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A moment from ms since 1970, UTC; null where that is none before the year 10000.</summary>
    public static DateTimeOffset? FromEpoch(long? ms) => ms is >= 0 and <= MaxMs ? DateTimeOffset.FromUnixTimeMilliseconds(ms.Value) : null;

    /// <summary>A moment that was pushed: ms since 1970, UTC, or seconds, which their size tells.</summary>
    public static DateTimeOffset? FromPushed(long? told) => FromEpoch(told is > 0 and < MinMs ? told * 1000 : told);

    /// <summary>
    /// When something began that was pushed: a number that is no moment at all is that of a clock that was never set. Null: there is no number.
    /// </summary>
    public static DateTimeOffset? FromPushedStart(long? told) => told is null ? null : FromPushed(told) ?? DateTimeOffset.UnixEpoch;

    /// <summary>Whether a clock that is right can have shown a moment by now: not before 2000, and not more than a little ahead.</summary>
    public static bool IsPossible(DateTimeOffset told, DateTimeOffset now) => told >= Earliest && told - now <= MaxAhead;
}
