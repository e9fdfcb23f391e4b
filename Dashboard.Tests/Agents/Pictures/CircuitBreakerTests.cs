using Dashboard.Agents.Pictures;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Agents.Pictures;

public sealed class CircuitBreakerTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();

    [Fact]
    public void Failures_InARow_OpenIt_AndOneRequestTriesAgain()
    {
        var breaker = new CircuitBreaker(_time);
        FailOften(breaker);
        Assert.False(breaker.TryEnter());

        _time.Advance(CircuitBreaker.OpenFor);
        Assert.True(breaker.TryEnter());
        Assert.False(breaker.TryEnter());

        breaker.Succeed();
        Assert.True(breaker.TryEnter());
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void Trial_ThatFails_KeepsItOpenForAsLongAgain()
    {
        var breaker = new CircuitBreaker(_time);
        FailOften(breaker);
        _time.Advance(CircuitBreaker.OpenFor);
        Assert.True(breaker.TryEnter());
        breaker.Fail();

        _time.Advance(CircuitBreaker.OpenFor / 2);
        Assert.False(breaker.TryEnter());
        _time.Advance(CircuitBreaker.OpenFor / 2);
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void Trial_ThatNobodyWaitedFor_LeavesItToTheNext()
    {
        var breaker = new CircuitBreaker(_time);
        FailOften(breaker);
        _time.Advance(CircuitBreaker.OpenFor);
        Assert.True(breaker.TryEnter());
        breaker.Abandon();
        Assert.True(breaker.TryEnter());
    }

    [Fact]
    public void Failures_WithSuccessBetween_DoNotOpenIt()
    {
        var breaker = new CircuitBreaker(_time);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(breaker.TryEnter());
            breaker.Fail();
            Assert.True(breaker.TryEnter());
            breaker.Succeed();
        }
    }

    private static void FailOften(CircuitBreaker breaker)
    {
        for (var i = 0; i < CircuitBreaker.MostFailures; i++)
        {
            Assert.True(breaker.TryEnter());
            breaker.Fail();
        }
    }
}
