namespace Dashboard.Storage.Startup;

/// <summary>Says of work that takes long that it still goes on; quick work is silent.</summary>
internal static class SlowWork
{
    /// <summary>How often it is told.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Returns, and throws, as the work does.</summary>
    /// <param name="work">The work; it may hold its thread.</param>
    /// <param name="time">What it is measured by.</param>
    /// <param name="tell">Is told how long the work has taken, on another thread.</param>
    public static async Task RunAsync(Func<Task> work, TimeProvider time, Action<TimeSpan> tell)
    {
        var start = time.GetTimestamp();
        await using var timer = time.CreateTimer(_ => tell(time.GetElapsedTime(start)), null, Interval, Interval);
        await work();
    }

    /// <summary>The same of steps that follow each other: many quick ones take long together.</summary>
    /// <param name="steps">What is done for each; it may hold its thread.</param>
    /// <param name="work">Does one.</param>
    /// <param name="time">What it is measured by.</param>
    /// <param name="tell">Is told which one is being done, from 0, and how long all have taken, on another thread.</param>
    public static async Task RunAsync<T>(IReadOnlyList<T> steps, Func<T, Task> work, TimeProvider time, Action<int, TimeSpan> tell)
    {
        var current = 0;
        await RunAsync(DoAsync, time, took => tell(Volatile.Read(ref current), took));

        async Task DoAsync()
        {
            for (var i = 0; i < steps.Count; i++)
            {
                Volatile.Write(ref current, i);
                await work(steps[i]);
            }
        }
    }
}
