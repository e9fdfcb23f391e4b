using Dashboard.Pipeline;

namespace Dashboard.Tests.Pipeline;

public sealed class FramePoolTests
{
    [Fact]
    public void ManySizes_AsPartsOfPicturesHave_DoNotFillTheMemory()
    {
        var pool = new FramePool(maxFreeBytes: 1_000_000);
        for (var width = 1; width <= 2000; width++)
        {
            var frames = Enumerable.Range(0, 4).Select(_ => pool.Rent(width, 100)).ToList();
            frames.ForEach(frame => frame.Dispose());
            Assert.InRange(pool.FreeBytes, 1, 1_000_000);
        }

        pool.Rent(2000, 1000).Dispose(); // Larger than all that may be kept.
        Assert.Equal(0, pool.FreeBytes);
    }

    [Fact]
    public void SizeInUse_IsKept_WhateverElseIsCut()
    {
        var pool = new FramePool(maxFreeBytes: 1_000_000);
        var camera = pool.Rent(640, 360);
        camera.Data.Span[0] = 42;
        camera.Dispose();
        for (var width = 1; width <= 500; width++)
        {
            pool.Rent(width, 100).Dispose();
            using var frame = pool.Rent(640, 360);
            Assert.Equal(42, frame.Data.Span[0]);
        }
    }

    [Fact]
    public void Trim_LetsGoWhatLayFreeSinceTheLastOne_AndKeepsWhatIsUsed()
    {
        var pool = new FramePool();
        var burst = Enumerable.Range(0, 8).Select(_ => pool.Rent(640, 360)).ToList();
        burst.ForEach(frame => frame.Dispose());
        var size = VideoFrame.SizeOf(640, 360);
        Assert.Equal(0, pool.Trim());

        using (pool.Rent(640, 360))
        {
            pool.Rent(640, 360).Dispose();
        }

        Assert.Equal(6 * size, pool.Trim());
        Assert.Equal(2 * size, pool.FreeBytes);
        Assert.Equal(2 * size, pool.Trim());
        Assert.Equal(0, pool.FreeBytes);
    }
}
