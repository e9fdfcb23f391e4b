using Dashboard.Hosting.Logging;
using Dashboard.Web.Languages;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Web.Pages.Flows.Filter;
using Dashboard.Web.Pages.Flows.List.Live;
using Dashboard.Web.Pages.Flows.Selection;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Timing;

namespace Dashboard.Web.Pages.Flows.List;

/// <summary>
/// The list behind the flows page: what the address asks for, the rows that answer it, and the flows that arrived since. All of it belongs to one
/// thread, the page's; only what is told of new flows comes from others.
/// </summary>
internal sealed class FlowListModel : IDisposable
{
    /// <summary>How long all rows may be counted before the first of them are shown without a total.</summary>
    public static readonly TimeSpan PeekDelay = TimeSpan.FromMilliseconds(400);

    /// <summary>How often arriving flows may change the list, where it asks more often than it is told (<see cref="LiveFlows"/>).</summary>
    public static readonly TimeSpan ArrivalInterval = TimeSpan.FromMilliseconds(250);

    private const int MaxErrors = 5;

    private readonly IFlowSource _source;
    private readonly DisplayClock _time;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ComponentLifetime _lifetime = new();
    private readonly NewFlowTracker _arrived = new();
    private readonly ChoicesReader _choices;
    private CancellationTokenSource? _load;
    private TaskCompletionSource? _firstRows;
    private string? _query;
    private Throttle? _throttle;
    private IDisposable? _subscription;
    private IDisposable? _marking;

    /// <param name="source">Where flows and cameras come from.</param>
    /// <param name="time">Gives the days of the configured zone.</param>
    /// <param name="logger">Hears of what could not be read.</param>
    public FlowListModel(IFlowSource source, DisplayClock time, TimeProvider clock, ILogger logger)
    {
        (_source, _time, _clock, _logger) = (source, time, clock, logger);
        _choices = new ChoicesReader(source, logger);
    }

    /// <summary>Something that is shown has changed.</summary>
    public event Action? Changed;

    /// <summary>What the address asks for.</summary>
    public FlowsPageState State { get; private set; } = new();

    /// <summary>What of the address could not be understood, in words.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>What can be chosen by name in filters; sites and alert lists only once they were needed.</summary>
    public FilterChoices Choices => _choices.Choices;

    /// <summary>The cameras to choose from in filters.</summary>
    public IReadOnlyList<CameraChoice> Cameras => Choices.Cameras;

    /// <summary>The rows; null: none were read yet.</summary>
    public FlowPage? Page { get; private set; }

    /// <summary>Numbers of the rows that have just arrived.</summary>
    public IReadOnlySet<long> Fresh { get; private set; } = new HashSet<long>();

    /// <summary>How many flows of this list arrived and are not in it yet.</summary>
    public long Waiting { get; private set; }

    /// <summary>Why the rows could not be read; null: they could.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Another list is being read.</summary>
    public bool IsLoading { get; private set; }

    /// <summary>The rows are shown already; their total is still being counted.</summary>
    public bool IsCounting { get; private set; }

    /// <summary>How many flows there are, in words.</summary>
    public string Summary => this switch
    {
        { Page: null } => "",
        { IsCounting: true } => Localizer.Current["counting…"],
        { State.IsFiltered: true, Page.Total: not 1 } => Localizer.Current["{0} flows match", DisplayFormat.Count(Page.Total)],
        _ => Localizer.Current.Plural(Page.Total, "{0} flow", "{0} flows"),
    };

    /// <summary>The filters in words, each with the list without it.</summary>
    public IReadOnlyList<FilterChip> Chips => FilterLabels.Chips(State, Choices, _time);

    /// <summary>The flows that are selected; while there are any, no row moves.</summary>
    public SelectedFlows Selected { get; } = new();

    /// <summary>Nobody is disturbed by rows that appear on top: the reader is there, and points at none.</summary>
    public bool MaySlideIn { get; set; } = true;

    private bool IsLive => MaySlideIn && !State.IsPaused && Selected.Count == 0 && State.IsNewestFirst;

    /// <summary>Takes an address' query string; true where it asks for another list than before.</summary>
    public bool Open(string query)
    {
        if (_query == query)
        {
            return false;
        }

        var isFirst = _query is null;
        _query = query;
        var before = State;
        var errors = new List<string>();
        State = FlowsPageState.FromQueryString(query, errors);
        Errors = [.. errors.Distinct().Take(MaxErrors)];
        if (!State.FiltersTheSame(before))
        {
            Selected.Clear();
        }

        return isFirst || !State.AsksTheSame(before);
    }

