using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Web.Pages.AlertLists;

/// <summary>Replaces a list by a file.</summary>
public sealed partial class ImportPanel
{
    private const long MostBytes = 1L << 30;
    private CancellationTokenSource? _stop;
    private ImportResult? _result;
    private string? _fault;
    private bool _isRunning;
    private bool _isWritten;
    private long _read;
    private int _runs;

    /// <summary>The list.</summary>
    [Parameter, EditorRequired]
    public required AlertList List { get; set; }

    /// <summary>The list has changed.</summary>
    [Parameter]
    public EventCallback OnImported { get; set; }

    /// <summary>Who is signed in.</summary>
    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <summary>Who leaves the page stops the import; the list is then as it was.</summary>
    public void Dispose() => _stop?.Cancel();

    private async Task ImportAsync(InputFileChangeEventArgs chosen)
    {
        if (_isRunning || !await Access.MayChangeAsync((await AuthenticationState).User, List))
        {
            _fault = _isRunning ? _fault : AlertListPermissions.Lost;
            return;
        }

        if (chosen.File.Size > MostBytes)
        {
            _fault = "The file is larger than 1 GB; a list of a million plates takes about 50 MB.";
            return;
        }

        (_isRunning, _isWritten, _read, _result, _fault) = (true, false, 0, null, null);
        using var stop = _stop = new CancellationTokenSource();
        try
        {
            await using var file = chosen.File.OpenReadStream(MostBytes, stop.Token);
            var imported = await Import.ImportAsync(List.Id, file, new Progress<long>(Hear), stop.Token);
            _result = imported.IsDone ? imported.Value : null;
            _fault = imported.Refusal;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _fault = "Cancelled; the list was not changed.";
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            _fault = $"The list was not changed: {StorageFailure.Describe(exception)}. Try again in a moment.";
        }
        finally
        {
            (_stop, _isRunning) = (null, false);

            // A fresh field: the same file chosen again is a choice too.
            _runs++;
        }

        if (_result is { IsDone: true })
        {
            await OnImported.InvokeAsync();
        }
    }

    // The last report comes when all is read: what is not a round number, or the same one again.
    private void Hear(long read)
    {
        _isWritten = read == _read || read % 1000 != 0;
        _read = read;
        StateHasChanged();
    }
}
