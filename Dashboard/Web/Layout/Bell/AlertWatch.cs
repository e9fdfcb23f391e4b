using Dashboard.Alerts.Inbox;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Layout.Bell;

/// <summary>
/// The open alerts of the person who looks at this page: how many, and which have just come. The parts of the layout that show them share one.
/// </summary>
internal sealed class AlertWatch(
    OpenAlerts alerts, SiteScopeProvider scopes, AuthenticationStateProvider session, ILogger<AlertWatch> log) : IDisposable
{
    /// <summary>The most notices at once.</summary>
    public const int MaxNotices = 3;

    private readonly Lock _gate = new();
    private readonly HashSet<long> _dismissed = [];
    private IReadOnlyList<AlertRow> _recent = [];
    private HashSet<long>? _known;
    private IDisposable? _watching;
    private bool _isStarted;
    private bool _isDisposed;

    /// <summary>Something that is shown has changed; raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Alerts have come, newest first; raised on any thread.</summary>
    public event Action<IReadOnlyList<AlertRow>>? Arrived;

    /// <summary>How many are open.</summary>
    public int Count { get; private set; }

    /// <summary>The count as text, with a plus from <see cref="AlertStore.MaxCount"/> on.</summary>
    public string CountText => Count >= AlertStore.MaxCount ? $"{AlertStore.MaxCount - 1}+" : $"{Count}";

    /// <summary>The newest that are to be noticed.</summary>
    public IReadOnlyList<AlertRow> Notices { get; private set; } = [];

    /// <summary>Recent ones beside those.</summary>
    public int MoreNotices { get; private set; }

    /// <summary>Begins to watch, once.</summary>
    /// <param name="isLive">The page stays; otherwise it is only looked once.</param>
    public async Task StartAsync(bool isLive)
    {
        if (_isStarted)
        {
            return;
        }

        _isStarted = true;
        try
        {
            await TakeInAsync(await alerts.ReadAsync());
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            log.LogWarning("The open alerts could not be read for a page: {Reason}", StorageFailure.Describe(exception));
        }

        if (isLive && !_isDisposed)
        {
            _watching = alerts.Watch(snapshot => _ = TakeInAsync(snapshot));
        }
    }

    /// <summary>The person has seen a notice; the alert stays open.</summary>
    public void Dismiss(long id)
    {
        lock (_gate)
        {
            _dismissed.Add(id);
            Choose();
        }

        Changed?.Invoke();
    }

    /// <summary>The person has seen all notices, also those that find no room; the alerts stay open.</summary>
    public void DismissAll()
    {
        lock (_gate)
        {
            _dismissed.UnionWith(_recent.Select(row => row.Alert.Id));
            Choose();
        }

        Changed?.Invoke();
    }

    public void Dispose()
    {
        _isDisposed = true;
        _watching?.Dispose();
    }

    private async Task TakeInAsync(OpenAlertsSnapshot snapshot)
    {
        try
        {
            var siteScope = await scopes.GetAsync((await session.GetAuthenticationStateAsync()).User);
            IReadOnlyList<AlertRow> seen = [.. snapshot.Recent.Where(row => siteScope.Includes(row.SiteId))];
            IReadOnlyList<AlertRow> arrived;
            lock (_gate)
            {
                // Those of the first look were there before the page was.
                arrived = _known is null ? [] : [.. seen.Where(row => !_known.Contains(row.Alert.Id))];
                _known = [.. seen.Select(row => row.Alert.Id)];
                _dismissed.IntersectWith(_known);
                (_recent, Count) = (seen, snapshot.Count(siteScope));
                Choose();
            }

            if (arrived.Count > 0)
            {
                Arrived?.Invoke(arrived);
            }

            Changed?.Invoke();
        }
        catch (Exception exception)
        {
            if (!_isDisposed)
            {
                log.LogWarning(exception, "The open alerts could not be shown on a page");
            }
        }
    }

    private void Choose()
    {
        var shown = _recent.Where(row => !_dismissed.Contains(row.Alert.Id)).ToList();
        Notices = [.. shown.Take(MaxNotices)];
        MoreNotices = Math.Max(0, shown.Count - MaxNotices);
    }
}