    /// <summary>Shows a list that was read before; false where it answers another address.</summary>
    public bool Restore(FlowListSnapshot? snapshot)
    {
        if (snapshot is null || snapshot.Query != _query || snapshot.Unpack() is not var (page, cameras))
        {
            return false;
        }

        _choices.Put(cameras);
        Show(page, isQuiet: false);

        // What was stored since then was announced before anybody here listened.
        if (State.IsNewestFirst)
        {
            _arrived.Begin(page.Rows.Count == 0 ? 0 : page.Rows.Max(row => row.Flow.Id));
        }

        return true;
    }

    /// <summary>The list as it is shown; null where there is nothing whole to keep.</summary>
    public FlowListSnapshot? ToSnapshot() =>
        Page is null || IsCounting || Failure is not null ? null : FlowListSnapshot.Create(_query ?? "", Page, Cameras);

    /// <summary>Begins to take in what arrives.</summary>
    /// <param name="live">Tells what was stored.</param>
    /// <param name="dispatch">Runs an action on the page's thread.</param>
    /// <param name="failed">Is handed what nobody expected.</param>
    public void Follow(LiveFlows live, Func<Func<Task>, Task> dispatch, Action<Exception> failed)
    {
        var throttle = _throttle = new Throttle(() => dispatch(TakeInAsync), ArrivalInterval, _clock, failed);
        _subscription = live.Subscribe(after =>
        {
            _arrived.Begin(after);
            throttle.Ask();
        });
        _marking = _source.FollowMarks(flows =>
        {
            if (Page is { } page && page.Rows.Any(row => flows.Contains(row.Flow.Id)))
            {
                _ = dispatch(MarkAsync);
            }
        });
        if (_arrived.After is not null)
        {
            throttle.Ask();
        }
    }

    /// <summary>Reads the cameras; where that fails, the list works without their names in its filters.</summary>
    public async Task LoadCamerasAsync()
    {
        if (await _choices.LoadCamerasAsync(_lifetime.Gone))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Reads the sites and the alert lists, once; where that fails, filters show their numbers.</summary>
    public async Task LoadNamesAsync()
    {
        if (await _choices.LoadNamesAsync(_lifetime.Gone))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Lets in what waits, where nothing holds it back any more.</summary>
    public async Task ReleaseAsync()
    {
        if (Waiting > 0 && IsLive && !IsLoading)
        {
            await LoadAsync(isQuiet: true);
        }
    }

    /// <summary>Reads the list until something can be shown, at most for a time; what is still missing is read on.</summary>
    public async Task LoadFirstRowsAsync(TimeSpan maxTime)
    {
        var firstRows = _firstRows = new TaskCompletionSource();
        var load = LoadAsync();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Gone);
        await Task.WhenAny(load, firstRows.Task, Task.Delay(maxTime, _clock, waiting.Token));
        await waiting.CancelAsync();
        if (load.IsCompleted)
        {
            await load;
        }
    }

    /// <summary>Reads the list, in place of one that is still being read.</summary>
    /// <param name="isQuiet">The same list again, with what arrived: nothing says that it is being read, and new rows are marked.</param>
    /// <param name="isLive">The answer to others who ask the same at the same time will do.</param>
    /// <param name="keepsOut">What waits goes on waiting: only what is shown is read again.</param>
    public async Task LoadAsync(bool isQuiet = false, bool isLive = false, bool keepsOut = false)
    {
        _load?.Cancel();
        using var load = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Gone);
        _load = load;
        // Where they are being let in already, that goes on with this load.
        var newest = keepsOut && Waiting > 0 ? _arrived.After : null;
        var waiting = newest is null ? 0 : Waiting;
        if (newest is null)
        {
            _arrived.Clear();
        }

        IsLoading = !isQuiet;
        if (!isQuiet)
        {
            Failure = null;
            Changed?.Invoke();
        }

        try
        {
            var query = newest is { } last ? State.ToQuery(_time).UpTo(last) : State.ToQuery(_time);
            var counted = isLive ? _source.SearchLiveAsync(query, load.Token) : _source.SearchAsync(query, load.Token);
            if (!isQuiet && query.Page == 1)
            {
                await PeekAsync(query, counted, load);
            }

            var page = await counted;
            if (_load == load)
            {
                Show(page, isQuiet);
                Waiting = waiting;
            }
        }
        catch (Exception exception)
        {
            if (_load == load && !_lifetime.IsOver)
            {
                _logger.LogFailure(exception, "The list of flows could not be read");
                Failure = exception;
            }
        }
        finally
        {
            if (_load == load)
            {
                _load = null;
                IsLoading = false;
                if (_arrived.After is not null)
                {
                    // Stored while the list was read: nobody else would wake the page for them.
                    _throttle?.Ask();
                }

                Changed?.Invoke();
            }
        }
    }

