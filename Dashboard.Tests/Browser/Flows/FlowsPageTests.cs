using System.Text.RegularExpressions;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Flows;

/// <summary>The list of flows in the hands of somebody who reads it while vehicles pass.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class FlowsPageTests(Chromium chromium)
{
    private const int Stored = 45;

    [Fact]
    public async Task List_SortedPagedAndFiltered_StandsInTheAddress()
    {
        await using var app = await DashboardApp.StartAsync();
        await SeedAsync(app);
        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await ShowsAsync(visit, "P45", "P26");
            await visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Plate", Exact = true }).GetByRole(AriaRole.Link).ClickAsync();
            await ShowsAsync(visit, "P01", "P20");
            await visit.Link("Page 2").ClickAsync();
            await ShowsAsync(visit, "P21", "P40");
            await visit.ReloadAsync();
            await ShowsAsync(visit, "P21", "P40");
            await Expect(visit.Link("Page 2")).ToHaveAttributeAsync("aria-current", "page");

            await visit.Field("Search plates").FillAsync("p1");
            await ShowsAsync(visit, "P10", "P19");
            await visit.ReloadAsync();
            await ShowsAsync(visit, "P10", "P19");
            await Expect(visit.Field("Search plates")).ToHaveValueAsync("P1");
            await visit.Page.GoBackAsync();
            await ShowsAsync(visit, "P21", "P40");
            await visit.Page.GoBackAsync();
            await ShowsAsync(visit, "P01", "P20");
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Export_OfTheFilteredList_IsDownloadedWithItsRows()
    {
        await using var app = await DashboardApp.StartAsync();
        await SeedAsync(app);
        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows + "?plate=P1&sort=plate");
            await ShowsAsync(visit, "P10", "P19");
            await visit.Button("Export").ClickAsync();
            await Expect(visit.Page.GetByText("10 flows that match:")).ToBeVisibleAsync();
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link("Download").ClickAsync());

            var rows = await File.ReadAllLinesAsync(await download.PathAsync());
            Assert.EndsWith(".csv", download.SuggestedFilename);
            Assert.Equal(Enumerable.Range(10, 10).Select(n => $"P{n}"), rows.Skip(1).Select(row => row.Split(',')[2]));
            await Expect(visit.Page.GetByText("The file is complete.")).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText("10 of 10 rows, 100 %")).ToBeVisibleAsync();
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task NewFlows_OnTheFirstPage_SlideIn_AndElsewhereMoveNothing()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await SeedAsync(app);
        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await ShowsAsync(visit, "P45", "P26");
            await app.ArriveAsync(Make(camera, 46));
            await ShowsAsync(visit, "P46", "P27");

            await visit.Link("Page 2").ClickAsync();
            await ShowsAsync(visit, "P26", "P07");
            await app.ArriveAsync(Make(camera, 47), Make(camera, 48));
            await Expect(visit.Button("2 new flows")).ToBeVisibleAsync();
            await ShowsAsync(visit, "P26", "P07");
            await visit.Button("2 new flows").ClickAsync();
            await ShowsAsync(visit, "P48", "P29");
            await Expect(visit.Button("2 new flows")).ToHaveCountAsync(0);
        });
    }

    [Fact]
    public async Task Viewer_WhileFlowsArrive_KeepsTheListAndGoesThroughIt()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await SeedAsync(app);
        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await ShowsAsync(visit, "P45", "P26");
            await Row(visit, "P44").ClickAsync();
            await Expect(visit.Dialog).ToHaveAccessibleNameAsync(new Regex("plate P44$"));
            await Visit.LoadedAsync(visit.Dialog.GetByRole(AriaRole.Region, new() { Name = "Picture", Exact = true }).GetByRole(AriaRole.Img));
            var rows = await visit.FlowNumbersAsync();
            await app.ArriveAsync(Make(camera, 46));
            await Expect(visit.Page.Locator("button", new() { HasText = "1 new flow" })).ToHaveCountAsync(1);
            Assert.Equal(rows, await visit.FlowNumbersAsync());

            await visit.Button("Previous flow").ClickAsync();
            await Expect(visit.Dialog).ToHaveAccessibleNameAsync(new Regex("plate P45$"));
            await visit.Page.Keyboard.PressAsync("ArrowLeft");
            await Expect(visit.Dialog).ToHaveAccessibleNameAsync(new Regex("plate P46$"));
            await Expect(visit.Button("Previous flow")).ToBeDisabledAsync();
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            await Expect(visit.Dialog).ToHaveAccessibleNameAsync(new Regex("plate P45$"));
            await visit.Button("Close").ClickAsync();
            await Expect(visit.Dialog).ToHaveCountAsync(0);
            Assert.Equal(rows, await visit.FlowNumbersAsync());
            await visit.Button("1 new flow").ClickAsync();
            await ShowsAsync(visit, "P46", "P27");
            Assert.Empty(visit.Errors);
        });
    }

    private static ILocator Row(Visit visit, string plate) =>
        visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^Open plate {plate},") });

    private static async Task ShowsAsync(Visit visit, string first, string last)
    {
        var links = visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^Open plate ") });
        await Expect(links.First).ToContainTextAsync(first);
        await Expect(links.Last).ToContainTextAsync(last);
    }

    private static async Task<int> SeedAsync(DashboardApp app)
    {
        var camera = await app.AddCameraAsync("gate");
        var flows = Enumerable.Range(1, Stored).Select(number => Make(camera, number)).ToArray();
        await app.StorePictureAsync(flows[43]);
        await app.SeedFlowsAsync(flows);
        return camera;
    }

    private static Flow Make(int camera, int number) => new()
    {
        Uuid = Guid.NewGuid(),
        CameraId = camera,
        Plate = $"P{number:00}",
        Confidence = .9,
        CapturedAt = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).AddMinutes(number),
        Corners = PlateCorners.FromBox(20, 20, 24, 6).ToText(),
        ReadCount = 3,
        Candidates = [new FlowCandidate { Text = $"P{number:00}", Confidence = .9 }],
    };
}
