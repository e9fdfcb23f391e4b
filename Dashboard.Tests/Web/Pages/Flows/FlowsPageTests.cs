using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Flows.Plates;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pages.Flows.Filter.Saved;
using Dashboard.Web.Pages.Flows.List.Live;
using Dashboard.Web.Pages.Flows.Viewer;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Notes;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Flows;

/// <summary>The page over flows in memory; the browser and the clock are the test's.</summary>
public sealed partial class FlowsPageTests : BunitContext
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _clock = new(FakeFlowSource.Noon);
    private readonly FlowFeed _feed = new();
    private readonly FakeFlowSource _source = new();
    private readonly FakeViewerSource _viewer;

    public FlowsPageTests()
    {
        Services.AddSingleton<IViewerSource>(_viewer = new FakeViewerSource(_source));
        Services.AddSingleton<IFlowSource>(_source).AddSingleton(_feed).AddSingleton<LiveFlows>().AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton(new DisplayClock(FixedOptions.From(new ServerOptions { TimeZone = "UTC" }), _clock)).AddMudServices();
        Services.AddSingleton(new FlowAudit(
            new AuditTrail(_clock), new AuditPerson(new SignedOut(), new HttpContextAccessor()),
            new SearchReasons(FixedOptions.From(new AuditOptions()), _clock)));
        Services.AddSingleton<NoteDrafts>();
        ComponentFactories.AddStub<SavedFilterMenu>();
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule(_ => true).Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public void List_SecondPageByPlate_ShowsThatPageAndTheTotal()
    {
        _source.Add(Enumerable.Range(0, 25).Select(i => $"AB{i:00}"));
        var page = Open("/app/flows?sort=plate&page=2");
        page.WaitForAssertion(() => Assert.Equal(["AB20", "AB21", "AB22", "AB23", "AB24"], Plates(page)), MaxTime);
        Assert.Contains("25 flows", page.Find(".page-head").TextContent);
        Assert.Contains("21–25 of 25", page.Find(".pager").TextContent);
        Assert.Equal("sorted ascending", page.Find("th .sr-only").TextContent);
    }

    [Fact]
    public async Task PlateBox_Typed_SearchesOnceTypingPauses()
    {
        _source.Add("AB12", "CD34");
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal(2, Plates(page).Count), MaxTime);
        await DoAsync(page, "input[type=search]", element => element.Input("c"));
        await DoAsync(page, "input[type=search]", element => element.Input("cd 3"));
        Assert.Equal("/app/flows", Address);

        // The page may hear of the typing a moment later than it is typed; the pause counts from there.
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                return Address == "/app/flows?plate=CD3";
            },
            "the list is searched");
        page.WaitForAssertion(() => Assert.Equal(["CD34"], Plates(page)), MaxTime);
        Assert.Contains("Plate contains CD3", page.Find(".chips").TextContent);
    }

    [Fact]
    public void PlateBox_WithWhatNoPlateHas_SaysSo_AndFindsNothing()
    {
        _source.Add("AB12");
        var page = Open("/app/flows?plate=" + Uri.EscapeDataString("京A"));
        page.WaitForAssertion(() => Assert.Contains("No plate contains “京”", page.Find("#search-error").TextContent), MaxTime);
        Assert.Empty(Plates(page));
        Assert.Equal("true", page.Find("input[type=search]").GetAttribute("aria-invalid"));
    }

    [Fact]
    public void NewFlow_WhileOnTop_SlidesInAndIsMarked()
    {
        _source.Add("AB12");
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), MaxTime);
        Arrive("NEW1");
        page.WaitForAssertion(() => Assert.Equal(["NEW1", "AB12"], Plates(page)), MaxTime);
        Assert.Single(page.FindAll("tr.fresh"));
        Assert.Empty(page.FindAll(".pill"));
    }

    [Fact]
    public async Task NewFlows_WhileReadingFurtherDown_WaitBehindAButtonAndOnlyThoseThatMatch()
    {
        _source.Add("AB12");
        var page = Open("/app/flows?plate=AB");
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), MaxTime);
        await page.InvokeAsync(() => page.Instance.SetAtTop(false));
        Arrive("AB99", "ZZ11");
        page.WaitForAssertion(() => Assert.Contains("1 new flow", page.Find(".pill").TextContent), MaxTime);
        Assert.Equal(["AB12"], Plates(page));
        await DoAsync(page, ".pill", element => element.Click());
        page.WaitForAssertion(() => Assert.Equal(["AB99", "AB12"], Plates(page)), MaxTime);
        Assert.Empty(page.FindAll(".pill"));
    }

    [Fact]
    public async Task Viewer_ByItsAddress_ShowsTheFlowStepsThroughTheListAndCloses()
    {
        var ids = Add("AB12", "AB13", "CD34");
        var page = Open($"/app/flows/{ids[1]}?plate=AB");
        page.WaitForAssertion(() => Assert.Contains("AB13", page.Find("dialog .heading").TextContent), MaxTime);
        Assert.Contains("No picture", page.Find("dialog .stage").TextContent);
        Assert.Equal("true", page.Find("button[aria-label='Previous flow']").GetAttribute("aria-disabled"));
        await DoAsync(page, "dialog", element => element.KeyDown("ArrowRight"));
        page.WaitForAssertion(() => Assert.Contains("AB12", page.Find("dialog .heading").TextContent), MaxTime);
        Assert.Equal($"/app/flows/{ids[0]}?plate=AB", Address);
        await DoAsync(page, "button[aria-label=Close]", element => element.Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog")), MaxTime);
        Assert.Equal("/app/flows?plate=AB", Address);
    }

    [Fact]
    public void Viewer_WithPicture_OutlinesThePlateInThePicturesOwnPixels()
    {
        var id = _source.Add(new Flow
        {
            Plate = "AB12",
            CapturedAt = FakeFlowSource.Noon,
            HasPicture = true,
            PictureWidth = 640,
            PictureHeight = 360,
            Corners = "10,20,110,22,110,52,10,50",
        }).Flow.Id;
        var page = Open($"/app/flows/{id}");
        page.WaitForAssertion(() => Assert.Equal("10,20 110,22 110,52 10,50", page.Find("dialog polygon").GetAttribute("points")), MaxTime);
        Assert.Equal("0 0 640 360", page.Find("dialog svg[preserveAspectRatio]").GetAttribute("viewBox"));
        Assert.Equal($"/app/flows/{id}/picture.jpg", page.Find("dialog .canvas img").GetAttribute("src"));
        Assert.Contains("AB12", page.Find("dialog .canvas img").GetAttribute("alt"));
    }

    [Fact]
    public async Task Viewer_CandidateClicked_CorrectsThePlateInTheViewerAndTheList()
    {
        var id = AddRead().Flow.Id;
        var page = Open($"/app/flows/{id}");
        page.WaitForElement("button.candidate", MaxTime);
        await DoAsync(page, "button.candidate", element => element.Click());
        page.WaitForAssertion(() => Assert.Contains("AB12", page.Find("dialog .heading").TextContent), MaxTime);
        Assert.Contains("Read as A812", page.Find(".read-as").TextContent);
        Assert.Contains("1 correction", page.Find(".history").TextContent);
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), MaxTime);

        await DoAsync(page, ".read-as button", element => element.Click());
        page.WaitForAssertion(() => Assert.Contains("A812", page.Find("dialog .heading").TextContent), MaxTime);
        Assert.Empty(page.FindAll(".read-as"));
    }

    [Fact]
    public async Task Viewer_PlateTyped_IsCheckedAndCorrected()
    {
        var id = AddRead().Flow.Id;
        var page = Open($"/app/flows/{id}");
        await DoAsync(page, "dialog .details button.text-button", element => element.Click());
        await DoAsync(page, "#viewer-plate", element => element.Change("!"));
        await DoAsync(page, "form.edit", element => element.Submit());
        page.WaitForAssertion(() => Assert.Equal("Type the plate.", page.Find(".field-error").TextContent), MaxTime);
        await DoAsync(page, "#viewer-plate", element => element.Change("ab 13"));
        await DoAsync(page, "form.edit", element => element.Submit());
        page.WaitForAssertion(() => Assert.Contains("AB13", page.Find("dialog .heading").TextContent), MaxTime);
        Assert.Empty(page.FindAll("form.edit"));
    }

    [Fact]
    public void Viewer_ForAPersonWhoOnlyLooks_OffersNoCorrection()
    {
        _viewer.CanChange = false;
        var page = Open($"/app/flows/{AddRead().Flow.Id}");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".candidates li").Count), MaxTime);
        Assert.Empty(page.FindAll("button.candidate"));
        Assert.Empty(page.FindAll("dialog .details button.text-button"));
    }

    [Fact]
    public async Task Viewer_Evidence_IsKeptForAReasonAndReleasedAfterAQuestion()
    {
        var page = Open($"/app/flows/{AddRead().Flow.Id}");
        await DoAsync(page, ".hold button", element => element.Click());
        await DoAsync(page, ".hold form", element => element.Submit());
        page.WaitForAssertion(() => Assert.Equal("Give a reason.", page.Find(".hold .field-error").TextContent), MaxTime);
        await DoAsync(page, ".hold input", element => element.Change("Case 7"));
        await DoAsync(page, ".hold form", element => element.Submit());
        page.WaitForAssertion(() => Assert.Contains("Case 7", page.Find(".hold p").TextContent), MaxTime);

        await DoAsync(page, ".hold button", element => element.Click());
        await DoAsync(page, ".hold .danger", element => element.Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".hold p")), MaxTime);
        Assert.Null(_viewer.Hold);
    }

    [Fact]
    public void Viewer_OfAFlowWhoseAgentsClockWasWrong_SaysSo_AndOtherwiseNothing()
    {
        var address = $"/app/flows/{AddRead().Flow.Id}";
        var right = Open(address);
        right.WaitForElement("dl", MaxTime);
        Assert.Empty(right.FindAll("dd.clock"));

        _viewer.Sent = new FlowAsSent("", new DateTimeOffset(1970, 1, 1, 0, 10, 0, TimeSpan.Zero));
        var wrong = Open(address);
        Assert.Contains("the agent's clock was wrong and showed 1970-01-01 00:10:00", wrong.WaitForElement("dd.clock", MaxTime).TextContent);
    }

    [Fact]
    public async Task Viewer_EarlierPassages_AreThoseOfThePlateAndKeepTheWayBack()
    {
        var ids = Add("AB12", "CD34", "AB12", "AB12");
        var page = Open($"/app/flows/{ids[2]}?from=%2Fapp%2Fplates%2FAB12%23passage-3");
        var link = page.WaitForElement("section[aria-label='Earlier passages'] li a", MaxTime);
        Assert.Equal($"/app/flows/{ids[0]}?from=%2Fapp%2Fplates%2FAB12%23passage-3", link.GetAttribute("href"));
        Assert.Single(page.FindAll("section[aria-label='Earlier passages'] li"));
        await DoAsync(page, "button[aria-label=Close]", element => element.Click());
        page.WaitForAssertion(
            () => Assert.EndsWith("/app/plates/AB12#passage-3", Services.GetRequiredService<NavigationManager>().Uri), MaxTime);
    }

    [Theory]
    [InlineData("https%3A%2F%2Fevil.example%2F")]
    [InlineData("%2F%2Fevil.example")]
    [InlineData("%2Fapp%2F..%2F%2Fevil.example")]
    [InlineData("%2Fapp%2F%5Cevil.example")]
    public async Task Viewer_ClosedWithAWayBackThatLeavesTheDashboard_GoesToTheList(string from)
    {
        var page = Open($"/app/flows/{Add("AB12")[0]}?from={from}");
        await DoAsync(page, "button[aria-label=Close]", element => element.Click());
        page.WaitForAssertion(() => Assert.Equal("/app/flows", Address.Split('?')[0]), MaxTime);
    }

    [Fact]
    public void Viewer_WithEarlierViews_ShowsThemAroundTheBestOne()
    {
        var id = _source.Add(new Flow
        {
            Plate = "AB12",
            CapturedAt = FakeFlowSource.Noon,
            HasPicture = true,
            PictureWidth = 640,
            PictureHeight = 360,
            Views = "-1500 2000",
        }).Flow.Id;
        var page = Open($"/app/flows/{id}");
        page.WaitForAssertion(
            () => Assert.Equal(
                [$"/app/flows/{id}/views/1.jpg", $"/app/flows/{id}/picture.jpg", $"/app/flows/{id}/views/2.jpg"],
                page.FindAll(".strip button").Select(button => button.GetAttribute("data-view"))),
            MaxTime);
        Assert.Equal("true", page.FindAll(".strip button")[1].GetAttribute("aria-pressed"));
    }

    [Fact]
    public void Viewer_OfAnUnknownFlow_SaysSo()
    {
        var page = Open("/app/flows/4711");
        page.WaitForAssertion(() => Assert.Contains("Flow 4711 not found", page.Find("dialog").TextContent), MaxTime);
    }

    [Fact]
    public void Empty_List_SaysWhatToDoNext()
    {
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal("/app/cameras", page.Find(".empty a").GetAttribute("href")), MaxTime);
        _source.Add("AB12");
        Services.GetRequiredService<NavigationManager>().NavigateTo("/app/flows?plate=QQ");
        page.WaitForAssertion(() => Assert.Contains("No flows match", page.Find(".empty").TextContent), MaxTime);
        Assert.Equal(
            ["/app/flows?plate=QQ&match=alike,candidates", "/app/flows"], page.FindAll(".empty a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Empty_ListOfACameraThatIsOff_SaysSo_AndLeadsToIt()
    {
        _source.IsCameraOff = true;
        var page = Open("/app/flows?camera=1");
        page.WaitForAssertion(() => Assert.EndsWith("is switched off.", page.Find(".empty-text").TextContent.Trim()), MaxTime);
        Assert.Equal("/app/cameras/1", page.FindAll(".empty a")[^1].GetAttribute("href"));
    }

    [Fact]
    public void Database_ThatFails_IsToldAndCanBeTriedAgain()
    {
        _source.Add("AB12");
        _source.IsBroken = true;
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Contains("could not be read", page.Find("[role=alert]").TextContent), MaxTime);
        _source.IsBroken = false;
        page.WaitForAssertion(() => page.FindAll("button").Single(button => button.TextContent.Contains("Try again")).Click(), MaxTime);
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), MaxTime);
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task FilterBuilder_WrongValue_SaysWhatIsAllowedAndRightOneFilters()
    {
        _source.Add("AB12", "CD34");
        var page = Open("/app/flows?where=confidence.lt.0.9&colour=red&sort=colour");
        page.WaitForAssertion(() => Assert.Contains("sorted by", page.Find(".notice").TextContent), MaxTime);
        page.WaitForAssertion(() => Assert.Equal("false", page.Find(".list").GetAttribute("aria-busy")), MaxTime);
        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent.Contains("More filters")).Click());
        await DoAsync(page, ".value input", element => element.Change("110"));
        await DoAsync(page, "form", element => element.Submit());
        Assert.Contains("from 0 to 100", page.Find(".error").TextContent);
        await DoAsync(page, ".value input", element => element.Change("95,5"));
        Assert.Empty(page.FindAll(".error"));
        await DoAsync(page, "form", element => element.Submit());
        Assert.Equal("/app/flows?where=confidence.lt.0.955", Address);
        page.WaitForAssertion(() => Assert.Equal(2, Plates(page).Count), MaxTime);
    }

    [Fact]
    public void NoCamera_EmptyList_OffersToAddOne()
    {
        _source.HasNoCamera = true;
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal("/app/cameras/new", page.Find(".empty a").GetAttribute("href")), MaxTime);
    }

    [Fact]
    public void Prerendered_HasItsRowsAndNoViewerAndKeepsThemForTheBrowser()
    {
        SetRendererInfo(new RendererInfo("Static", isInteractive: false));
        var id = Add("AB12")[0];
        var page = Open($"/app/flows/{id}");
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), MaxTime);
        Assert.Empty(page.FindAll("dialog"));
        page.WaitForAssertion(() => Assert.NotNull(page.Instance.Snapshot), MaxTime);
        Assert.Equal(1, _source.Searches);
    }

    private FlowWithCamera AddRead() => _source.Add(new Flow
    {
        Plate = "A812",
        Confidence = .5,
        CapturedAt = FakeFlowSource.Noon,
        Candidates = [new FlowCandidate { Text = "A812", Confidence = .5 }, new FlowCandidate { Rank = 1, Text = "AB12", Confidence = .4 }],
    });

    private string Address => new Uri(Navigation.Uri).PathAndQuery;

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private static List<string> Plates(IRenderedComponent<FlowsPage> page) => [.. page.FindAll("td .plate-text").Select(plate => plate.TextContent)];

    private static long? IdOf(string address) =>
        new Uri(address).AbsolutePath.Split('/') is [_, "app", "flows", var id]
            ? long.Parse(id, System.Globalization.CultureInfo.InvariantCulture)
            : null;

    /// <summary>Opens the page as the router would: the flow's number of each address becomes its parameter.</summary>
    private IRenderedComponent<FlowsPage> Open(string address)
    {
        Navigation.NavigateTo(address);
        var page = Render<FlowsPage>(set => set.Add(p => p.Id, IdOf(Navigation.Uri)));
        Navigation.LocationChanged += (_, change) => page.Render(set => set.Add(p => p.Id, IdOf(change.Location)));
        return page;
    }

    // What is drawn meanwhile takes its turn: nothing changes between finding and acting, and the page has acted afterwards.
    private static async Task DoAsync(IRenderedComponent<FlowsPage> page, string selector, Action<IElement> act)
    {
        page.WaitForElement(selector, MaxTime);
        await page.InvokeAsync(() => act(page.Find(selector)));
    }

    private long[] Add(params string[] plates) => [.. _source.Add(plates).Select(row => row.Flow.Id)];

    private void Arrive(params string[] plates)
    {
        _feed.Publish(_source.Add(plates));
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private sealed class SignedOut : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal()));
    }
}
