using Dashboard.Hosting.Logging;
using Dashboard.Web.Languages;
using System.Globalization;
using Dashboard.Statistics;
using Dashboard.Web.Pages.Alerts;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Charts;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;

namespace Dashboard.Web.Pages.Statistics;

/// <summary>Numbers of any span of time; every bar and tile leads to the flows behind it.</summary>
public sealed partial class StatisticsPage : IDisposable
{
    private static readonly (StatisticsRange Range, string Text)[] Ranges =
    [
        (StatisticsRange.Today, Localizer.Key("Today")), (StatisticsRange.Yesterday, Localizer.Key("Yesterday")),
        (StatisticsRange.Week, Localizer.Key("7 days")),
        (StatisticsRange.Month, Localizer.Key("30 days")), (StatisticsRange.Year, Localizer.Key("365 days")),
    ];

    private readonly ComponentLifetime _lifetime = new();
    private StatisticsPageState _state = new();
    private StatisticsQuery? _query;
    private StatisticsNumbers? _numbers;
    private IReadOnlyList<CameraChoice> _cameras = [];
    private IReadOnlyList<ColumnBar> _periods = [];
    private IReadOnlyList<ColumnBar> _hours = [];
    private DateOnly? _from;
    private DateOnly? _to;
    private Exception? _failure;
    private string? _rangeError;
    private bool _isLoading;
    private int _asked;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private string? Span => _query is null ? null : Days(_query.From, _query.To.AddSeconds(-1));

    private string StepTitle => _query?.Step switch
    {
        StatisticsStep.Hour => L["Flows per hour"],
        StatisticsStep.Day => L["Flows per day"],
        _ => L["Flows per month"],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        _cameras = await Source.ListCamerasAsync(_lifetime.Gone);
        await OpenAsync(Navigation.Uri);
    }

    private static string? DayText(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        if (new Uri(change.Location).AbsolutePath == Urls.Statistics)
        {
            _ = InvokeAsync(() => OpenAsync(change.Location));
        }
    }

    private Task OpenAsync(string address)
    {
        _state = StatisticsPageState.FromQueryString(new Uri(address).Query);
        _query = _state.ToQuery(Clock);
        _rangeError = _state.HasWrongSpan ? WrongSpan : null;
        (_from, _to) = (Day(_query.From), Day(_query.To.AddSeconds(-1)));
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var asked = ++_asked;
        (_isLoading, _failure) = (true, null);
        try
        {
            var scope = await SiteScopes.GetAsync((await AuthenticationState).User, _lifetime.Gone);
            var query = _query!;
            var numbers = await Task.Run(() => Reader.ReadAsync(query, scope, _lifetime.Gone), _lifetime.Gone);
            if (asked == _asked)
            {
                (_numbers, _periods, _hours) = (numbers, PeriodBars(numbers, query.Step), HourBars(numbers, query));
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
        catch (Exception exception)
        {
            Logger.LogFailure(exception, "The statistics could not be read");
            _failure = exception;
        }
        finally
        {
            _isLoading = asked != _asked;
            StateHasChanged();
        }
    }

    private string WrongSpan => L["The last day must not be before the first, and at most {0} days are counted.", StatisticsPageState.MaxDays];

    private void Go(StatisticsPageState next) => Navigation.NavigateTo(next.ToUrl());

    private void ChooseDay(string text, bool isFirst)
    {
        var day = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var chosen)
            ? chosen : (DateOnly?)null;
        (_from, _to) = isFirst ? (day, _to) : (_from, day);
        _rangeError =
            _from is not { } first || _to is not { } last ? L["Choose both days."]
            : last < first || last.DayNumber - first.DayNumber >= StatisticsPageState.MaxDays ? WrongSpan
            : null;
        if (_rangeError is null)
        {
            Go(_state with { Range = StatisticsRange.Custom, From = _from, To = _to, HasWrongSpan = false });
        }
    }

    private string AlertsIn(StatisticsQuery query, int? list = null) => new AlertsPageState(
        list,
        _state.Cameras is [var only] ? (int)only : null,
        ShowsAll: true,
        AlertPeriod.Custom,
        Clock.ToLocal(query.From).DateTime,
        query.To < Clock.Now ? Clock.ToLocal(query.To).DateTime : null).ToUrl();

    private string FlowsIn(DateTimeOffset from, DateTimeOffset to, Func<FlowsPageState, FlowsPageState>? change = null)
    {
        var state = new FlowsPageState { Range = FlowRange.Custom, From = from, To = to.AddMilliseconds(-1), Cameras = _state.Cameras };
        return (change?.Invoke(state) ?? state).ToUrl();
    }

    private IReadOnlyList<ColumnBar> PeriodBars(StatisticsNumbers numbers, StatisticsStep step)
    {
        var every = Math.Max(1, (int)Math.Ceiling(numbers.Periods.Count / 7.0));
        return
        [
            .. numbers.Periods.Select((period, i) => new ColumnBar(
                Name(period.From, step),
                i % every == 0 ? Tick(period.From, step) : "",
                period.Quality.Flows,
                FlowsIn(period.From, period.To, state => state with { Cameras = _state.Cameras }))),
        ];
    }

    private IReadOnlyList<ColumnBar> HourBars(StatisticsNumbers numbers, StatisticsQuery query) =>
    [
        .. numbers.HoursOfDay.Select((hour, i) => new ColumnBar(
            Localizer.Current["{0:00}:00 to {1:00}:00", i, i + 1],
            i % 3 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{i:00}:00") : "",
            100 * hour.DoubtfulShare,
            FlowsInHour(query, i, null, state => state with { OnlyLowConfidence = true }))),
    ];

    private string? FlowsInHour(StatisticsQuery query, int hour, DayOfWeek? weekday, Func<FlowsPageState, FlowsPageState>? change = null)
    {
        var where = HourCondition.Create(Day(query.From), Day(query.To.AddSeconds(-1)).AddDays(1), hour, weekday, Clock.FromLocal);
        var state = new FlowsPageState { Where = where, Cameras = _state.Cameras };
        return where is null ? null : (change?.Invoke(state) ?? state).ToUrl();
    }

    private static string Name(DateTimeOffset start, StatisticsStep step) => step switch
    {
        StatisticsStep.Hour => string.Create(DisplayFormat.Culture, $"{start:ddd} {start:M}, {start:t}"),
        StatisticsStep.Day => string.Create(DisplayFormat.Culture, $"{start:ddd} {start:M} {start:yyyy}"),
        _ => start.ToString("MMMM yyyy", DisplayFormat.Culture),
    };

    private static string Tick(DateTimeOffset start, StatisticsStep step) =>
        start.ToString(step switch { StatisticsStep.Hour => "t", StatisticsStep.Day => "M", _ => "MMM yy" }, DisplayFormat.Culture);

    private DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(Clock.ToLocal(moment).DateTime);

    private string Days(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (Day(from), Day(to));
        var lastText = Written(last);
        return first == last ? lastText : L["{0} to {1}", Written(first), lastText];
    }

    private static string Written(DateOnly day) => string.Create(DisplayFormat.Culture, $"{day:M} {day:yyyy}");
}
