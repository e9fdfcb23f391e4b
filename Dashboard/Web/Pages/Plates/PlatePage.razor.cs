using System.Globalization;
using System.Security.Claims;
using Dashboard.Alerts.Lists;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Flows.Plates;
using Dashboard.Web.Pages.AlertLists.Entries;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pages.Flows.Viewer;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Dialogs;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Plates;

/// <summary>Everything about a plate: its passages, where and when, lists, notes, plates that look alike, two passages side by side.</summary>
public sealed partial class PlatePage : IAsyncDisposable
{
    private ScriptModule? _script;
    private const int PageSize = 24;

    private readonly ComponentLifetime _lifetime = new();
    private string _plate = "";
    private string? _loaded;
    private PlateSummary? _summary;
    private PassagePage? _page;
    private List<FlowWithCamera> _compared = [];
    private IReadOnlyList<PlateListing> _listings = [];
    private IReadOnlyList<SimilarPlate> _similar = [];
    private IReadOnlyList<Note> _notes = [];
    private IReadOnlyList<Note> _flowNotes = [];
    private string _person = "";
    private bool _canOperate;
    private bool _needsReason;
    private bool _isAdministrator;

    /// <summary>The plate, as it stands in the address.</summary>
    [Parameter]
    public string Plate { get; set; } = "";

    /// <summary>The page of passages, from 1.</summary>
    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    /// <summary>A passage that is looked at beside another.</summary>
    [SupplyParameterFromQuery(Name = "a")]
    public string? First { get; set; }

    /// <inheritdoc cref="First"/>
    [SupplyParameterFromQuery(Name = "b")]
    public string? Second { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private long? A => QueryValue.Long(First);

    private long? B => QueryValue.Long(Second);

    private FlowComparison Where => new(FlowField.Plate, FlowOperator.Equal, _plate);

    private string? Count => _summary switch
    {
        null => null,
        { Total: var total } => L.Plural(total, "{0} passage", "{0} passages"),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lifetime.Dispose();
        Listed.Changed -= ShowLists;
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var person = (await AuthenticationState).User;
        (_person, _canOperate, _isAdministrator) = (person.Identity?.Name ?? "", person.CanOperate(), person.CanAdminister());
        var plate = PlateText.Normalize(Plate).Truncate(PlateText.MaxLength);
        if (plate != Plate && RendererInfo.IsInteractive)
        {
            Navigation.NavigateTo(Urls.Plate(plate), replace: true);
            return;
        }

        var scope = await SiteScopes.GetAsync(person, _lifetime.Gone);
        _plate = plate;
        _needsReason = await Audit.NeedsReasonAsync(Where);
        if (_needsReason)
        {
            return;
        }

        await Audit.SearchedAsync(Where);
        if (_loaded != plate)
        {
            await LoadAsync(plate, scope);
            _loaded = plate;
        }

        else
        {
            // It may have passed since.
            _summary = await RunAsync(stop => History.SummarizeAsync(plate, Server.Zone, scope, stop));
        }

        (_page, _compared) = await RunAsync(async stop => (
            await History.PageAsync(plate, QueryValue.Int(Page) ?? 1, PageSize, scope, stop), await CompareAsync(plate, scope, stop)));
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            Listed.Changed += ShowLists;
        }

        if (firstRender && Navigation.Uri.Contains('#', StringComparison.Ordinal))
        {
            // Back from a passage in the viewer: on with the passage that was looked at.
            _script = new ScriptModule(Script, "./Web/Pages/Plates/PlatePage.razor.js");
            await _script.RunAsync("focusTarget");
        }
    }

    private async Task LoadAgainAsync()
    {
        _loaded = null;
        await OnParametersSetAsync();
    }

    private async Task LoadAsync(string plate, SiteScope scope)
    {
        (_summary, _similar) = await RunAsync(async stop => (
            await History.SummarizeAsync(plate, Server.Zone, scope, stop), await History.ListSimilarAsync(plate, scope, stop)));
        (_listings, _notes) = (await Listed.FindAsync(plate, scope, _lifetime.Gone), await Notes.ListAsync(plate, scope, _lifetime.Gone));
        _flowNotes = await Notes.ListOfFlowsAsync(plate, scope, _lifetime.Gone);
    }

    private async Task<List<FlowWithCamera>> CompareAsync(string plate, SiteScope scope, CancellationToken cancellationToken)
    {
        var found = new List<FlowWithCamera>(2);
        foreach (var id in new[] { A, B }.OfType<long>().Distinct())
        {
            if (await History.FindAsync(plate, id, scope, cancellationToken) is { } row)
            {
                found.Add(row);
            }
        }

        return found;
    }

    private Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> query) => Task.Run(() => query(_lifetime.Gone), _lifetime.Gone);

    private string Address(int page, long? a, long? b)
    {
        var query = new List<string>();
        void Add(string name, long? value, bool isNeeded)
        {
            if (value is { } number && isNeeded)
            {
                query.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={number}"));
            }
        }

        Add("page", page, page > 1);
        Add("a", a, isNeeded: true);
        Add("b", b, isNeeded: true);
        return query.Count == 0 ? Urls.Plate(_plate) : $"{Urls.Plate(_plate)}?{string.Join('&', query)}";
    }

    // The first that is chosen waits for the second; a third takes the second's place.
    private string CompareUrl(long id)
    {
        var page = _page?.Page ?? 1;
        return (A, B) switch
        {
            ({ } a, _) when a == id => Address(page, B, null),
            (_, { } b) when b == id => Address(page, A, null),
            (null, _) => Address(page, id, B),
            _ => Address(page, A, id),
        };
    }

    private string ViewerUrl(long id) => ViewerReturn.Add(
        new FlowsPageState { Plate = _plate }.ToFlowUrl(id),
        string.Create(CultureInfo.InvariantCulture, $"{Address(_page?.Page ?? 1, A, B)}#passage-{id}"));

    private Task AddToListAsync() => Dialogs.OpenAsync<AddPlatesDialog>(
        L["Add {0} to a list", _plate], AddPlatesDialog.Options, (nameof(AddPlatesDialog.Plates), new[] { _plate }));

    // Told by whoever reads the lists anew, a moment after somebody changed them.
    private void ShowLists() => _ = InvokeAsync(async () =>
    {
        try
        {
            if (_loaded == _plate && !_needsReason && !_lifetime.IsOver)
            {
                _listings = await Listed.FindAsync(_plate, await ScopeAsync(), _lifetime.Gone);
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (_lifetime.IsOver)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    });

    private async Task<SiteScope> ScopeAsync() => await SiteScopes.GetAsync(await PersonAsync(), _lifetime.Gone);

    private async Task<ClaimsPrincipal> PersonAsync() => (await AuthenticationState).User;

    private async Task<ChangeResult> HoldAsync(string reason) => await Holds.HoldPlateAsync(_plate, reason, await PersonAsync());

    private async Task<ChangeResult> ReleaseAsync(int hold) => await Holds.ReleaseAsync(hold, await PersonAsync());

    private async Task<ChangeResult> AddNoteAsync(string text) =>
        await ChangeNotesAsync(await Notes.AddAsync(_plate, text, await PersonAsync()));

    private async Task<ChangeResult> DeleteNoteAsync(long id) =>
        await ChangeNotesAsync(await Notes.DeleteAsync(id, await PersonAsync()));

    private async Task<ChangeResult> ChangeNotesAsync(ChangeResult result)
    {
        _notes = await Notes.ListAsync(_plate, await ScopeAsync(), _lifetime.Gone);
        StateHasChanged();
        return result;
    }
}
