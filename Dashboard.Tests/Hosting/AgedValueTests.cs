using Dashboard.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Hosting;

public sealed class AgedValueTests
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider _time = new();
    private int _stored = 1;

    [Fact]
    public async Task Value_IsReadAgain_WhenItIsOldOrForgotten()
    {
        var value = new AgedValue<int>(MaxAge, _time);
        Assert.Equal(1, await value.GetAsync(ReadAsync, TestContext.Current.CancellationToken));
        _stored = 2;
        _time.Advance(MaxAge - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await value.GetAsync(ReadAsync, TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, await value.GetAsync(ReadAsync, TestContext.Current.CancellationToken));
        _stored = 3;
        value.Forget();
        Assert.Equal(3, await value.GetAsync(ReadAsync, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ReadThatAChangeOvertakes_IsNotKept()
    {
        var value = new AgedValue<int>(MaxAge, _time);
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = value.GetAsync(
            async _ =>
            {
                var seen = _stored;
                begun.SetResult();
                await go.Task;
                return seen;
            },
            TestContext.Current.CancellationToken).AsTask();
        await begun.Task;
        _stored = 2;
        value.Forget();
        go.SetResult();
        Assert.Equal(1, await slow);
        Assert.Equal(2, await value.GetAsync(ReadAsync, TestContext.Current.CancellationToken));
    }

    private Task<int> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(_stored);
}
