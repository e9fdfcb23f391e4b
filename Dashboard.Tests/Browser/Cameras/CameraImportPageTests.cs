using System.Text;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Cameras;

/// <summary>Many cameras from a file, after a look.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class CameraImportPageTests(Chromium chromium)
{
    private const string Csv =
        "alias;address;user;password;colour\nNorth;rtsp://127.0.0.1:1/s;ada;s3cret;\nSouth;nowhere;ada;s3cret;\nGate;rtsp://127.0.0.1:1/s;ada;s3cret;red\n";

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task File_WithGoodAndBadRows_IsShownAndItsGoodRowsAreAdded(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddCameraAsync("Gate");
        await chromium.VisitAsync(
            app, role: Roles.Administrator, width: width, isDark: isDark, name: $"camera-import-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            await visit.Link("Import").ClickAsync();
            await visit.ArriveAsync(Urls.ImportCameras, "Import cameras");
            await visit.FaultlessAsync();
            await ChooseAsync(visit, "colour\nred\n");
            await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("at least name and address");
            await ChooseAsync(visit, Csv);
            var import = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Import a file of cameras", Exact = true });
            await Expect(import).ToContainTextAsync("1 can be added");
            await Expect(import).ToContainTextAsync("Already exists; it stays as it is.");
            await visit.Page.GetByLabel("are changed as the file says").CheckAsync();
            await Expect(import).ToContainTextAsync("Will be changed: address, user, password");
            await visit.FaultlessAsync();
            await visit.Page.GetByLabel("stay as they are").CheckAsync();
            await Expect(import.GetByRole(AriaRole.Row).Filter(new() { HasText = "South" })).ToContainTextAsync("Begin the address");
            Assert.DoesNotContain("s3cret", await visit.Page.ContentAsync());
            await visit.FaultlessAsync();
            await visit.Button("Add 1 camera").ClickAsync();
            await Expect(import).ToContainTextAsync("1 added, 0 changed, 1 unchanged, 1 left out.");
            await Expect(import).ToContainTextAsync("what stands in it is left out: colour");
            await visit.Link("All cameras").ClickAsync();
            await visit.ArriveAsync(Urls.Cameras, "Cameras");
            await Expect(visit.Heading("North")).ToBeVisibleAsync();
            Assert.Empty(visit.Errors);
        });
    }

    private static Task ChooseAsync(Visit visit, string csv) => visit.ChooseFileAsync(
        new FilePayload { Name = "cameras.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
}
