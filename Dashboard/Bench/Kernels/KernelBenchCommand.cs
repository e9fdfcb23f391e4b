using System.CommandLine;
using System.Globalization;
using Dashboard.Commands;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Bench.Kernels;

/// <summary><c>bench kernels</c>: what is done to pixels, by our own code and by OpenCV, in one run on one thread (Decision 0021).</summary>
internal static class KernelBenchCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("kernels", "Compare what is done to pixels by own code with the same by OpenCV.");
        command.SetAction((_, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.None,
            (services, console, stop) =>
            {
                Run(services.GetRequiredService<PictureCodec>(), services.GetRequiredService<FramePool>(), rounds: 12, console, stop);
                return Task.FromResult(0);
            },
            cancellationToken));
        return command;
    }

    /// <summary>Measures, a line a kernel as soon as it is known.</summary>
    internal static void Run(PictureCodec codec, FramePool pool, int rounds, CommandConsole console, CancellationToken cancellationToken)
    {
        using var scene = new KernelScene(codec, pool);
        var (kernels, pictures, output) = (scene.Kernels().ToList(), scene.PictureWork().ToList(), console.Output);
        var step = console.Begin("Comparing", kernels.Count + pictures.Count, "kernels");
        output.WriteLine($"{"own code and OpenCV, one thread",-38} {"own ms",9} {"OpenCV ms",10} {"own/OpenCV",11} {"difference",11}");
        foreach (var kernel in kernels)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (own, openCv) = KernelTime.Compare(kernel.Own, kernel.OpenCv, rounds);
            output.WriteLine(Invariant($"{kernel.Name,-38} {own,9:0.0000} {openCv,10:0.0000} {own / openCv,11:0.00} {kernel.Difference(),11:0.00}"));
            step.Increment();
        }

        output.WriteLine("difference: mean of the results' distances, in grey levels or in shares of an area");
        output.WriteLine();
        output.WriteLine($"{"pictures of 1920x1080, by OpenCV",-38} {"ms",9}");
        foreach (var (name, work) in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            output.WriteLine(Invariant($"{name,-38} {KernelTime.Measure(work, rounds),9:0.0000}"));
            step.Increment();
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
