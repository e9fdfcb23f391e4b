using Dashboard.Domain.Users;
using Dashboard.Hosting;
using Dashboard.Hosting.Logging;

namespace Dashboard.Alerts.Inbox;

/// <summary>The open alerts at one moment, of all sites.</summary>
/// <param name="BySite">How many are open, by the site of their camera.</param>
/// <param name="Recent">
/// Those of them that were made within <see cref="OpenAlerts.Recent"/>, newest first, at most <see cref="OpenAlerts.MaxRecent"/>.
/// </param>
internal sealed record OpenAlertsSnapshot(IReadOnlyDictionary<int, int> BySite, IReadOnlyList<AlertRow> Recent)
{
    /// <summary>How many are open of what is seen.</summary>
    public int Count(SiteScope siteScope) => BySite.Where(site => siteScope.Includes(site.Key)).Sum(site => site.Value);
}

/// <summary>
/// Follows the open alerts for every page that is open: read once a change however many look, and now and then for what other machines made.
/// Nothing is read while nobody looks.
/// </summary>
internal sealed class OpenAlerts(AlertStore store, AlertFeed feed, TimeProvider time, ILogger<OpenAlerts> log) : BackgroundService
{
    /// <summary>The most recent alerts that are told of.</summary>
    public const int MaxRecent = 50;

    /// <summary>How long an alert is recent.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromSeconds(60);

    /// <summary>The longest time between two polls of the database.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MinRest = TimeSpan.FromMilliseconds(500);
    private readonly WakeSignal _wake = new();
    private readonly Watchers _watchers = new();
    private readonly FailureLog _failures = new(log, "The open alerts could not be read; trying again");
    private int _watching;

    /// <summary>What is open now, from the database.</summary>
    public async Task<OpenAlertsSnapshot> ReadAsync(CancellationToken cancellationToken = default) => new(
        await store.CountOpenAsync(cancellationToken),
        await store.ListOpenAsync(MaxRecent, SiteScope.Unrestricted, time.GetUtcNow() - Recent, cancellationToken));

    /// <summary>Calls <paramref name="watcher"/> after each look, on a thread of its own: it must be quick and not throw. Dispose to stop.</summary>
    public IDisposable Watch(Action<OpenAlertsSnapshot> watcher)
    {
        Interlocked.Increment(ref _watching);
        var subscription = _watchers.Subscribe(snapshots => watcher(snapshots[^1]));
        _wake.Wake();
        return new Watching(this, subscription);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(_ => _wake.Wake());
        await new WokenWork(_wake, new BackOff(PollInterval, MaxWait), _failures, time).RunAsync(PollAsync, stoppingToken);
    }

    private async Task<TimeSpan> PollAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _watching) > 0)
        {
            _watchers.Publish([await ReadAsync(cancellationToken)]);
            await Task.Delay(MinRest, time, cancellationToken);
        }

        return PollInterval;
    }

    private sealed class Watchers : ChangeFeed<OpenAlertsSnapshot>;

    private sealed class Watching(OpenAlerts alerts, IDisposable subscription) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                Interlocked.Decrement(ref alerts._watching);
                subscription.Dispose();
            }
        }
    }
}
