using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Statistics;
using Dashboard.Statistics.Stays;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>From the numbers to the vehicles behind them.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class StatisticsTests(Chromium chromium)
{
    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task TimeInside_FromABarAndFromStillInside_LeadsToTheVehicles(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        var (entry, exit) = (await app.AddCameraAsync("Entry"), await app.AddCameraAsync("Exit"));
        await app.SeedFlowsAsync(
            Make(entry, "AB123", 90, "in"), Make(exit, "AB123", 70, "out"), Make(entry, "CD456", 200, "in"), Make(exit, "CD456", 20, "out"),
            Make(entry, "EF789", 10, "in"));
        await app.Get<StatisticsRollUp>().CatchUpAsync(Cancellation);
        await app.Get<StayRollUp>().CatchUpAsync(Cancellation);
        await chromium.VisitAsync(app, role: Roles.Viewer, width: width, isDark: isDark, journey: async visit =>
        {
            await visit.GoAsync(Urls.Statistics);
            await visit.Link("15 to 30 min: 1").ClickAsync();
            await Expect(visit.Heading("Inside: 15 to 30 min")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(1);
            await Expect(visit.Page.Locator("tbody tr")).ToContainTextAsync("20 min");

            // Into the flow of leaving, and back to the list.
            await visit.Page.Locator("tbody tr a").Nth(2).ClickAsync();
            await Expect(visit.Dialog).ToContainTextAsync("AB123");
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(visit.Heading("Inside: 15 to 30 min")).ToBeVisibleAsync();

            await visit.Link("Back to the statistics").ClickAsync();
            await visit.Link("Show the 1 still inside").ClickAsync();
            await Expect(visit.Page.Locator("tbody tr .plate-text")).ToHaveTextAsync(["EF789"]);
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Filter_OnAPhone_FoldsAwayAndSaysHowManyAreSet()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Entry");
        await app.SeedFlowsAsync(Make(camera, "AB123", 9, null), Make(camera, "", 8, null));
        await chromium.VisitAsync(app, role: Roles.Viewer, width: 390, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await Expect(visit.Page.Locator("tr[data-flow]")).ToHaveCountAsync(2);
            await Expect(visit.Button("Without plate")).ToBeHiddenAsync();

            // The first flow stands in the upper half of the screen.
            var first = await visit.Page.Locator("tr[data-flow]").First.BoundingBoxAsync();
            Assert.InRange(first!.Y, 0, 400);
            await visit.Button("Filters").ClickAsync();
            await visit.Button("Without plate").ClickAsync();
            await Expect(visit.Page.Locator("tr[data-flow]")).ToHaveCountAsync(1);
            await visit.Button("Filters (1)").ClickAsync();
            await Expect(visit.Button("Without plate")).ToBeHiddenAsync();
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task DeniedPage_OfAnOperator_KeepsNavigationAndSearch()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Operator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Users);
            await Expect(visit.Heading("Access denied")).ToBeVisibleAsync();
            await visit.Page.Keyboard.PressAsync("Control+k");
            await Expect(visit.Field("Find a plate, camera or page")).ToBeFocusedAsync();
            await visit.Page.Keyboard.TypeAsync("statis");
            await Expect(visit.Page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Statistics", Level = 1 })).ToBeVisibleAsync();
        });
    }

    private static Flow Make(int camera, string plate, int minutesAgo, string? way)
    {
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-minutesAgo);
        return new Flow
        {
            Uuid = Guid.NewGuid(),
            CameraId = camera,
            Plate = plate,
            Confidence = plate.Length > 0 ? .9 : 0,
            CapturedAt = at,
            DirectionName = way,
            ReadCount = 3,
            LprVersion = "test",
        };
    }
}
