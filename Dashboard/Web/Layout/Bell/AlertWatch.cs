using Dashboard.Alerts.Inbox;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Layout.Bell;

/// <summary>
/// The open alerts of the person who looks at this page: how many, and which have just come. The parts of the layout that show them share one.
/// </summary>
internal sealed class AlertWatch(
    OpenAlerts alerts, SiteScopeProvider scopes, AuthenticationStateProvider session, DismissedNotices dismissed, ILogger<AlertWatch> log)
    : IDisposable
{
    /// <summary>The most notices at once.</summary>
    public const int MaxNotices = 3;

    private readonly Lock _gate = new();
    private IReadOnlyList<AlertRow> _recent = [];
    private HashSet<long>? _known;
    private IDisposable? _watching;
    private int _person;
    private bool _isStarted;
    private bool _showsNotices = true;
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
    public void Dismiss(long id) => Dismiss([id]);

    /// <summary>The person has seen all notices, also those that find no room; the alerts stay open.</summary>
    public void DismissAll() => Dismiss([.. _recent.Select(row => row.Alert.Id)]);

    /// <summary>The person wants notices on each page, or none.</summary>
    public void ShowNotices(bool isWanted)
    {
        lock (_gate)
        {
            _showsNotices = isWanted;
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
            var person = (await session.GetAuthenticationStateAsync()).User;
            var siteScope = await scopes.GetAsync(person);
            IReadOnlyList<AlertRow> seen = [.. snapshot.Recent.Where(row => siteScope.Includes(row.SiteId))];
            IReadOnlyList<AlertRow> arrived;
            lock (_gate)
            {
                // Those of the first look were there before the page was.
                arrived = _known is null ? [] : [.. seen.Where(row => !_known.Contains(row.Alert.Id))];
                _known = [.. seen.Select(row => row.Alert.Id)];
                _person = person.UserId() ?? 0;
                dismissed.KeepOnly(_person, snapshot.Recent.Select(row => row.Alert.Id));
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

    private void Dismiss(IReadOnlyList<long> ids)
    {
        lock (_gate)
        {
            dismissed.Add(_person, ids);
            Choose();
        }

        Changed?.Invoke();
    }

    private void Choose()
    {
        var away = dismissed.Find(_person);
        var shown = _showsNotices ? _recent.Where(row => !away.Contains(row.Alert.Id)).ToList() : [];
        Notices = [.. shown.Take(MaxNotices)];
        MoreNotices = Math.Max(0, shown.Count - MaxNotices);
    }
}
