using Dashboard.Bench.Speed;
using Dashboard.Recognition.Onnx;

namespace Dashboard.Tests.Recognition.Onnx;

/// <summary>What several inputs a run save, on one thread (Decision 0012); run it with <c>-explicit only -showLiveOutput</c>.</summary>
public sealed class BatchingMeasurement(ITestOutputHelper output)
{
    [Theory(Explicit = true)]
    [InlineData(ModelFiles.Reader, 48, 144)]
    [InlineData(ModelFiles.Detector, 128, 256)]
    [InlineData(ModelFiles.Detector, 384, 640)]
    public void Runs_OfSeveralInputs_AreTimed(string name, int height, int width)
    {
        using var model = new OnnxModel(ModelFiles.PathIn(ModelFiles.Folder, name));
        foreach (var count in new[] { 1, 2, 4, 8, 1, 2, 4, 8 })
        {
            using var binding = new OnnxBinding(model, count, 1, height, width);
            new Random(1).NextBytes(binding.Input);
            binding.Run();
            var best = double.MaxValue;
            for (var round = 0; round < 8; round++)
            {
                var (start, runs) = (ProcessorTime.OfThread, 0);
                for (; ProcessorTime.OfThread - start < 60; runs++)
                {
                    binding.Run();
                }

                best = Math.Min(best, (ProcessorTime.OfThread - start) / (runs * count));
            }

            output.WriteLine($"{name} {width}x{height}, {count} a run: {best:0.000} ms of a processor each");
        }
    }
}
