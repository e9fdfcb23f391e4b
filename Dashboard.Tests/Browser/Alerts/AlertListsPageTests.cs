using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Alerts;

/// <summary>A list's plates in the hands of an operator.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class AlertListsPageTests(Chromium chromium)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Plates_AreSearchedChosenAndDeleted_AndImportedAfterALook(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.AddAlertListAsync("Wanted", null, [.. Enumerable.Range(10, 40).Select(i => $"ABC{i}")]);
        await chromium.VisitAsync(app, role: Roles.Operator, width: width, name: $"plates-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.AlertLists);
            await visit.Link("Wanted").ClickAsync();
            await visit.ArriveAsync(Urls.AlertList(id), "Wanted");
            var rows = visit.Page.Locator(".entries tbody tr");
            await Expect(rows).ToHaveCountAsync(25);
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync(new Regex(@"\?page=2$"));
            await Expect(rows).ToHaveCountAsync(15);

            // What is typed beside the plates stays while they are looked through.
            await visit.Field("Name").FillAsync("Wanted now");
            await visit.Page.GetByLabel("Search plates and descriptions").FillAsync("abc4");
            await Expect(visit.Page).ToHaveURLAsync(new Regex(@"\?find=abc4$"));
            await Expect(rows).ToHaveCountAsync(10);
            await Expect(visit.Field("Name")).ToHaveValueAsync("Wanted now");

            await visit.Page.GetByLabel("Select ABC40").CheckAsync();
            await visit.Page.GetByLabel("Select ABC41").CheckAsync();
            await visit.Button("Delete selected").ClickAsync();
            await visit.Button("Delete plates").ClickAsync();
            await Expect(rows).ToHaveCountAsync(8);

            await visit.Button("Import CSV").ClickAsync();
            var csv = "Plate Number,Description,State/Province\nABC10,Changed,\nNEW1,New,NY\n";
            await visit.ChooseFileAsync(
                new FilePayload { Name = "list.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
            var import = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Import a CSV file", Exact = true });
            await Expect(import).ToContainTextAsync("37 deleted");
            await Expect(import).ToContainTextAsync("and 17 more deleted");
            await Expect(rows).ToHaveCountAsync(8);
            await visit.Button("Apply, and delete 37 plates").ClickAsync();
            await Expect(import).ToContainTextAsync("Done: 1 added, 1 changed, 0 unchanged, 37 deleted.");
            await visit.Page.GetByLabel("Search plates and descriptions").FillAsync("");
            await Expect(rows).ToHaveCountAsync(2);
            Assert.Empty(visit.Errors);
        });
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task File_OfASpreadsheetWithTwoBadRows_IsImportedWithoutThem_AndAnUmlautAlerts(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        var id = await app.AddAlertListAsync("Wanted", null, "OLD1");
        await app.AlertsReadyAsync();
        await chromium.VisitAsync(app, role: Roles.Operator, width: width, name: $"spreadsheet-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.AlertList(id));
            await visit.Button("Import CSV").ClickAsync();
            var file = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(
                "Kennzeichen;Bemerkung;Bundesland\r\nGÖ-AB 123;Grüner Bus;NI\r\n;ohne Kennzeichen;\r\nKA-1234;;\r\nAB/CD 1;Schrägstrich;\r\n");
            await visit.ChooseFileAsync(new FilePayload { Name = "Liste.csv", MimeType = "text/csv", Buffer = file });
            var import = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Import a CSV file", Exact = true });
            await Expect(import.GetByRole(AriaRole.Alert)).ToHaveTextAsync("2 rows cannot be imported. Nothing has been changed.");
            var bad = import.GetByRole(AriaRole.List, new() { Name = "Rows that cannot be imported", Exact = true }).GetByRole(AriaRole.Listitem);
            await Expect(bad).ToHaveCountAsync(2);
            await Expect(bad.First).ToContainTextAsync("Line 3");
            await Expect(bad.Last).ToContainTextAsync("AB/CD 1;Schrägstrich;");
            await Expect(bad.Last).ToContainTextAsync("The plate contains '/'");

            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Download these rows").ClickAsync());
            Assert.Equal("Wanted.csv", download.SuggestedFilename);
            Assert.Contains("AB/CD 1;Schrägstrich;", await File.ReadAllTextAsync(await download.PathAsync(), Cancellation));

            await visit.Button("Import the good rows (2), and delete plates (1)").ClickAsync();
            await Expect(import).ToContainTextAsync("Done: 2 added, 0 changed, 0 unchanged, 1 deleted.");
            await Expect(import.GetByRole(AriaRole.Alert)).ToHaveTextAsync("2 rows were left out:");
            await Expect(visit.Page.Locator(".entries tbody tr").First).ToContainTextAsync("GÖ-AB 123");
            await Expect(visit.Page.Locator(".entries tbody tr").First).ToContainTextAsync("GOAB123");

            await app.PassAsync(camera, "GOAB123");
            var notice = visit.Page.GetByRole(AriaRole.Region, new() { Name = "New alerts", Exact = true })
                .GetByRole(AriaRole.Article, new() { Name = "Alert on GOAB123", Exact = true });
            await Expect(notice).ToContainTextAsync("Grüner Bus");
            Assert.Empty(visit.Errors);
        });
    }
}
