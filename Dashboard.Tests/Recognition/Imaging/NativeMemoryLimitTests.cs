using Dashboard.Recognition.Imaging;
using Dashboard.Tests.Support;

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
        await Eventually.TrueAsync(() => limit.Waiting == 1 || third.IsCompleted, "the third asks");
        Assert.Equal((100, 1), (limit.Used, limit.Waiting));
        second.Dispose();
        Assert.Equal((60, 1), (limit.Used, limit.Waiting));
        first.Dispose();
        Assert.Equal((50, 0), (limit.Used, limit.Waiting));

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
        await Eventually.TrueAsync(() => limit.Waiting == 1 || large.IsCompleted, "the large one asks");
        Assert.Equal((1, 1), (limit.Used, limit.Waiting));
        small.Dispose();

        (await large).Dispose();
        Assert.Equal(0, limit.Used);
    }
}
