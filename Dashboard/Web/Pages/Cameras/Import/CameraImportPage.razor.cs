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
    private CameraImportPlan? _plan;
    private CameraImportResult? _done;
    private string? _fault;
    private bool _isAdding;
    private int _seen;
    private int _good;
    private int _runs;

    /// <summary>Who leaves the page stops the import; what was added until then stays.</summary>
    public void Dispose() => _stop?.Cancel();

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        Forget();
        if (chosen.File.Size > CameraCsv.MaxBytes)
        {
            _fault = L["The file is larger than 1 MB; split it."];
            return;
        }

        await RunAsync(async stop =>
        {
            await using var file = chosen.File.OpenReadStream(CameraCsv.MaxBytes, stop);
            _plan = await Import.PlanAsync(file, stop);
            (_fault, _good) = (_plan.Fault, _plan.Count(CameraRowState.Good));
        });
    }

    private async Task AddAsync()
    {
        if (_plan is not { } plan || _isAdding)
        {
            return;
        }

        (_isAdding, _seen) = (true, 0);
        await RunAsync(async stop => _done = await Import.ApplyAsync(plan, new Progress<int>(Hear), stop));
        (_isAdding, _plan) = (false, null);
    }

    private void Forget() => (_plan, _done, _fault, _good) = (null, null, null, 0);

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        using var stop = _stop = new CancellationTokenSource();
        try
        {
            await work(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _fault = L["Stopped. The cameras that were added until then are there."];
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            _fault = L["Not all cameras were added: {0}. Try again in a moment: those that were added stay as they are.", L.Message(StorageFailure.Describe(exception))];
        }
        finally
        {
            _stop = null;

            // A fresh field: the same file chosen again is a choice too.
            _runs++;
        }
    }

    private void Hear(int seen)
    {
        _seen = seen;
        StateHasChanged();
    }
}
