using System.Globalization;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Flows;
using Dashboard.Flows.Plates;
using Dashboard.Web.Pages.AlertLists.Entries;
using Dashboard.Web.Pages.Flows.Filter;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Dialogs;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Flows.Viewer;

/// <summary>Everything that is known of a flow beside its picture.</summary>
public sealed partial class FlowDetails : IDisposable
{
    private readonly ComponentLifetime _lifetime = new();
    private IReadOnlyList<FlowWithCamera>? _earlier;
    private IReadOnlyList<Note> _notes = [];
    private IReadOnlyList<Note> _plateNotes = [];
    private string _person = "";
    private FlowAsSent _sent = FlowAsSent.Nothing;
    private bool _canChange;
    private bool _isAdministrator;

    /// <summary>The flow, with its candidates.</summary>
    [Parameter, EditorRequired]
    public required FlowWithCamera Row { get; set; }

    /// <summary>The address of another flow, which leads back to where this one was opened from.</summary>
    [Parameter]
    public Func<long, string> Url { get; set; } = Urls.Flow;

    /// <summary>The flow was changed: it must be read again.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    // An ordinary link: nothing is loaded from there unless somebody follows it.
    private string? MapUrl => Row.Known is { Latitude: { } latitude, Longitude: { } longitude }
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"https://www.openstreetmap.org/?mlat={latitude:0.######}&mlon={longitude:0.######}#map=17/{latitude:0.######}/{longitude:0.######}")
        : null;

    // What people called it, else what was seen.
    private string? Direction => (Row.Flow.DirectionName, Row.Flow.Approach, Row.Flow.Direction) switch
    {
        ({ } name, Approach.None, _) => name,
        ({ } name, var approach, _) => $"{name} ({FilterLabels.Label(approach).ToLower(DisplayFormat.Culture)})",
        (null, not Approach.None, _) => FilterLabels.Label(Row.Flow.Approach),
        (null, _, { } degrees) => L["{0}° in the picture", degrees],
        _ => null,
    };

    /// <inheritdoc/>
    public void Dispose() => _lifetime.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var person = await Source.PersonAsync();
        (_person, _canChange, _isAdministrator) = (person.Identity?.Name ?? "", person.CanOperate(), person.CanAdminister());
        _notes = await Source.ListNotesAsync(Row.Flow.Id, _lifetime.Gone);
        _sent = await Source.FindSentAsync(Row.Flow.Id, _lifetime.Gone);
        await LoadEarlierAsync();
    }

    private async Task LoadEarlierAsync()
    {
        var plate = Row.Flow.Plate;
        _plateNotes = plate.Length > 0 ? await Source.ListNotesAsync(plate, _lifetime.Gone) : [];
        _earlier = plate.Length > 0 ? await Source.ListEarlierAsync(Row.Flow, _lifetime.Gone) : [];
    }

    private Task AddToListAsync() => Dialogs.OpenAsync<AddPlatesDialog>(
        L["Add {0} to a list", Row.Flow.Plate], AddPlatesDialog.Options, (nameof(AddPlatesDialog.Plates), new[] { Row.Flow.Plate }));

    private async Task ChangedAsync()
    {
        await OnChanged.InvokeAsync();
        await LoadEarlierAsync();
    }

    private Task<ChangeResult> AddNoteAsync(string text) => ChangeNotesAsync(Source.AddNoteAsync(Row.Flow.Id, text));

    private Task<ChangeResult> DeleteNoteAsync(long id) => ChangeNotesAsync(Source.DeleteNoteAsync(id));

    private async Task<ChangeResult> ChangeNotesAsync(Task<ChangeResult> change)
    {
        var result = await change;
        _notes = await Source.ListNotesAsync(Row.Flow.Id, _lifetime.Gone);
        StateHasChanged();
        return result;
    }

    private string Seen(DateTimeOffset moment) => moment <= DateTimeOffset.UnixEpoch ? "–" : Clock.Format(moment);
}
