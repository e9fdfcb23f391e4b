using Dashboard.Security.Accounts;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Security.Accounts;

/// <summary>Counting failures.</summary>
public sealed class AttemptLimiterTests
{
    private static readonly AttemptRule Rule = new(3, TimeSpan.FromMinutes(5));
    private readonly SteppedClock _time = new();
    private readonly AttemptLimiter _limiter;

    public AttemptLimiterTests() => _limiter = new(_time);

    [Fact]
    public void RetryAfter_BelowTheLimit_IsNow()
    {
        Fail("a", 2);
        Assert.Equal(TimeSpan.Zero, _limiter.RetryAfter("a", Rule));
    }

    [Fact]
    public void RetryAfter_AtTheLimit_IsTheRestOfTheWindow()
    {
        Fail("a", 1);
        _time.Advance(TimeSpan.FromMinutes(1));
        Fail("a", 2);

        Assert.Equal(TimeSpan.FromMinutes(4), _limiter.RetryAfter("a", Rule));
        Assert.Equal(TimeSpan.Zero, _limiter.RetryAfter("b", Rule));
    }

    [Fact]
    public void RetryAfter_AfterTheWindow_IsNowAndCountsAnew()
    {
        Fail("a", 3);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.Zero, _limiter.RetryAfter("a", Rule));

        Fail("a", 2);
        Assert.Equal(TimeSpan.Zero, _limiter.RetryAfter("a", Rule));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void RetryAfter_WhereTheClockIsSet_IsTheRestOfTheWindow(int days)
    {
        Fail("a", 3);
        _time.Step(TimeSpan.FromDays(days));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(4), _limiter.RetryAfter("a", Rule));
    }

    [Fact]
    public void Forget_AfterASuccess_CountsAnew()
    {
        Fail("a", 3);
        _limiter.Forget("a");
        Assert.Equal(TimeSpan.Zero, _limiter.RetryAfter("a", Rule));
    }

    [Fact]
    public void Fail_ManyKeys_KeepsABoundedNumberAndTheNewest()
    {
        for (var i = 0; i < AttemptLimiter.MaxKeys * 2; i++)
        {
            _time.Advance(TimeSpan.FromTicks(1));
            _limiter.RecordFailure($"key {i}", Rule);
            Assert.InRange(_limiter.Count, 1, AttemptLimiter.MaxKeys);
        }

        Fail($"key {(AttemptLimiter.MaxKeys * 2) - 1}", 2);
        Assert.True(_limiter.RetryAfter($"key {(AttemptLimiter.MaxKeys * 2) - 1}", Rule) > TimeSpan.Zero);
    }

    [Fact]
    public void Fail_LongKeys_AreToldApart()
    {
        Fail(new string('x', 100_000) + "1", 3);
        Assert.Equal(TimeSpan.Zero, _limiter.RetryAfter(new string('x', 100_000) + "2", Rule));
        Assert.NotEqual(TimeSpan.Zero, _limiter.RetryAfter(new string('x', 100_000) + "1", Rule));
    }

    private void Fail(string key, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _limiter.RecordFailure(key, Rule);
        }
    }
}
