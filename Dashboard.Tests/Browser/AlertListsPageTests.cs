using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>A list's plates in the hands of an operator.</summary>
[Collection(BrowserTests.Name)]
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
            await visit.Page.Locator("input[type=file]").SetInputFilesAsync(
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
}
