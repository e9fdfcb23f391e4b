using Dashboard.Domain.Flows;
using Dashboard.Flows.Export;
using Dashboard.Web.Downloads;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Dashboard.Web.Pages.Flows.Export;

/// <summary>Offers the listed flows as a file, and shows how far it is written while the browser takes it.</summary>
public sealed partial class ExportDialog : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    private readonly ComponentLifetime _lifetime = new();
    private ExportRun? _run;
    private string _person = "";
    private string _ending = "csv";
    private string? _error;
    private long? _total;
    private bool _isAsked;
    private bool _isSelection;
    private bool _areBlurred;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    public static DialogOptions Options => new() { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true, CloseButton = true, BackdropClick = true };

    /// <summary>The list that is exported, all pages of it.</summary>
    [Parameter, EditorRequired]
    public required FlowsPageState State { get; set; }

    /// <summary>Its filters in words.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Filters { get; set; }

    /// <summary>Numbers of the flows that are selected; none: the file has the whole list.</summary>
    [Parameter]
    public IReadOnlyList<long> Selected { get; set; } = [];

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private string Address => Urls.FlowExport(_ending, $"{Wanted.ToQueryString()}&{Urls.Blur(_areBlurred)}&{FlowExportEndpoints.RunKey}={_run?.Id}");

    private FlowsPageState Wanted => _isSelection
        ? new FlowsPageState { Order = State.Order, Where = new FlowComparison(FlowField.Id, FlowOperator.In, Selected) }
        : State with { Page = 1, IsPaused = false, IsPictures = false };

    private bool IsEnded => _run?.State is ExportState.Done or ExportState.Stopped or ExportState.Failed;

    private string Status => _run?.State switch
    {
        ExportState.Done => L["The file is complete."],
        ExportState.Stopped => L["The export was stopped; the file is incomplete."],
        ExportState.Failed => "The export failed; the file is incomplete. Try again; if it fails again, see the server's log.",
        ExportState.Waiting => L["Waiting for the download to start. If nothing happens, other exports may be running: try again in a moment."],
        _ => L["Writing the file…"],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        // A file that the browser is taking is still wanted when the dialog is closed.
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _areBlurred = Pictures.AreWanted(null);
        _person = (await AuthenticationState).User.Identity?.Name ?? "";
        await ChooseAsync(Selected.Count > 0);
    }

    private string Covered(long total) => (_isSelection, Filters.Count) switch
    {
        (true, _) => L.Plural(total, "{0} flow", "{0} flows"),
        (_, 0) => L.Plural(total, "{0} flow in total", "{0} flows in total"),
        _ => L.Plural(total, "{0} flow that matches:", "{0} flows that match:"),
    };

    private async Task ChooseAsync(bool isSelection)
    {
        _isSelection = isSelection;
        try
        {
            _total = await Source.CountAsync(Wanted.ToCondition(Clock), _lifetime.Gone);
            Announce();
        }
        catch (Exception exception) when (!_lifetime.IsOver)
        {
            Logger.LogError(exception, "The flows of an export could not be counted");
            _error = L["The flows could not be counted; close this and try again."];
        }
    }

    private void Announce()
    {
        _isAsked = false;
        _run = Runs.Announce(_person, _total ?? 0);
    }

    private async Task WatchAsync()
    {
        _isAsked = true;
        using var ticks = new PeriodicTimer(PollInterval, Time);
        try
        {
            while (!IsEnded && await ticks.WaitForNextTickAsync(_lifetime.Gone))
            {
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // The dialog is closed.
        }
    }
}
