using Bunit;
using Dashboard.Agents.Reads;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Storage;
using Dashboard.Tests.Agents.Reads;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Pages.Live;

/// <summary>A camera that an agent watches, on the live page.</summary>
public sealed class RemoteScreenTests : BunitContext
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _clock = TestTime.CreateClock();
    private readonly FlowFeed _feed = new();
    private readonly NewestReads _reads;

    public RemoteScreenTests()
    {
        _reads = new NewestReads(_clock);
        Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_feed).AddSingleton(_reads);
    }

    [Fact]
    public void Plates_OfFramesThatCome_AreShownUntilTheVehicleIsGone()
    {
        var screen = Open();
        Assert.Empty(screen.FindAll("li"));
        _reads.Record(NewestReadsTests.Frame(3, _clock.GetUtcNow(), "AB12"));
        WaitForAssertion(
            screen,
            () => Assert.Equal("AB12 90 %", screen.Find("li").TextContent.Replace('\u00a0', ' ').Replace("90%", "90 %", StringComparison.Ordinal)));
        WaitForAssertion(screen, () => Assert.Empty(screen.FindAll("li")));
    }

    [Fact]
    public void Picture_IsFetchedAnew_WhereAFlowOfThisCameraCame()
    {
        var screen = Open();
        var before = Address(screen);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Publish(8);
        _clock.Advance(TimeSpan.FromSeconds(1));
        screen.Render();
        Assert.Equal(before, Address(screen));
        Publish(7);
        WaitForAssertion(screen, () => Assert.NotEqual(before, Address(screen)));
    }

    private static string? Address(IRenderedComponent<RemoteScreen> screen) => screen.Find("img").GetAttribute("src");

    private void Publish(int camera) => _feed.Publish([new FlowWithCamera(new Flow { CameraId = camera }, CameraInfo.Unknown(camera))]);

    private IRenderedComponent<RemoteScreen> Open() => Render<RemoteScreen>(
        set => set.Add(screen => screen.Agent, "A1")
            .Add(screen => screen.Camera, new Camera { Id = 7, Alias = "Gate", Source = "", AgentId = 2, Number = 3 }));

    private void WaitForAssertion(IRenderedComponent<RemoteScreen> screen, Action assertion) => screen.WaitForAssertion(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            assertion();
        },
        MaxTime);
}
