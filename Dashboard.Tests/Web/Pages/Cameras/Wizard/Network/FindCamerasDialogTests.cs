using System.Net;
using Bunit;
using Dashboard.Cameras;
using Dashboard.Cameras.Onvif;
using Dashboard.Domain.Cameras;
using Dashboard.Security;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Onvif;
using Dashboard.Web.Pages.Cameras.Wizard.Network;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Cameras.Wizard.Network;

public sealed class FindCamerasDialogTests : BunitContext, IAsyncLifetime
{
    private OnvifCamera _camera = null!;
    private TestDatabase _database = null!;
    private CameraStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _camera = await OnvifCamera.StartAsync(TimeSpan.FromHours(3));
        _database = await TestDatabase.CreateAsync();
        _store = new CameraStore(_database.Factory, new SecretProtector(new EphemeralDataProtectionProvider()), TestTime.CreateClock());
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(_store);
        Services.AddSingleton(new OnvifClient(TimeProvider.System));
        Services.AddSingleton(new OnvifDiscovery(TimeProvider.System, _camera.CallAddress));
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _camera.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task TypedAddress_WhereNothingAnswers_AsksForNoSignIn()
    {
        var provider = Render<MudDialogProvider>();
        _ = provider.InvokeAsync(
            () => Services.GetRequiredService<IDialogService>().OpenAsync<FindCamerasDialog>("Find", FindCamerasDialog.Options));
        provider.WaitForElement("#device");

        await provider.Find("#device").ChangeAsync(new() { Value = "127.0.0.1:1" });
        await provider.Find(".typed").SubmitAsync();
        provider.WaitForAssertion(() => Assert.Contains("Nothing answers at 127.0.0.1:1", provider.Find(".typed .field-error").TextContent));
        Assert.Empty(provider.FindAll(".sign-in"));

        await provider.Find("#device").ChangeAsync(new() { Value = _camera.Service.ToString() });
        await provider.Find(".typed").SubmitAsync();
        provider.WaitForElement(".sign-in");
    }

    [Fact]
    public async Task Dialog_FromTheNetworkToTheStreamsAddress()
    {
        (await _store.AddAsync(new Camera { Alias = "Old gate", Source = "rtsp://ada:x@127.0.0.1:554/a" }, Cancellation)).EnsureDone();
        var provider = Render<MudDialogProvider>();
        var closed = provider.InvokeAsync(
            () => Services.GetRequiredService<IDialogService>().OpenAsync<FindCamerasDialog>("Find", FindCamerasDialog.Options));

        provider.WaitForAssertion(() => Assert.Contains("Added as “Old gate”", provider.Find(".found button").TextContent));
        Assert.Contains("Gate north", provider.Find(".found button").TextContent);
        await provider.Find(".found button").ClickAsync(new());

        await provider.Find("#onvif-user").ChangeAsync(new() { Value = OnvifCamera.User });
        await provider.Find("#onvif-password").ChangeAsync(new() { Value = "wrong" });
        await provider.Find(".sign-in").SubmitAsync();
        provider.WaitForAssertion(() => Assert.Contains("refused the sign-in", provider.Find("[role=alert]").TextContent));

        await provider.Find("#onvif-password").ChangeAsync(new() { Value = OnvifCamera.Password });
        await provider.Find(".sign-in").SubmitAsync();
        provider.WaitForAssertion(() => Assert.Contains("3 h fast", provider.Find(".profiles").TextContent));
        var suggested = provider.FindAll("fieldset label").Single(label => label.QuerySelector("[checked]") is not null).TextContent;
        Assert.All(["Main", "1920 × 1080 · H265 · 25 frames/s", "Suggested"], text => Assert.Contains(text, suggested));

        await provider.Find(".profiles").SubmitAsync();
        var source = Assert.IsType<FoundSource>(await closed);
        var addresses = new OnvifAddresses("rtsp://127.0.0.1:8554/RTSPmain?a=1&b=2", "http://127.0.0.1/snap.jpg");
        Assert.Equal(
            new FoundSource(addresses, OnvifCamera.User, OnvifCamera.Password) { Substream = "rtsp://127.0.0.1:8554/RTSPsub?a=1&b=2" }, source);
    }

    /// <summary>Whoever finds nothing is told where was looked, what helps, and can look again.</summary>
    [Fact]
    public async Task Search_WhereNothingAnswers_TellsWhereItLooked_AndLooksAgain()
    {
        var clock = new FakeTimeProvider();
        Services.AddSingleton(new OnvifDiscovery(clock, new IPEndPoint(IPAddress.Loopback, 9)));
        var provider = Render<MudDialogProvider>();
        _ = provider.InvokeAsync(
            () => Services.GetRequiredService<IDialogService>().OpenAsync<FindCamerasDialog>("Find", FindCamerasDialog.Options));
        await BeginAsync();
        clock.Advance(OnvifDiscovery.MaxTime);
        var none = provider.WaitForElement(".none").TextContent;
        Assert.All(["127.0.0.1/32", "5 s", "Switch ONVIF on", "no VLAN", "multicast", "address of its stream"], said => Assert.Contains(said, none));

        var pressed = provider.Find(".again button").ClickAsync(new());
        await BeginAsync();
        clock.Advance(OnvifDiscovery.MaxTime);
        await pressed;
        provider.WaitForElement(".none");

        // What began the search has run as far as to its wait.
        async Task BeginAsync()
        {
            provider.WaitForElement(".wait");
            await provider.InvokeAsync(() => Assert.Empty(provider.FindAll(".none")));
        }
    }
}
