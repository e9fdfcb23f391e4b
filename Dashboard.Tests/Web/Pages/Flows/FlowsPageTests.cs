using System.Security.Claims;
using Bunit;
using Dashboard.Cameras;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Radzen;

namespace Dashboard.Tests.Web.Pages.Flows;

/// <summary>The page over the real database and search; the browser and the clock are the test's.</summary>
public sealed class FlowsPageTests : BunitContext, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly FlowFeed _feed = new();
    private readonly BreakableDatabase _database = new();
    private DashboardApp _server = null!;
    private int _camera;

    public async ValueTask InitializeAsync()
    {
        IServiceProvider? services = null;
        _server = await DashboardApp.StartAsync(null, builder => builder.Services.AddSingleton<IHostedService>(provider =>
        {
            services = provider;
            return new Capture();
        }));
        _database.Inner = services!.GetRequiredService<IDbContextFactory<DashboardDbContext>>();
        Services.AddSingleton(new FlowSearch(_database)).AddSingleton(_feed).AddSingleton(services!.GetRequiredService<CameraStore>());
        Services.AddSingleton<TimeProvider>(_clock).AddSingleton(new DisplayClock(new ServerOptions { TimeZone = "UTC" }, _clock)).AddRadzenComponents();
        Services.AddSingleton(services!.GetRequiredService<SiteScopeProvider>());
        var person = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, $"{await _server.UserAsync(Roles.Viewer)}")], "test"));
        Services.AddCascadingValue(_ => Task.FromResult(new AuthenticationState(person)));
        JSInterop.Mode = JSRuntimeMode.Loose;
        JSInterop.SetupModule(_ => true).Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        _camera = await _server.AddCameraAsync("Gate");
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task List_SecondPageByPlate_ShowsThatPageAndTheTotal()
    {
        await SeedAsync([.. Enumerable.Range(0, 25).Select(i => $"AB{i:00}")]);
        var page = Open("/app/flows?sort=plate&page=2");
        page.WaitForAssertion(() => Assert.Equal(["AB20", "AB21", "AB22", "AB23", "AB24"], Plates(page)), Patience);
        Assert.Contains("25 flows", page.Find(".page-head").TextContent);
        Assert.Contains("21–25 of 25", page.Find(".pager").TextContent);
        Assert.Equal("sorted ascending", page.Find("th .sr-only").TextContent);
    }

    [Fact]
    public async Task PlateBox_Typed_SearchesOnceTypingPauses()
    {
        await SeedAsync("AB12", "CD34");
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal(2, Plates(page).Count), Patience);
        page.Find("input[type=search]").Input("c");
        page.Find("input[type=search]").Input("cd 3");
        Assert.Equal("/app/flows", Address);

        // The page may hear of the typing a moment later than it is typed; the pause counts from there.
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                return Address == "/app/flows?plate=CD3";
            },
            "the list is searched");
        page.WaitForAssertion(() => Assert.Equal(["CD34"], Plates(page)), Patience);
        Assert.Contains("Plate contains CD3", page.Find(".chips").TextContent);
    }

    [Fact]
    public async Task NewFlow_WhileOnTop_SlidesInAndIsMarked()
    {
        await SeedAsync("AB12");
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), Patience);
        await ArriveAsync("NEW1");
        page.WaitForAssertion(() => Assert.Equal(["NEW1", "AB12"], Plates(page)), Patience);
        Assert.Single(page.FindAll("tr.fresh"));
        Assert.Empty(page.FindAll(".pill"));
    }

    [Fact]
    public async Task NewFlows_WhileReadingFurtherDown_WaitBehindAButtonAndOnlyThoseThatMatch()
    {
        await SeedAsync("AB12");
        var page = Open("/app/flows?plate=AB");
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), Patience);
        await page.InvokeAsync(() => page.Instance.SetAtTop(false));
        await ArriveAsync("AB99", "ZZ11");
        page.WaitForAssertion(() => Assert.Contains("1 new flow", page.Find(".pill").TextContent), Patience);
        Assert.Equal(["AB12"], Plates(page));
        page.Find(".pill").Click();
        page.WaitForAssertion(() => Assert.Equal(["AB99", "AB12"], Plates(page)), Patience);
        Assert.Empty(page.FindAll(".pill"));
    }

    [Fact]
    public async Task Viewer_ByItsAddress_ShowsTheFlowStepsThroughTheListAndCloses()
    {
        var ids = await SeedAsync("AB12", "AB13", "CD34");
        var page = Open($"/app/flows/{ids[1]}?plate=AB");
        page.WaitForAssertion(() => Assert.Contains("AB13", page.Find("dialog .heading").TextContent), Patience);
        Assert.Contains("No picture", page.Find("dialog .stage").TextContent);
        Assert.Equal("true", page.Find("button[aria-label='Previous flow']").GetAttribute("aria-disabled"));
        page.Find("dialog").KeyDown("ArrowRight");
        page.WaitForAssertion(() => Assert.Contains("AB12", page.Find("dialog .heading").TextContent), Patience);
        Assert.Equal($"/app/flows/{ids[0]}?plate=AB", Address);
        page.Find("button[aria-label=Close]").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog")), Patience);
        Assert.Equal("/app/flows?plate=AB", Address);
    }

    [Fact]
    public async Task Viewer_WithPicture_OutlinesThePlateInThePicturesOwnPixels()
    {
        var ids = await _server.SeedFlowsAsync(NewFlow("AB12", 0, flow =>
        {
            (flow.HasPicture, flow.PictureWidth, flow.PictureHeight, flow.Corners) = (true, 640, 360, "10,20,110,22,110,52,10,50");
        }));
        var page = Open($"/app/flows/{ids[0]}");
        page.WaitForAssertion(() => Assert.Equal("10,20 110,22 110,52 10,50", page.Find("dialog polygon").GetAttribute("points")), Patience);
        Assert.Equal("0 0 640 360", page.Find("dialog svg").GetAttribute("viewBox"));
        Assert.Equal($"/app/flows/{ids[0]}/picture.jpg", page.Find("dialog .canvas img").GetAttribute("src"));
        Assert.Contains("AB12", page.Find("dialog .canvas img").GetAttribute("alt"));
    }

    [Fact]
    public void Viewer_OfAnUnknownFlow_SaysSo()
    {
        var page = Open("/app/flows/4711");
        page.WaitForAssertion(() => Assert.Contains("There is no flow 4711", page.Find("dialog").TextContent), Patience);
    }

    [Fact]
    public async Task Empty_List_SaysWhatToDoNext()
    {
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal("/app/cameras", page.Find(".empty a").GetAttribute("href")), Patience);
        await SeedAsync("AB12");
        Services.GetRequiredService<NavigationManager>().NavigateTo("/app/flows?plate=QQ");
        page.WaitForAssertion(() => Assert.Contains("No flow matches", page.Find(".empty").TextContent), Patience);
        Assert.Equal("/app/flows", page.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task Database_ThatFails_IsToldAndCanBeTriedAgain()
    {
        await SeedAsync("AB12");
        _database.IsBroken = true;
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Contains("could not be read", page.Find("[role=alert]").TextContent), Patience);
        _database.IsBroken = false;
        page.FindAll("button").Single(button => button.TextContent.Contains("Try again")).Click();
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), Patience);
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task FilterBuilder_WrongValue_SaysWhatIsAllowedAndRightOneFilters()
    {
        await SeedAsync("AB12", "CD34");
        var page = Open("/app/flows?where=confidence.lt.0.9&colour=red&sort=colour");
        page.WaitForAssertion(() => Assert.Contains("sorted by", page.Find(".notice").TextContent), Patience);
        page.WaitForAssertion(() => Assert.Equal("false", page.Find(".list").GetAttribute("aria-busy")), Patience);
        page.FindAll("button").Single(button => button.TextContent.Contains("More filters")).Click();
        page.WaitForElement(".value input", Patience).Change("110");
        page.Find("form").Submit();
        Assert.Contains("from 0 to 100", page.Find(".problem").TextContent);
        page.Find(".value input").Change("95,5");
        page.Find("form").Submit();
        Assert.Equal("/app/flows?where=confidence.lt.0.955", Address);
        page.WaitForAssertion(() => Assert.Equal(2, Plates(page).Count), Patience);
    }

    private string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).PathAndQuery;

    private static List<string> Plates(IRenderedComponent<FlowsPage> page) => [.. page.FindAll("td .plate-text").Select(plate => plate.TextContent)];

    private IRenderedComponent<FlowsPage> Open(string address)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<FlowsPage>();
    }

    private Flow NewFlow(string plate, int second, Action<Flow>? with = null)
    {
        var flow = new Flow { CameraId = _camera, Plate = plate, Confidence = .93, CapturedAt = Noon.AddSeconds(second) };
        with?.Invoke(flow);
        return flow;
    }

    private Task<IReadOnlyList<long>> SeedAsync(params string[] plates) => _server.SeedFlowsAsync([.. plates.Select((plate, i) => NewFlow(plate, i))]);

    private async Task ArriveAsync(params string[] plates)
    {
        var flows = plates.Select((plate, i) => NewFlow(plate, 1000 + i)).ToArray();
        await _server.SeedFlowsAsync(flows);
        _feed.Publish([.. flows.Select(flow => new FlowWithCamera(flow, new CameraInfo(flow.CameraId, "Gate", SiteRow.DefaultId, null, flow.CameraId)))]);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private sealed class Capture : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class BreakableDatabase : IDbContextFactory<DashboardDbContext>
    {
        public IDbContextFactory<DashboardDbContext> Inner { get; set; } = null!;

        public bool IsBroken { get; set; }

        public DashboardDbContext CreateDbContext() => IsBroken ? throw new IOException("disk I/O error") : Inner.CreateDbContext();
    }
}
