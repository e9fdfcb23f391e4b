using Dashboard.Pipeline;

namespace Dashboard.Tests.Pipeline;

public sealed class FramePoolTests
{
    [Fact]
    public void ManySizes_AsPartsOfPicturesHave_DoNotFillTheMemory()
    {
        var pool = new FramePool();
        for (var width = 1; width <= 2000; width++)
        {
            pool.Rent(width, 10).Dispose();
        }

        Assert.InRange(pool.FreeBytes, 1, FramePool.MaxSizes * VideoFrame.SizeOf(2000, 10));
    }

    [Fact]
    public void SizeInUse_IsKept_WhateverElseIsCut()
    {
        var pool = new FramePool();
        var camera = pool.Rent(640, 360);
        camera.Data.Span[0] = 42;
        camera.Dispose();
        for (var width = 1; width <= 500; width++)
        {
            pool.Rent(width, 10).Dispose();
            using var frame = pool.Rent(640, 360);
            Assert.Equal(42, frame.Data.Span[0]);
        }
    }
}
