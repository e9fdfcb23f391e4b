using Dashboard.Imaging;

namespace Dashboard.Tests.Imaging;

public sealed class NativeMemoryLimitTests
{
    private readonly NativeMemoryLimit _limit = new(100);

    [Fact]
    public async Task TakeAsync_MoreThanTheRest_WaitsUntilItIsGivenBack()
    {
        var first = await _limit.TakeAsync(60, Cancellation);
        var second = await _limit.TakeAsync(40, Cancellation);

        var third = _limit.TakeAsync(50, Cancellation).AsTask();
        Assert.Equal((100, 1), (_limit.Used, _limit.Waiting));
        second.Dispose();
        Assert.Equal((60, 1), (_limit.Used, _limit.Waiting));
        first.Dispose();
        Assert.Equal((50, 0), (_limit.Used, _limit.Waiting));

        (await third).Dispose();
        Assert.Equal(0, _limit.Used);
    }

    [Fact]
    public async Task TakeAsync_MoreThanAll_IsGivenAlone()
    {
        using (await _limit.TakeAsync(500, Cancellation))
        {
            Assert.Equal(500, _limit.Used);
        }

        var small = await _limit.TakeAsync(1, Cancellation);
        var large = _limit.TakeAsync(500, Cancellation).AsTask();
        Assert.Equal((1, 1), (_limit.Used, _limit.Waiting));
        small.Dispose();

        (await large).Dispose();
        Assert.Equal(0, _limit.Used);
    }

    // Somebody closes the page whose picture waits: those behind it must not wait for ever.
    [Fact]
    public async Task TakeAsync_CancelledInTheQueue_LetsThoseBehindItPass()
    {
        using var hungUp = new CancellationTokenSource();
        var first = await _limit.TakeAsync(60, Cancellation);
        var large = _limit.TakeAsync(80, hungUp.Token).AsTask();
        var small = _limit.TakeAsync(40, Cancellation).AsTask();
        Assert.Equal((60, 2), (_limit.Used, _limit.Waiting));

        await hungUp.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => large);
        Assert.Equal((100, 0), (_limit.Used, _limit.Waiting));
        (await small).Dispose();
        first.Dispose();
        Assert.Equal(0, _limit.Used);
    }

    [Fact]
    public async Task TakeAsync_CancelledAfterItsTurn_KeepsWhatItHas()
    {
        using var hungUp = new CancellationTokenSource();
        var lease = await _limit.TakeAsync(60, hungUp.Token);

        await hungUp.CancelAsync();

        Assert.Equal(60, _limit.Used);
        lease.Dispose();
        Assert.Equal(0, _limit.Used);
    }
}
