using Dashboard.Web.Languages;
using Dashboard.Domain.Cameras;
using Dashboard.Recognition.TestRead;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Cameras.Testing;

/// <summary>What is read at this moment from a source, before anything is saved: each plate with its crop, its size and what that means.</summary>
public sealed partial class TestReadPanel
{
    private CancellationTokenSource? _running;
    private TestReading? _heard;
    private TestReading? _reading;
    private IReadOnlyList<(TestedPlate Plate, string Picture)> _plates = [];
    private string _person = "";

    /// <summary>Gives the camera as it would be saved, with its password: it stays on the server. A region that is not finished is none.</summary>
    [Parameter, EditorRequired]
    public required Func<Camera> Camera { get; set; }

    /// <summary>The camera is watched by this very source: its frames are looked at.</summary>
    [Parameter]
    public bool IsRunning { get; set; }

    /// <summary>Whether there is a source to read.</summary>
    [Parameter]
    public bool IsReady { get; set; } = true;

    /// <summary>Whose test it is.</summary>
    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private string Doing => _heard switch
    {
        null => L["Waiting for a picture…"],
        { Plates.Count: 0 } heard => L.Plural(heard.Frames, "No plate in {0} picture so far.", "No plate in {0} pictures so far."),
        { } heard => L["Pictures so far: {0}. Plates read: {1}.", heard.Frames, Texts(heard)],
    };

    /// <inheritdoc/>
    public void Dispose() => _running?.Cancel();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _person = (await AuthenticationState).User.Identity?.Name ?? "";

    private static string Texts(TestReading reading) =>
        string.Join(", ", reading.Plates.Where(plate => plate.Text.Length > 0).Select(plate => plate.Text).DefaultIfEmpty("0"));

    private static string Summary(TestReading reading) =>
        reading.Plates.Count == 0
            ? Localizer.Current.Plural(
                reading.Frames,
                "No plate was found in {0} picture. Try again while a vehicle is in the picture.",
                "No plate was found in {0} pictures. Try again while a vehicle is in the picture.")
            : Localizer.Current["Pictures: {0}. Plates read: {1}.", reading.Frames, reading.Plates.Count(plate => plate.Text.Length > 0)];

    private string Pixels(TestedPlate plate) => L["{0:0} × {1:0} pixels", plate.Width, plate.Height];

    private void Stop() => _running?.Cancel();

    private async Task ReadAsync()
    {
        if (_running is not null)
        {
            return;
        }

        (_reading, _heard, _plates) = (null, null, []);
        var camera = Camera();
        if (CameraSource.HasMask(camera.Source))
        {
            _reading = new TestReading(0, [], L["The password is stored for the saved address only: enter it again."]);
            return;
        }

        using var running = _running = new CancellationTokenSource();
        try
        {
            var request = new TestReadRequest(camera.Source, IsRunning ? camera.Id : null, camera.RegionOfInterest, camera.Countries);
            _reading = await Reader.ReadAsync(request, new Progress<TestReading>(OnProgress), running.Token);
        }
        catch (OperationCanceledException) when (running.IsCancellationRequested)
        {
            // What was heard until then counts.
            _reading = _heard;
        }
        finally
        {
            _running = null;
        }

        _plates = [.. (_reading?.Plates ?? []).Select(plate => (plate, Urls.TestPicture(Pictures.Add(_person, plate.Jpeg))))];
    }

    private void OnProgress(TestReading heard)
    {
        if (_running is not null)
        {
            _heard = heard;
            StateHasChanged();
        }
    }
}
