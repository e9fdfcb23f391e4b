using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Web.Pages.AlertLists.Import;

/// <summary>Replaces a list by a file, once its person has seen what that changes.</summary>
public sealed partial class ImportPanel
{
    private const long MaxBytes = 1L << 30;
    private CancellationTokenSource? _stop;
    private ImportPlan? _plan;
    private ImportResult? _done;
    private IReadOnlyList<ImportError> _leftOut = [];
    private string? _error;
    private bool _isRunning;
    private bool _isApplying;
    private bool _isGone;
    private long _read;
    private int _runs;

    [Parameter, EditorRequired]
    public required AlertList List { get; set; }

    /// <summary>The list has changed.</summary>
    [Parameter]
    public EventCallback OnImported { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private string Doing => this switch
    {
        { _isApplying: true } => L["Saving…"],
        { _read: 0 } => L["Reading…"],
        _ => L["{0} rows read", DisplayFormat.Count(_read)],
    };

    /// <summary>Who leaves the page stops the import; the list is then as it was.</summary>
    public void Dispose()
    {
        _isGone = true;
        _stop?.Cancel();
        if (!_isRunning)
        {
            _plan?.Dispose();
        }
    }

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        if (chosen.File.Size > MaxBytes)
        {
            _error = L["The file is larger than 1 GB; a list of a million plates takes about 50 MB."];
            return;
        }

        Forget();
        await RunAsync(async stop =>
        {
            await using var file = chosen.File.OpenReadStream(MaxBytes, stop);
            var planned = await Import.PlanAsync(List.Id, file, new Progress<long>(OnProgress), stop);
            (_plan, _error) = (planned.IsDone ? planned.Value : null, planned.Refusal);
        });
    }

    private async Task ApplyAsync(bool onlyAdd)
    {
        if (_plan is not { } plan)
        {
            return;
        }

        _isApplying = true;
        await RunAsync(async stop =>
        {
            var applied = await Import.ApplyAsync(plan, leaveOutWrong: true, onlyAdd, stop);
            (_done, _error) = (applied.IsDone ? applied.Value : null, applied.Refusal);
        });
        _isApplying = false;
        if (_done is not null)
        {
            _leftOut = plan.Wrong;
            plan.Dispose();
            _plan = null;
            await OnImported.InvokeAsync();
        }
    }

    private void Forget()
    {
        _plan?.Dispose();
        (_plan, _done, _leftOut, _error) = (null, null, [], null);
    }

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        if (_isRunning || !await Access.MayChangeAsync((await AuthenticationState).User, List))
        {
            _error = _isRunning ? _error : AlertListPermissions.Lost;
            return;
        }

        (_isRunning, _read, _error) = (true, 0, null);
        using var stop = _stop = new CancellationTokenSource();
        try
        {
            await work(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _error = L["Cancelled; the list was not changed."];
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            _error = L["The list was not changed: {0}. Try again in a moment.", L.Message(StorageFailure.Describe(exception))];
        }
        finally
        {
            (_stop, _isRunning) = (null, false);

            // A fresh field: the same file chosen again is a choice too.
            _runs++;
            if (_isGone)
            {
                _plan?.Dispose();
            }
        }
    }

    private void OnProgress(long read)
    {
        _read = read;
        StateHasChanged();
    }
}