    public void Dispose()
    {
        if (_lifetime.IsOver)
        {
            return;
        }

        Changed = null;
        _subscription?.Dispose();
        _marking?.Dispose();
        _throttle?.Dispose();
        _lifetime.Dispose();
    }

    /// <summary>Takes in flows that arrived: into the list where nobody's reading is disturbed, otherwise as a number.</summary>
    private async Task TakeInAsync()
    {
        if (_arrived.After is not { } after || IsLoading || Page is null || _lifetime.IsOver)
        {
            return;
        }

        var newer = new FlowComparison(FlowField.Id, FlowOperator.Greater, after);
        var where = State.ToCondition(_time) is { } condition ? new FlowAll([newer, condition]) : (FlowCondition)newer;
        if (await CountAsync(where) is not (> 0 and var arrived))
        {
            return;
        }

        if (IsLive)
        {
            await LoadAsync(isQuiet: true, isLive: true);
        }
        else
        {
            Waiting = arrived;
            Changed?.Invoke();
        }
    }

    /// <summary>Marks the rows anew: alerts come a moment after their flow.</summary>
    private async Task MarkAsync()
    {
        try
        {
            if (Page is { } page)
            {
                var rows = await _source.MarkAsync(page.Rows, _lifetime.Gone);
                if (ReferenceEquals(page, Page))
                {
                    Page = page with { Rows = rows };
                    Changed?.Invoke();
                }
            }
        }
        catch (Exception exception)
        {
            if (!_lifetime.IsOver)
            {
                _logger.LogFailure(exception, "The alert lists of flows could not be read");
            }
        }
    }

    private async Task<long> CountAsync(FlowCondition where)
    {
        try
        {
            return await _source.CountLiveAsync(where, _lifetime.Gone);
        }
        catch (Exception exception)
        {
            if (!_lifetime.IsOver)
            {
                _logger.LogFailure(exception, "New flows could not be counted");
            }

            return 0;
        }
    }

    /// <summary>Shows the first rows where counting all takes longer than people like to wait.</summary>
    private async Task PeekAsync(FlowQuery query, Task<FlowPage> counted, CancellationTokenSource load)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(load.Token);
        await Task.WhenAny(counted, Task.Delay(PeekDelay, _clock, waiting.Token));
        await waiting.CancelAsync();
        if (counted.IsCompleted || load.IsCancellationRequested)
        {
            return;
        }

        var rows = await _source.PeekAsync(query, load.Token);
        if (_load == load && rows.Count > 0 && !counted.IsCompleted)
        {
            Page = new FlowPage(rows, 1, 0, query.PageSize, rows.Count);
            Selected.Show(rows);
            IsCounting = true;
            Failure = null;
            _firstRows?.TrySetResult();
            Changed?.Invoke();
        }
    }

    private void Show(FlowPage page, bool isQuiet)
    {
        var before = isQuiet ? Page?.Rows.Select(row => row.Flow.Id).ToHashSet() : null;
        Fresh = before is null ? new HashSet<long>() : page.Rows.Select(row => row.Flow.Id).Where(id => !before.Contains(id)).ToHashSet();
        Page = page = page with { Rows = ShownRows.Keep(Page?.Rows ?? [], page.Rows) };
        Selected.Show(page.Rows);
        State = State with { Page = page.Page };
        IsCounting = false;
        Failure = null;
        Waiting = 0;
        if (State.IsNewestFirst && page.Rows.Count > 0)
        {
            _arrived.Shown(page.Rows.Max(row => row.Flow.Id));
        }
    }
}
