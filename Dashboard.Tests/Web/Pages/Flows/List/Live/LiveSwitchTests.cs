using Bunit;
using Dashboard.Web.Pages.Flows.List.Live;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Pages.Flows.List.Live;

public sealed class LiveSwitchTests : BunitContext
{
    private readonly FakeTimeProvider _clock = new(FakeFlowSource.Noon);

    public LiveSwitchTests() => Services.AddSingleton<TimeProvider>(_clock);

    [Fact]
    public void Waiting_GrowingEverySecond_IsToldNowAndThen()
    {
        var live = Render<LiveSwitch>(set => set.Add(s => s.Waiting, 1));
        Assert.Equal("1 new flow is waiting.", Announced(live));
        _clock.Advance(TimeSpan.FromSeconds(1));
        live.Render(set => set.Add(s => s.Waiting, 7));
        Assert.Equal("1 new flow is waiting.", Announced(live));
        Assert.Contains("7 waiting", live.Find(".live").TextContent);
        _clock.Advance(LiveSwitch.AnnouncementInterval);
        live.Render(set => set.Add(s => s.Waiting, 40));
        Assert.Equal("40 new flows are waiting.", Announced(live));
    }

    [Fact]
    public void Paused_ByHand_IsToldAtOnce()
    {
        var live = Render<LiveSwitch>(set => set.Add(s => s.IsPaused, false));
        Assert.Equal("", Announced(live));
        live.Render(set => set.Add(s => s.IsPaused, true));
        Assert.Equal("The list is paused.", Announced(live));
        Assert.Contains("Paused", live.Find(".live").TextContent);
    }

    private static string Announced(IRenderedComponent<LiveSwitch> live) => live.Find("[role=status]").TextContent;
}
