using System.Globalization;

namespace Dashboard.Commands;

/// <summary>For files, pipes and logs: a line of progress now and then, and none of a command that is soon done.</summary>
internal sealed class PlainConsole(TextWriter output, TextWriter errors, TimeProvider time) : CommandConsole(output, errors)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override Action<ProgressStep> CreateDisplay(string name, long total)
    {
        var started = time.GetTimestamp();
        var shown = started;
        return step =>
        {
            if (time.GetElapsedTime(shown) >= Interval)
            {
                shown = time.GetTimestamp();
                Errors.WriteLine(Describe(step, time.GetElapsedTime(started)));
            }
        };
    }

    private static string Describe(ProgressStep step, TimeSpan elapsed)
    {
        var rate = step.Done / elapsed.TotalSeconds;
        var left = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, step.Total - step.Done) / Math.Max(1e-9, rate)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Name}: {step.Done} of {step.Total} {step.Unit}, "
                + $"{step.Done * 100 / Math.Max(1, step.Total)} %, {rate:0.#} a second, {left:c} left");
    }
}
