using Dashboard.Alerts.Lists;
using Microsoft.EntityFrameworkCore;
using Dashboard.Web.Pages.Flows.List;
using Dashboard.Storage;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Flows;

/// <summary>Finding, selecting and keeping flows, at a desk and on a phone.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class FlowListJourneyTests(Chromium chromium)
{
    [Fact]
    public async Task Search_WithLookAlikesAndNestedConditions_IsSavedUnderANameAndFoundAgain()
    {
        await using var app = await DashboardApp.StartAsync();
        await SeedAsync(app, "AB0123", "ABO123", "AB8I77", "XY9999");
        await chromium.VisitAsync(app, role: Roles.Operator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await visit.Field("Search plates").FillAsync("abo1*");
            await Expect(Plates(visit)).ToHaveTextAsync(["ABO123"]);
            await visit.Button("O=0: take look-alikes as the same").ClickAsync();
            await Expect(Plates(visit)).ToHaveTextAsync(["ABO123", "AB0123"]);
            await visit.FaultlessAsync();

            await visit.Button("More filters").ClickAsync();
            await visit.Button("Add a group").ClickAsync();
            var values = visit.Page.GetByLabel("Value", new() { Exact = true });
            await values.Nth(0).FillAsync("AB");
            await values.Nth(1).FillAsync("O12");
            await visit.FaultlessAsync();
            await visit.Button("Apply").ClickAsync();
            await Expect(Plates(visit)).ToHaveTextAsync(["ABO123"]);

            // By the keyboard: into the panel, which stands elsewhere in the page, and back with Escape.
            await visit.Button("Saved filters").FocusAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Button("Save this filter")).ToBeVisibleAsync();
            await visit.Page.Keyboard.PressAsync("Tab");
            await Expect(visit.Button("Save this filter")).ToBeFocusedAsync();
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(visit.Button("Save this filter")).ToHaveCountAsync(0);
            await Expect(visit.Button("Saved filters")).ToBeFocusedAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Button("Save this filter")).ToBeVisibleAsync();
            await visit.Page.Keyboard.PressAsync("Tab");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Field("Name")).ToBeFocusedAsync();
            await visit.Page.Keyboard.TypeAsync("Odd ones, by a name that is longer than its panel is wide");
            await visit.Dialog.GetByText("Share it").ClickAsync();
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Dialog).ToHaveCountAsync(0);
            await visit.GoAsync(Urls.Flows);
            await Expect(Plates(visit)).ToHaveCountAsync(4);
            await visit.Button("Saved filters").ClickAsync();
            await visit.FaultlessAsync();
            var panel = await visit.Page.GetByRole(AriaRole.Group, new() { Name = "Saved filters" }).BoundingBoxAsync();
            var delete = visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Delete Odd ones") });
            Assert.InRange((await delete.BoundingBoxAsync())!.X, panel!.X, panel.X + panel.Width - 20);
            await visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Odd ones") }).ClickAsync();
            await Expect(Plates(visit)).ToHaveTextAsync(["ABO123"]);
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task List_UnderThePointer_KeepsStillAndThePausedOneToo()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await SeedAsync(app, "AA1", "AA2");
        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await Plates(visit).First.HoverAsync();
            await app.ArriveAsync(Make(camera, "NEW1", 10));
            await Expect(visit.Button("1 new flow")).ToBeVisibleAsync();
            await Expect(Plates(visit)).ToHaveTextAsync(["AA2", "AA1"]);
            await visit.Heading("Flows").HoverAsync();
            await Expect(Plates(visit)).ToHaveTextAsync(["NEW1", "AA2", "AA1"]);

            await visit.Button("Live").ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync(Urls.Flows + "?live=paused");
            await app.ArriveAsync(Make(camera, "NEW2", 11));
            await Expect(visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Paused 1 waiting") })).ToBeVisibleAsync();
            await visit.FaultlessAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Paused") }).ClickAsync();
            await Expect(Plates(visit)).ToHaveTextAsync(["NEW2", "NEW1", "AA2", "AA1"]);
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Rows_Selected_AreExportedPutOnAListAndCorrected_AndColumnsAreKept()
    {
        await using var app = await DashboardApp.StartAsync();
        await SeedAsync(app, "AA1", "AA2", "AA3", "AA4");
        var wanted = await app.AddAlertListAsync("Wanted", null);
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await visit.Page.GetByLabel("Select AA4").ClickAsync();
            await visit.Page.GetByLabel("Select AA2").ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
            await Expect(visit.Page.GetByText("3 flows selected")).ToBeVisibleAsync();
            await visit.FaultlessAsync();
            var bar = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Selected flows" });
            await bar.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link("Download").ClickAsync());
            var rows = await File.ReadAllLinesAsync(await download.PathAsync());
            Assert.Equal(["AA4", "AA3", "AA2"], rows.Skip(1).Select(row => row.Split(',')[2]));
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(visit.Dialog).ToHaveCountAsync(0);

            await bar.GetByRole(AriaRole.Button, new() { Name = "Add to alert list" }).ClickAsync();
            await visit.Field("Description").FillAsync("Three at once");
            await visit.Button("Add to the list").ClickAsync();
            await Expect(visit.Page.GetByText("3 plates were added.")).ToBeVisibleAsync();
            await Expect(bar).ToHaveCountAsync(0);
            var listed = await app.Get<AlertEntryStore>().FindAsync(wanted, ["AA2", "AA3", "AA4"], Cancellation);
            Assert.All(listed.Values, entry => Assert.Equal("Three at once", entry.Description));
            Assert.Equal(3, listed.Count);

            await visit.Page.GetByLabel("Select AA1").ClickAsync();
            await bar.GetByRole(AriaRole.Button, new() { Name = "Correct" }).ClickAsync();
            await visit.Field("Plate").FillAsync("bb 1");
            await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Correct" }).ClickAsync();
            await Expect(Plates(visit)).ToHaveTextAsync(["AA4", "AA3", "AA2", "BB1"]);

            await visit.Button("Columns").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Group, new() { Name = "Columns" }).GetByLabel("Camera").UncheckAsync();
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Camera" })).ToHaveCountAsync(0);
            await Eventually.TrueAsync(() => IsKeptAsync(app), "the columns are kept");
            await visit.ReloadAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Camera" })).ToHaveCountAsync(0);
            await Expect(visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Time" })).ToBeVisibleAsync();
            await visit.Link("Pictures").ClickAsync();
            await Expect(visit.Page.Locator(".picture")).ToHaveCountAsync(4);
            await visit.FaultlessAsync();
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Rows_Selected_WhereNoListExists_GetANewOneInPlace_OnAPhoneToo()
    {
        await using var app = await DashboardApp.StartAsync();
        await SeedAsync(app, "AA1", "AA2");
        await chromium.VisitAsync(app, role: Roles.Operator, width: 390, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await visit.Page.GetByLabel("Select AA1").ClickAsync();
            await visit.Page.GetByLabel("Select AA2").ClickAsync();
            await visit.Button("Add to alert list").ClickAsync();
            await visit.Page.Keyboard.TypeAsync("Stolen cars");
            await Expect(visit.Field("Name of the new list")).ToHaveValueAsync("Stolen cars");
            await visit.FaultlessAsync();
            await visit.Button("Add to the list").ClickAsync();
            await Expect(visit.Page.GetByText("2 plates were added.")).ToBeVisibleAsync();
            var list = Assert.Single(await app.Get<AlertListStore>().ListAsync(Cancellation));
            Assert.Equal("Stolen cars", list.Name);
            Assert.Equal(2, (await app.Get<AlertEntryStore>().FindAsync(list.Id, ["AA1", "AA2"], Cancellation)).Count);
            Assert.Empty(visit.Errors);
        });
    }

    private static ILocator Plates(Visit visit) => visit.Page.Locator("td .plate-text");

    private static async Task<bool> IsKeptAsync(DashboardApp app)
    {
        await using var db = await app.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        return await db.Set<UserPreference>().AnyAsync(one => one.Key == FlowColumn.Preference, Cancellation);
    }

    private static async Task<int> SeedAsync(DashboardApp app, params string[] plates)
    {
        var camera = await app.AddCameraAsync("gate");
        await app.SeedFlowsAsync([.. plates.Select((plate, i) => Make(camera, plate, i))]);
        return camera;
    }

    private static Flow Make(int camera, string plate, int second) => new()
    {
        Uuid = Guid.NewGuid(),
        CameraId = camera,
        Plate = plate,
        Confidence = 0.9,
        CapturedAt = new DateTimeOffset(2026, 3, 1, 12, 0, second, TimeSpan.Zero),
        ReadCount = 3,
        LprVersion = "test",
    };
}
