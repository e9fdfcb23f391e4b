using Dashboard.Web.Languages;
using Dashboard.Alerts.Delivery;
using Dashboard.Storage;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Pages.WebHooks;

/// <summary>The log of one receiver's deliveries, and what can be done about those that failed.</summary>
public sealed partial class DeliveriesPage
{
    private const int PageSize = 50;

    // Seconds between two polls of the database.
    private const int LookEvery = 3;

    private static readonly (DeliveryState? Filter, string Text)[] Filters =
    [
        (null, Localizer.Key("All|deliveries")), (DeliveryState.Waiting, Localizer.Key("Waiting")),
        (DeliveryState.Delivered, Localizer.Key("Delivered")), (DeliveryState.Failed, Localizer.Key("Failed")),
    ];

    private IReadOnlyList<DeliveryRow>? _rows;
    private IReadOnlyDictionary<long, string> _plates = new Dictionary<long, string>();
    private IReadOnlyDictionary<long, string> _titles = new Dictionary<long, string>();
    private ReceiverState? _state;
    private DeliveriesPageState _shown = new();
    private string _title = Localizer.Current["Deliveries"];
    private bool _isActive = true;
    private bool _isMissing;
    private int _ticks;

    /// <summary>The web hook; null: e-mail.</summary>
    [Parameter]
    public int? Id { get; set; }

    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>Where the page before ended.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    private string Page => Id is { } id ? Urls.HookDeliveries(id) : Urls.EmailDeliveries;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        _shown = DeliveriesPageState.FromUrl(State, Before);
        return LoadAsync();
    }

    /// <inheritdoc/>
    protected override Task RefreshAsync() => ++_ticks % LookEvery == 0 && !_isMissing ? LoadAsync() : Task.CompletedTask;

    private async Task LoadAsync()
    {
        var hook = Id is { } id ? await Store.FindAsync(id, Gone) : null;
        _isMissing = Id is not null && hook is null;
        if (_isMissing)
        {
            return;
        }

        (_title, _isActive) = (hook?.Name ?? "E-mail", hook?.IsActive ?? true);
        var rows = await Log.ListAsync(Id, _shown.Filter, _shown.Before, PageSize, Gone);
        _plates = await Log.PlatesAsync(rows, Gone);
        _titles = await Log.TitlesAsync(rows, Gone);
        _state = await Log.StateAsync(Id, Gone);
        _rows = rows;
    }

    private bool HasPlate(DeliveryRow row) => _plates.TryGetValue(row.FlowId, out var plate) && plate.Length > 0;

    // A notice is about no flow: its subject stands there.
    private string PlateOf(DeliveryRow row) => row.NoticeId is { } notice
        ? _titles.GetValueOrDefault(notice) ?? Localizer.Current["(deleted)"]
        : HasPlate(row) ? _plates[row.FlowId]
        : _plates.ContainsKey(row.FlowId) ? Localizer.Current["without a plate"]
        : Localizer.Current["(deleted)"];

    private static string AnswerOf(DeliveryRow row)
    {
        var attempts = row.Attempts > 1 ? Localizer.Current["{0} attempts", DisplayFormat.Count(row.Attempts)] : "";
        var answer = row switch
        {
            { LastStatus: { } status } => Localizer.Current["{0} in {1} ms", status, row.LastDurationMs],
            { LastAnswer: not null } => WebHookLabels.Answer(row)!,
            _ => Localizer.Current["not attempted yet"],
        };
        return attempts.Length == 0 ? answer : $"{attempts}, {answer}";
    }

    private string LabelOf(DeliveryRow row) => $"{WebHookLabels.Label(row.State)}, {WebHookLabels.Label(row.Kind)} {PlateOf(row)}, {AnswerOf(row)}";

    private async Task OpenAsync(DeliveryRow row)
    {
        var retry = await Dialogs.OpenAsync<DeliveryDialog>(
            L["Delivery {0}", row.Id],
            new DialogOptions { MaxWidth = MaxWidth.Medium, FullWidth = true, CloseButton = true, BackdropClick = true },
            (nameof(DeliveryDialog.Row), row));
        if (retry is true)
        {
            await ChangeAsync(() => Queue.RetryAsync(row.Id));
        }
    }

    private Task RetryAllAsync() => ChangeAsync(() => Queue.RetryFailedAsync(Id));

    private async Task ChangeAsync(Func<Task> change)
    {
        await change();
        await LoadAsync();
    }
}
