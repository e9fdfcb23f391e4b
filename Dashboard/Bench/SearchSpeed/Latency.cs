using System.Diagnostics;

namespace Dashboard.Bench.SearchSpeed;

/// <summary>How long something took, of many times; milliseconds.</summary>
internal readonly record struct Latency(double Median, double Late, int Times)
{
    private const int MaxTimes = 200;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Does it without looking for a second or as often as is asked, until the code is compiled for good; then up to two hundred times or for two
    /// seconds, at least three times. What takes more than five seconds is done only once.
    /// </summary>
    public static async Task<Latency> MeasureAsync(Func<Task> work, int warm = 500)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < warm && Stopwatch.GetElapsedTime(begun) < Warming; i++)
        {
            var took = await MeasureOnceAsync(work);
            if (took > Long.TotalMilliseconds)
            {
                return new Latency(took, took, 1);
            }
        }

        var times = new List<double>(MaxTimes);
        var started = Stopwatch.GetTimestamp();
        while (times.Count < 3 || (times.Count < MaxTimes && Stopwatch.GetElapsedTime(started) < MaxTime))
        {
            times.Add(await MeasureOnceAsync(work));
        }

        return FromTimes(times);
    }

    /// <summary>Milliseconds of one time.</summary>
    public static async Task<double> MeasureOnceAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Of times in milliseconds, which it sorts.</summary>
    public static Latency FromTimes(List<double> times)
    {
        times.Sort();
        return times.Count == 0
            ? default
            : new Latency(times[times.Count / 2], times[Math.Min(times.Count - 1, times.Count * 95 / 100)], times.Count);
    }
}
