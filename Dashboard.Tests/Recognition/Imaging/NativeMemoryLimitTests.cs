using Dashboard.Recognition.Imaging;

namespace Dashboard.Tests.Recognition.Imaging;

public sealed class NativeMemoryLimitTests
{
    [Fact]
    public async Task Take_MoreThanTheRest_WaitsUntilItIsGivenBack()
    {
        var limit = new NativeMemoryLimit(100);
        var first = limit.Take(60);
        var second = limit.Take(40);

        var third = Task.Run(() => limit.Take(50));
        Assert.NotSame(third, await Task.WhenAny(third, Task.Delay(50, TestContext.Current.CancellationToken)));
        second.Dispose();
        Assert.False(third.IsCompleted);
        first.Dispose();

        (await third).Dispose();
        Assert.Equal(0, limit.Used);
    }

    [Fact]
    public async Task Take_MoreThanAll_IsGivenAlone()
    {
        var limit = new NativeMemoryLimit(100);
        using (limit.Take(500))
        {
            Assert.Equal(500, limit.Used);
        }

        var small = limit.Take(1);
        var large = Task.Run(() => limit.Take(500));
        small.Dispose();

        (await large).Dispose();
        Assert.Equal(0, limit.Used);
    }
}
