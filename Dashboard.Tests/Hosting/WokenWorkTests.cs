using System.Threading.Channels;
using Dashboard.Hosting;
using Dashboard.Hosting.Logging;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Hosting;

public sealed class WokenWorkTests
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _time = new();
    private readonly WakeSignal _wake = new();
    private readonly Channel<int> _steps = Channel.CreateUnbounded<int>();
    private readonly List<Exception> _failed = [];

    [Fact]
    public async Task Work_IsDoneAtTheStart_WhenWoken_AndAfterItsRest()
    {
        using var stop = new CancellationTokenSource();
        var work = RunAsync(_ => Rest, stop.Token);
        Assert.Equal(1, await NextAsync());
        _wake.Wake();
        Assert.Equal(2, await NextAsync());
        await AdvanceUntilNextAsync(Rest);
        await stop.CancelAsync();
        await work;
    }

    [Fact]
    public async Task Work_ThatHasMoreToDo_DoesNotRest()
    {
        using var stop = new CancellationTokenSource();
        var work = RunAsync(step => step < 3 ? TimeSpan.Zero : Rest, stop.Token);
        Assert.Equal((1, 2, 3), (await NextAsync(), await NextAsync(), await NextAsync()));
        await stop.CancelAsync();
        await work;
    }

    [Fact]
    public async Task Failure_IsTold_AndAWakeUpEndsItsWait_ButForItsFirstSecond()
    {
        using var stop = new CancellationTokenSource();
        var work = RunAsync(step => step == 1 ? throw new TimeoutException("away") : Rest, stop.Token, TimeSpan.FromDays(1));
        Assert.Equal(1, await NextAsync());
        await Eventually.TrueAsync(() => _failed.Count == 1, "the failure is told");
        _wake.Wake();
        _time.Advance(WokenWork.MinWait - TimeSpan.FromMilliseconds(1));
        Assert.False(_steps.Reader.TryRead(out _));
        Assert.Equal(2, await AdvanceUntilNextAsync(WokenWork.MinWait));
        Assert.True(_time.GetUtcNow() - _time.Start < TimeSpan.FromHours(1));
        await stop.CancelAsync();
        await work;
        Assert.Single(_failed);
    }

    private Task RunAsync(Func<int, TimeSpan> step, CancellationToken stop, TimeSpan? wait = null)
    {
        var steps = 0;
        var failures = new FailureLog(NullLogger.Instance, "Nothing works");
        return new WokenWork(_wake, new BackOff(wait ?? Rest, wait ?? Rest), failures, _time, _failed.Add).RunAsync(
            _ =>
            {
                _steps.Writer.TryWrite(++steps);
                return Task.FromResult(step(steps));
            },
            stop);
    }

    private ValueTask<int> NextAsync() => _steps.Reader.ReadAsync(TestContext.Current.CancellationToken);

    // Until it rests there is no timer that could be over.
    private async Task<int> AdvanceUntilNextAsync(TimeSpan by)
    {
        var next = NextAsync().AsTask();
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(by);
                return next.IsCompleted;
            },
            "it works again");
        return await next;
    }
}
