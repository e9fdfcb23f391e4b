using Dashboard.Cameras.Import;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Web.Pages.Cameras.Import;

/// <summary>Adds many cameras from a file, once its person has seen what becomes of each row.</summary>
public sealed partial class CameraImportPage
{
    private const string Sample =
        """
        alias,address,user,password,site,countries
        Gate north,rtsp://192.168.1.20:554/stream1,viewer,secret,Default,de at
        Gate south,rtsp://192.168.1.21:554/stream1,viewer,secret,Default,
        """;

    private CancellationTokenSource? _stop;
    private CameraImportPlan? _read;
    private bool _isChanging;
    private CameraImportResult? _done;
    private string? _error;
    private bool _isAdding;
    private int _seen;
    private int _all;
    private int _runs;

    // What is to be done with the file that was read.
    private CameraImportPlan? Plan => _isChanging ? _read?.Changing() : _read;

    private static int Count(CameraImportPlan plan) => plan.Count(CameraRowState.Good) + plan.Count(CameraRowState.Changed);

    /// <summary>Who leaves the page stops the import; what was added until then stays.</summary>
    public void Dispose() => _stop?.Cancel();

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        Forget();
        if (chosen.File.Size > CameraCsv.MaxBytes)
        {
            _error = L["The file is larger than 1 MB; split it."];
            return;
        }

        await RunAsync(async stop =>
        {
            await using var file = chosen.File.OpenReadStream(CameraCsv.MaxBytes, stop);
            _read = await Import.PlanAsync(file, stop);
            _error = _read.Error;
        });
    }

    private async Task AddAsync()
    {
        if (Plan is not { } plan || _isAdding)
        {
            return;
        }

        (_isAdding, _seen, _all) = (true, 0, Count(plan));
        await RunAsync(async stop => _done = await Import.ApplyAsync(plan, new Progress<int>(OnProgress), stop));
        (_isAdding, _read) = (false, null);
    }

    private void Forget() => (_read, _isChanging, _done, _error) = (null, false, null, null);

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        using var stop = _stop = new CancellationTokenSource();
        try
        {
            await work(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _error = L["Stopped. What was done until then stays."];
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            _error = L["Not all rows were applied: {0}. Try again in a moment: what was done until then stays.", L.Message(StorageFailure.Describe(exception))];
        }
        finally
        {
            _stop = null;

            // A fresh field: the same file chosen again is a choice too.
            _runs++;
        }
    }

    private void OnProgress(int seen)
    {
        _seen = seen;
        StateHasChanged();
    }
}
