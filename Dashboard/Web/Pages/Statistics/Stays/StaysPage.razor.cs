using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Hosting.Logging;
using Dashboard.Statistics.Stays;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pages.Flows.Viewer;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Pages.Statistics.Stays;

/// <summary>The vehicles behind a bar of the times inside, or those that are still inside.</summary>
public sealed partial class StaysPage : IDisposable
{
    private readonly ComponentLifetime _lifetime = new();
    private StatisticsPageState _state = new();
    private int? _bar;
    private IReadOnlyList<StayRow>? _rows;
    private Exception? _failure;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private string Heading => _bar is { } bar ? L["Inside: {0}", L[StayTexts.Bars[bar]]] : L["Still inside"];

    private string? Note => _rows switch
    {
        null => null,
        { Count: StayReader.MaxRows } => L["the last {0}", StayReader.MaxRows],
        var rows => L.Plural(rows.Count, "{0} vehicle", "{0} vehicles"),
    };

    /// <inheritdoc/>
    public void Dispose() => _lifetime.Dispose();

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        var query = new Uri(Navigation.Uri).Query;
        _state = StatisticsPageState.FromQueryString(query);
        _bar = QueryHelpers.ParseQuery(query).TryGetValue("length", out var values)
            && int.TryParse(values[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var bar) && bar < StayLengths.Bars.Count ? bar : null;
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        _failure = null;
        try
        {
            var scope = await SiteScopes.GetAsync((await AuthenticationState).User, _lifetime.Gone);
            var query = _state.ToQuery(Clock);
            await Audit.SearchedAsync(
                new FlowsPageState { Range = FlowRange.Custom, From = query.From, To = query.To.AddMilliseconds(-1), Cameras = query.Cameras }
                    .ToQuery(Clock).Where);
            _rows = await Task.Run(
                () => _bar is { } bar ? Reader.ListAsync(query, bar, scope, _lifetime.Gone) : Reader.ListInsideAsync(query, scope, _lifetime.Gone),
                _lifetime.Gone);
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
        catch (Exception exception)
        {
            Logger.LogFailure(exception, "The times inside could not be read");
            _failure = exception;
        }
    }

    private string Viewer(string plate, long flow) =>
        ViewerReturn.Add(new FlowsPageState { Plate = plate }.ToFlowUrl(flow), _state.ToStaysUrl(_bar));
}
