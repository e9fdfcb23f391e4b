using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Support;

/// <summary>The moment at which the clocks of tests stand until a test moves them.</summary>
internal static class TestTime
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static FakeTimeProvider CreateClock() => new(Noon);
}
