using System.Security.Cryptography;
using System.Text;
using Dashboard.Hosting;

namespace Dashboard.Security.Accounts;

/// <summary>How many failures are let through in a window that starts with the first of them.</summary>
internal readonly record struct AttemptRule(int MaxFailures, TimeSpan Window);

/// <summary>
/// Counts failures by key (an e-mail address, a network address) in this process's memory. At most <see cref="MaxKeys"/> keys are
/// kept; beyond that, ended windows go first, then those that end soonest.
/// </summary>
internal sealed class AttemptLimiter(TimeProvider time)
{
    /// <summary>Most keys that are counted at once.</summary>
    public const int MaxKeys = 10_000;

    private const int MaxKeyLength = 300;
    private readonly SteadyClock _clock = new(time);
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _windows.Count;
            }
        }
    }

    /// <summary>How long until the next try may be made; zero: now.</summary>
    public TimeSpan RetryAfter(string key, AttemptRule rule)
    {
        lock (_gate)
        {
            var now = _clock.Now;
            return _windows.TryGetValue(Shorten(key), out var window) && window.Failures >= rule.MaxFailures && window.Ends > now
                ? window.Ends - now
                : TimeSpan.Zero;
        }
    }

    public void RecordFailure(string key, AttemptRule rule)
    {
        key = Shorten(key);
        lock (_gate)
        {
            var now = _clock.Now;
            if (_windows.TryGetValue(key, out var window) && window.Ends > now)
            {
                _windows[key] = window with { Failures = window.Failures + 1 };
                return;
            }

            MakeRoom(now);
            _windows[key] = new(1, now + rule.Window);
        }
    }

    /// <summary>Starts the key's count anew, after a success.</summary>
    public void Forget(string key)
    {
        lock (_gate)
        {
            _windows.Remove(Shorten(key));
        }
    }

    private static string Shorten(string key) =>
        key.Length <= MaxKeyLength ? key : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private void MakeRoom(DateTimeOffset now)
    {
        if (_windows.Count < MaxKeys)
        {
            return;
        }

        // A tenth at a time, so that a flood of new keys does not sort the whole table for each of them.
        foreach (var (key, _) in _windows.Where(pair => pair.Value.Ends <= now).ToList())
        {
            _windows.Remove(key);
        }

        if (_windows.Count >= MaxKeys)
        {
            foreach (var (key, _) in _windows.OrderBy(pair => pair.Value.Ends).Take(MaxKeys / 10).ToList())
            {
                _windows.Remove(key);
            }
        }
    }

    private readonly record struct Window(int Failures, DateTimeOffset Ends);
}
