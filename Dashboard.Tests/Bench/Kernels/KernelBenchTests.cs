using System.Globalization;
using Dashboard.Bench.Kernels;
using Dashboard.Commands;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Tests.Bench.Kernels;

public sealed class KernelBenchTests
{
    [Fact]
    public void Run_EveryKernel_DoesTheSameByOpenCv()
    {
        var pool = new FramePool();
        using var codec = new PictureCodec(pool);
        using var scene = new KernelScene(codec, pool);
        foreach (var kernel in scene.Kernels())
        {
            kernel.Own();
            kernel.OpenCv();

            Assert.True(kernel.Difference() < 1, $"{kernel.Name}: {kernel.Difference().ToString(CultureInfo.InvariantCulture)}");
        }
    }

    [Fact]
    public void Run_Once_WritesALineAKernel()
    {
        var pool = new FramePool();
        using var codec = new PictureCodec(pool);
        var output = new StringWriter();

        var console = new PlainConsole(output, TextWriter.Null, TimeProvider.System);
        KernelBenchCommand.Run(codec, pool, rounds: 1, console, TestContext.Current.CancellationToken);

        Assert.Contains("resize 1920x1080 to 640x360", output.ToString());
        Assert.Contains("a frame to JPEG", output.ToString());
    }
}
