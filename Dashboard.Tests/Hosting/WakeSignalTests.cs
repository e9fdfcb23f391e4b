using Dashboard.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Hosting;

public sealed class WakeSignalTests
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private readonly FakeTimeProvider _time = new();
    private readonly WakeSignal _signal = new();

    [Fact]
    public async Task Wait_WithoutASignal_EndsWhenTheTimeIsOver()
    {
        var waiting = _signal.Listen().WaitAsync(Rest, _time, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(await waiting);
    }

    [Fact]
    public async Task Wait_OfEveryListener_EndsWithTheSignal()
    {
        var (first, second) = (_signal.Listen(), _signal.Listen());
        var waiting = new[] { first, second }.Select(listener => listener.WaitAsync(Rest, _time, TestContext.Current.CancellationToken)).ToList();
        _signal.Wake();
        Assert.All(await Task.WhenAll(waiting), Assert.True);
    }

    [Fact]
    public async Task Signals_WhileNobodyRests_EndOneRestAndNoMore()
    {
        var listener = _signal.Listen();
        _signal.Wake();
        _signal.Wake();
        Assert.True(await listener.WaitAsync(Rest, _time, TestContext.Current.CancellationToken));
        var next = listener.WaitAsync(Rest, _time, TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);
        _time.Advance(Rest);
        Assert.False(await next);
    }

    [Fact]
    public async Task Signal_BeforeItListened_IsNoneOfIts()
    {
        _signal.Wake();
        var waiting = _signal.Listen().WaitAsync(Rest, _time, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        _time.Advance(Rest);
        Assert.False(await waiting);
    }

    [Fact]
    public async Task Wait_Cancelled_ThrowsAlsoWhereItWasWoken()
    {
        using var stop = new CancellationTokenSource();
        var listener = _signal.Listen();
        var waiting = listener.WaitAsync(Rest, _time, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _signal.Wake();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listener.WaitAsync(Rest, _time, stop.Token));
    }

    [Fact]
    public async Task Signals_FromManyThreads_AreNeverLost()
    {
        var (given, seen) = (0, 0);
        var listener = _signal.Listen();
        var giving = Task.Run(() =>
        {
            for (var i = 1; i <= 20_000; i++)
            {
                Volatile.Write(ref given, i);
                _signal.Wake();
            }
        }, Cancellation);

        // Time stands still: a signal that is lost leaves it waiting for ever.
        while (seen < 20_000)
        {
            Assert.True(
                await listener.WaitAsync(Rest, _time, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
            seen = Volatile.Read(ref given);
        }

        await giving;
    }
}
