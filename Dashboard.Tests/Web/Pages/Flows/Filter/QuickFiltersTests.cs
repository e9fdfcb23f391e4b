using Bunit;
using Dashboard.Configuration;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pages.Flows.Filter.Quick;
using Dashboard.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Flows.Filter;

/// <summary>What is asked for before the page has answered: the address goes to the browser and back.</summary>
public sealed class QuickFiltersTests : BunitContext
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly List<FlowsPageState> _asked = [];

    public QuickFiltersTests()
    {
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(new DisplayClock(FixedOptions.From(new ServerOptions { TimeZone = "UTC" }), _time)).AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Plate_TypedOverAnother_OutlivesADrawingOfThePageAndAPressRightAfterIt()
    {
        var shown = new FlowsPageState { Plate = "365" };
        var bar = Open(shown);
        bar.Find("input[type=search]").Input("KO472MX");
        bar.Find("input[type=search]").Change("KO472MX");
        bar.Render(set => set.Add(filters => filters.State, shown));
        bar.Find("button.way").Click();
        Assert.Equal(("KO472MX", true), (_asked[^1].Plate, _asked[^1].IsFolded));

        bar.Render(set => set.Add(filters => filters.State, _asked[^1]));
        Assert.Equal("KO472MX", bar.Find("input[type=search]").GetAttribute("value"));
        bar.Render(set => set.Add(filters => filters.State, new FlowsPageState { Plate = "365" }));
        Assert.Equal("365", bar.Find("input[type=search]").GetAttribute("value"));
    }

    [Fact]
    public void Presses_OneRightAfterTheOther_BothCount()
    {
        var bar = Open(new FlowsPageState());
        bar.FindAll(".toggles button")[0].Click();
        bar.FindAll(".toggles button")[2].Click();
        Assert.Equal((true, true), (_asked[^1].OnlyWithoutPlate, _asked[^1].OnlyManual));
    }

    private IRenderedComponent<QuickFilters> Open(FlowsPageState state) => Render<QuickFilters>(set => set
        .Add(filters => filters.State, state).Add(filters => filters.Cameras, []).Add(filters => filters.OnChanged, _asked.Add));
}
