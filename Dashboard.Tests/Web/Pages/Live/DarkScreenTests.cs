using Bunit;
using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Live;
using Dashboard.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Pages.Live;

/// <summary>What the live wall says of a camera without frames.</summary>
public sealed class DarkScreenTests : BunitContext
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Camera Gate = new() { Id = 3, Alias = "Gate & yard", Source = "rtsp://cam/1" };
    private static readonly CameraStatus Dark = new()
    {
        State = CameraState.Waiting,
        LastFrameAt = Now.AddMinutes(-5),
        LastError = "Nothing answers at cam:554: check the address and the port.",
    };

    public DarkScreenTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(new DisplayClock(FixedOptions.From(new ServerOptions { TimeZone = "UTC" }), new FakeTimeProvider(Now)));
    }

    [Fact]
    public void Tile_OfADarkCamera_SaysWhyInFewWords_AndLeadsToItsPage()
    {
        var why = Screen(Dark, canAdminister: true).Find("a");
        Assert.Equal(("Nothing answers at cam:554", "/app/cameras/3"), (why.TextContent, why.GetAttribute("href")));
        Assert.Contains("check the address", why.GetAttribute("title"));
        Assert.Equal("No picture since 11:55", Screen(Dark, canAdminister: true).Find(".since").TextContent);
    }

    /// <summary>Why may name an address.</summary>
    [Fact]
    public void Tile_ForOthers_LeadsToItsPage_AndTellsNoReason()
    {
        var screen = Screen(Dark, canAdminister: false);
        Assert.Equal("/app/cameras/3", screen.Find("a").GetAttribute("href"));
        Assert.DoesNotContain("cam:554", screen.Markup);
    }

    [Fact]
    public void Tile_OfACameraThatIsConnecting_SaysNothingMore() =>
        Assert.Empty(Screen(new CameraStatus { State = CameraState.Connecting }, canAdminister: true).FindAll("a"));

    private IRenderedComponent<DarkScreen> Screen(CameraStatus status, bool canAdminister) => Render<DarkScreen>(
        with => with.Add(c => c.Camera, Gate).Add(c => c.Status, status).Add(c => c.CanAdminister, canAdminister));
}
