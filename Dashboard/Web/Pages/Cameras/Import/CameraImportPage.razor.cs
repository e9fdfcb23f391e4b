using Dashboard.Cameras.Import;
using Dashboard.Domain.Cameras;
using Dashboard.Storage;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components.Forms;

namespace Dashboard.Web.Pages.Cameras.Import;

/// <summary>Adds many cameras from a file, once its person has seen what becomes of each row.</summary>
public sealed partial class CameraImportPage
{
    private const string Sample =
        """
        name,address,user,password,site,countries
        Gate north,rtsp://192.168.1.20:554/stream1,viewer,secret,Default,de at
        Gate south,rtsp://192.168.1.21:554/stream1,viewer,secret,Default,
        """;

    private const string Example =
        "Gate north,rtsp://192.168.1.20:554/stream1,viewer,secret,Default,de at,both,5,rtsp://192.168.1.20:554/stream2,,yes";

    private CancellationTokenSource? _stop;
    private CameraImportPlan? _read;
    private bool _isChanging;
    private CameraImportResult? _done;
    private string? _error;
    private bool _isAdding;
    private int _seen;
    private int _all;
    private int _runs;
    private IReadOnlyList<CameraImportRow> _refused = [];
    private IReadOnlyList<string> _columns = [];
    private IReadOnlyList<string> _unknown = [];
    private int _unchanged;
    private ScriptModule? _script;

    // What is to be done with the file that was read.
    private CameraImportPlan? Plan => _isChanging ? _read?.Changing() : _read;

    private static int Count(CameraImportPlan plan) => plan.Count(CameraRowState.Good) + plan.Count(CameraRowState.Changed);

    private IEnumerable<(string Column, string Text)> ColumnTexts =>
    [
        ("name, alias, camera, title", L["The camera's name. Required."]),
        ("address, source, url, rtsp, stream", L["The address of its stream, or the path of a file or folder on the server. Required."]),
        ("user, username, password", L["Its sign-in, where the address does not have it."]),
        ("site, location", L["The name of its site; empty for the default one."]),
        ("countries, country", L["Codes of the countries that are expected, such as {0}.", "de at"]),
        ("mode", L["One of {0}.", "auto, manual, both"]),
        ("frames_per_second, rate, fps", L["A number from {0} to {1}.", CameraValidation.MinRate, CameraValidation.MaxRate]),
        ("substream", L["The address of its smaller stream."]),
        ("snapshot, snapshot_url", L["The address of its single pictures."]),
        ("enabled", L["One of {0}.", "yes, no"]),
    ];

    /// <summary>Who leaves the page stops the import; what was added until then stays.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop?.Cancel();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    private string TextOf(int good, int changed) =>
        changed == 0 ? L.Plural(good, "Add {0} camera", "Add {0} cameras")
        : good == 0 ? L.Plural(changed, "Change {0} camera", "Change {0} cameras")
        : L["Add {0} and change {1} cameras", good, changed];

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
        _refused = [.. plan.Rows.Where(row => row.State == CameraRowState.Bad).Concat(_done?.Refused ?? []).OrderBy(row => row.Line)];
        (_columns, _unknown, _unchanged) = (plan.Columns, plan.Unknown, plan.Count(CameraRowState.Known));
        (_isAdding, _read) = (false, null);
    }

    private void Forget() => (_read, _isChanging, _done, _error, _refused) = (null, false, null, null, []);

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

    private Task SaveTemplateAsync() => SaveAsync("cameras.csv", $"{CameraCsv.Header}\r\n{Example}\r\n");

    private Task SaveRefusedAsync() => SaveAsync("cameras-left-out.csv", CameraCsv.Write(_columns, _refused, ImportedRows.TextOf));

    private async Task SaveAsync(string name, string text)
    {
        _script ??= new ScriptModule(Script, "./Web/Pages/AlertLists/Import/WrongRows.razor.js");
        await _script.RunAsync("save", name, text);
    }

    private void OnProgress(int seen)
    {
        _seen = seen;
        StateHasChanged();
    }
}
