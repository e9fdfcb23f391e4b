using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Support;

/// <summary>The moment at which the clocks of tests stand until a test moves them.</summary>
internal static class TestTime
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static FakeTimeProvider CreateClock() => new(Noon);
}

/// <summary>A clock of a test that may be set, as people and time servers set a machine's: what has passed since is not what it then says.</summary>
internal sealed class SteppedClock(DateTimeOffset? start = null) : FakeTimeProvider(start ?? TestTime.Noon)
{
    private TimeSpan _step;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _step;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Sets the clock forward, or back.</summary>
    public void Step(TimeSpan by) => _step += by;
}
