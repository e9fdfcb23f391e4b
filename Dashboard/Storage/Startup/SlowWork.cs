namespace Dashboard.Storage.Startup;

/// <summary>Says of work that takes long that it still goes on; quick work is silent.</summary>
internal static class SlowWork
{
    /// <summary>How often it is told.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Returns, and throws, as the work does.</summary>
    /// <param name="work">The work.</param>
    /// <param name="time">What it is measured by.</param>
    /// <param name="tell">Is told how long the work has taken.</param>
    public static async Task TellAsync(Task work, TimeProvider time, Action<TimeSpan> tell)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            using var done = new CancellationTokenSource();
            var ended = await Task.WhenAny(work, Task.Delay(Interval, time, done.Token));
            await done.CancelAsync();
            if (ended == work)
            {
                await work;
                return;
            }

            tell(time.GetElapsedTime(start));
        }
    }
}
