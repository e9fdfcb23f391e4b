using System.Globalization;
using Dashboard.Cameras.Onvif;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared.Timing;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Web.Pages.Cameras.Wizard.Network;

/// <summary>Finds cameras on the network, signs in to one, and gives the addresses of the stream that is chosen.</summary>
public sealed partial class FindCamerasDialog : IDisposable
{
    private readonly ComponentLifetime _lifetime = new();
    private readonly List<FoundDevice> _found = [];
    private IReadOnlyList<Camera> _added = [];
    private string _networks = "";
    private Uri? _chosen;
    private OnvifDevice? _device;
    private OnvifProfile? _profile;
    private string _typed = "";
    private string _user = "";
    private string _password = "";
    private string? _error;
    private bool _isSearching;
    private bool _isAsking;

    /// <summary>How the dialog stands.</summary>
    public static DialogOptions Options => new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseButton = true, BackdropClick = false };

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private string Doing => _isSearching && _found.Count == 0
        ? L["Looking for cameras…"]
        : _found.Count == 0 ? L["No camera answered."] : L.Plural(_found.Count, "{0} camera answered", "{0} cameras answered");

    /// <inheritdoc/>
    public void Dispose() => _lifetime.Dispose();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _added = await Cameras.ListAsync(SiteScope.Unrestricted, _lifetime.Gone);
        await SearchAsync();
    }

    private static string Joined(params ReadOnlySpan<string> words) => string.Join(' ', words.ToArray().Where(word => word.Length > 0));

    private static string Describe(OnvifProfile profile) => string.Join(
        " · ",
        new[]
        {
            profile.Pixels > 0 ? string.Create(CultureInfo.InvariantCulture, $"{profile.Width} × {profile.Height}") : "",
            profile.Codec,
            profile.FramesPerSecond > 0 ? Localizer.Current["{0} frames/s", profile.FramesPerSecond] : "",
        }.Where(word => word.Length > 0));

    private static string ClockAdvice(TimeSpan offset)
    {
        var by = offset.Duration();
        var words = by.TotalMinutes < 2 ? Localizer.Current["{0} s", Math.Round(by.TotalSeconds)]
            : by.TotalHours < 2 ? Localizer.Current["{0} min", Math.Round(by.TotalMinutes)]
            : Localizer.Current["{0} h", Math.Round(by.TotalHours, 1)];
        return offset > TimeSpan.Zero
            ? Localizer.Current["The camera's clock is {0} fast. Flows have the server's time, but the time that the camera shows in the picture is wrong: set its clock, or let it synchronise over the network (NTP).", words]
            : Localizer.Current["The camera's clock is {0} slow. Flows have the server's time, but the time that the camera shows in the picture is wrong: set its clock, or let it synchronise over the network (NTP).", words];
    }

    private string? AddedAs(Uri service) => _added.FirstOrDefault(
        camera => string.Equals(CameraSource.HostNameOf(camera.Source), service.Host, StringComparison.OrdinalIgnoreCase))?.Alias;

    private async Task SearchAsync()
    {
        if (_isSearching)
        {
            return;
        }

        _found.Clear();
        _networks = string.Join(", ", Discovery.Networks());
        (_isSearching, _error) = (true, null);
        StateHasChanged();
        try
        {
            await foreach (var device in Discovery.FindAsync(_lifetime.Gone))
            {
                _found.Add(device);
                StateHasChanged();
            }
        }
        catch (OnvifException exception)
        {
            _error = L.Message(exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The dialog was closed.
        }
        finally
        {
            _isSearching = false;
        }
    }

    private void Choose(Uri service) => (_chosen, _device, _error) = (service, null, null);

    // Nobody types a sign-in for what is not there.
    private Task ChooseTypedAsync() => TryAsync(async () =>
    {
        if (OnvifClient.ServiceAt(_typed) is not { } service)
        {
            _error = L["Type the camera's address, such as 192.168.1.20."];
            return;
        }

        await Client.GreetAsync(service, _lifetime.Gone);
        Choose(service);
    });

    private void Back()
    {
        (_chosen, _device, _error) = (_device is null ? null : _chosen, null, null);
    }

    private Task AskAsync() => TryAsync(async () =>
    {
        _device = await Client.DescribeAsync(_chosen!, _user.Trim(), _password, _lifetime.Gone);
        _profile = _device.Suggested;
    });

    private Task UseAsync() => TryAsync(async () =>
    {
        var addresses = await Client.AddressesAsync(_chosen!, _profile!, _user.Trim(), _password, _lifetime.Gone);
        Dialog.Close(DialogResult.Ok(new FoundSource(addresses, _user.Trim(), _password) { Substream = await FindSubstreamAsync() }));
    });

    // A camera that does not tell it is watched without.
    private async Task<string?> FindSubstreamAsync()
    {
        try
        {
            return _device!.SmallBeside(_profile!) is { } small
                ? (await Client.AddressesAsync(_chosen!, small, _user.Trim(), _password, _lifetime.Gone)).Stream
                : null;
        }
        catch (OnvifException)
        {
            return null;
        }
    }

    private async Task TryAsync(Func<Task> ask)
    {
        if (_isAsking)
        {
            return;
        }

        (_isAsking, _error) = (true, null);
        try
        {
            await ask();
        }
        catch (OnvifException exception)
        {
            _error = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The dialog was closed.
        }
        finally
        {
            _isAsking = false;
        }
    }
}
