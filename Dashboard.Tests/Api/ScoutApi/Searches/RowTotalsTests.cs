using Dashboard.Api.ScoutApi.Searches;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Api.ScoutApi.Searches;

public sealed class RowTotalsTests : IDisposable
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly RowTotals _totals;
    private int _counts;

    public RowTotalsTests() => _totals = new RowTotals(_time);

    public void Dispose() => _totals.Dispose();

    [Fact]
    public async Task QuickCount_IsMadeAnewEachTime()
    {
        Assert.Equal(1, await _totals.FindAsync("a", () => Task.FromResult((long)++_counts)));
        Assert.Equal(2, await _totals.FindAsync("a", () => Task.FromResult((long)++_counts)));
    }

    [Fact]
    public async Task LongCount_IsRememberedAHundredTimesAsLongAsItTook()
    {
        Assert.Equal(7, await CountAsync("a", TimeSpan.FromMilliseconds(500), 7));
        _time.Advance(TimeSpan.FromSeconds(49));
        Assert.Equal(7, await _totals.FindAsync("a", () => throw new InvalidOperationException("it is known")));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(8, await CountAsync("a", TimeSpan.FromMilliseconds(500), 8));
    }

    [Fact]
    public async Task Counts_TakeATenthOfTheTime_AfterTheFirstSeconds()
    {
        Assert.InRange(await CountsAsync(), 20, 23);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.InRange(await CountsAsync(), 8, 10);
    }

    [Fact]
    public async Task CountThatTakesLonger_IsNotWaitedFor_AndKnownOnceItIsDone()
    {
        var counted = new TaskCompletionSource<long>();
        var begun = new TaskCompletionSource();
        var answer = _totals.FindAsync("a", () =>
        {
            begun.SetResult();
            return counted.Task;
        });
        await begun.Task.WaitAsync(Cancellation);
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(RowTotals.MaxWait);
                return Task.FromResult(answer.IsCompleted);
            },
            "the answer does not wait");
        Assert.Null(await answer);

        counted.SetResult(5);
        await Eventually.TrueAsync(async () => await _totals.FindAsync("a", () => throw new InvalidOperationException()) == 5, "it is known");
    }

    [Fact]
    public async Task CountThatFails_IsTold_AndTheNextIsMade()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _totals.FindAsync("a", () => throw new InvalidOperationException("locked")));
        Assert.Equal(3, await _totals.FindAsync("a", () => Task.FromResult(3L)));
    }

    // How many counts of a quarter of a second are made before they are held back.
    private async Task<int> CountsAsync()
    {
        var made = 0;
        while (await CountAsync(made, RowTotals.MaxQuick, made) is not null)
        {
            made++;
        }

        return made;
    }

    private Task<long?> CountAsync(object question, TimeSpan took, long rows) => _totals.FindAsync(question, () =>
    {
        _time.Advance(took);
        return Task.FromResult(rows);
    });
}
