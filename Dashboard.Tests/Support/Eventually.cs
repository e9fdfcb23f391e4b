using System.Diagnostics;

namespace Dashboard.Tests.Support;

/// <summary>Waits for a condition instead of sleeping.</summary>
internal static class Eventually
{
    /// <summary>Returns as soon as the condition holds; fails after the limit (default 30 s, for a busy machine).</summary>
    public static Task TrueAsync(Func<bool> condition, string what, double seconds = 30) =>
        TrueAsync(() => Task.FromResult(condition()), what, seconds);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, double)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, double seconds = 30)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"Not within {seconds} s: {what}");
            await Task.Delay(10);
        }
    }
}
