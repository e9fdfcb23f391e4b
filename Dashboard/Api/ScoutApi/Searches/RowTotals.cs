using Dashboard.Hosting;
using Microsoft.Extensions.Caching.Memory;

namespace Dashboard.Api.ScoutApi.Searches;

/// <summary>
/// How many rows a search finds, for who was sent only the first of them. Programs ask the same every second, and a count over millions of rows
/// takes far longer than those rows do: so an answer waits for its count a moment only, a long one is remembered for a hundred times as long as it
/// took, and counts take a tenth of one processor at most, after a few seconds that are free.
/// </summary>
internal sealed class RowTotals(TimeProvider time) : IDisposable
{
    /// <summary>How long an answer waits for its count.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>What takes no longer is counted anew each time.</summary>
    public static readonly TimeSpan MaxQuick = TimeSpan.FromMilliseconds(250);

    /// <summary>How long counts may take together before they are held back.</summary>
    public static readonly TimeSpan MaxBurst = TimeSpan.FromSeconds(5);

    private const int MaxRemembered = 500;
    private const int AgeFactor = 100;
    private const double Share = 0.1;

    private readonly SteadyClock _clock = new(time);
    private readonly MemoryCache _remembered = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });
    private readonly SemaphoreSlim _place = new(1);
    private TimeSpan _free = MaxBurst;
    private DateTimeOffset _freeAt = DateTimeOffset.MinValue;

    /// <summary>The total; null where it cannot be told now.</summary>
    /// <param name="question">What is counted: equal for the same question of the same scope.</param>
    /// <param name="count">Counts it. It may go on after this method returned, and must not use what belongs to a request.</param>
    public async Task<long?> FindAsync(object question, Func<Task<long>> count)
    {
        if (Known(question) is { } known)
        {
            return known;
        }

        var counting = Task.Run(() => CountAsync(question, count));
        try
        {
            return await counting.WaitAsync(MaxWait, time);
        }
        catch (TimeoutException) when (!counting.IsCompleted)
        {
            _ = counting.ContinueWith(failed => failed.Exception, TaskContinuationOptions.OnlyOnFaulted); // Who asked has its answer.
            return null;
        }
    }

    public void Dispose()
    {
        _remembered.Dispose();
        _place.Dispose();
    }

    private async Task<long?> CountAsync(object question, Func<Task<long>> count)
    {
        // One at a time; who would wait longer than its answer does gives up.
        if (!await _place.WaitAsync(MaxWait))
        {
            return null;
        }

        try
        {
            if (Known(question) is { } meanwhile)
            {
                return meanwhile;
            }

            var now = _clock.Now;
            (_free, _freeAt) = (Min(MaxBurst, _free + (Share * (now - _freeAt))), now);
            if (_free <= TimeSpan.Zero)
            {
                return null;
            }

            var started = time.GetTimestamp();
            try
            {
                var total = await count();
                Remember(question, total, time.GetElapsedTime(started));
                return total;
            }
            finally
            {
                _free -= time.GetElapsedTime(started);
            }
        }
        finally
        {
            _place.Release();
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private long? Known(object question) => _remembered.Get<Remembered>(question) is { } known && _clock.Now < known.Until ? known.Total : null;

    private void Remember(object question, long total, TimeSpan took)
    {
        if (took > MaxQuick)
        {
            _remembered.Set(question, new Remembered(total, _clock.Now + (AgeFactor * took)), new MemoryCacheEntryOptions { Size = 1 });
        }
    }

    private sealed record Remembered(long Total, DateTimeOffset Until);
}
