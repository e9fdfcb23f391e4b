using System.Text.RegularExpressions;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>What an administrator finds of what people did.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class AuditTests(Chromium chromium)
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    public async Task Search_AsksForAReason_AndIsFoundInTheAudit(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync("--Audit:AskReason=true");
        var camera = await app.AddCameraAsync("gate");
        await app.SeedFlowsAsync(
            new Flow { Uuid = Guid.NewGuid(), CameraId = camera, Plate = "ABC123", Confidence = .9, CapturedAt = DateTimeOffset.UtcNow });
        await chromium.VisitAsync(app, role: Roles.Administrator, width: width, isDark: isDark, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await visit.Field("Search plates").FillAsync("ABC");
            await visit.Field("Search plates").PressAsync("Enter");
            await Expect(visit.Field("Reason")).ToBeFocusedAsync();
            await Expect(visit.Page.GetByText("0 flows match")).ToHaveCountAsync(0);
            await Expect(visit.Heading("Why are you searching for a plate?")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator("tr[data-flow]")).ToHaveCountAsync(0);
            await visit.Button("Search").Last.ClickAsync();
            await Expect(visit.Page.GetByText("Enter a reason of 3 to")).ToBeVisibleAsync();
            await visit.Field("Reason").FillAsync("Case 4711");
            await visit.Button("Search").Last.ClickAsync();
            await Expect(visit.Page.Locator("tr[data-flow]")).ToHaveCountAsync(1);

            // What repeats is held back for its minute; the journey does not wait for it.
            app.Get<AuditTrail>().Release(all: true);
            await Eventually.TrueAsync(
                async () => (await app.Get<AuditStore>().PageAsync(new AuditQuery(Text: "Case 4711"), null, 1)).Count == 1, "the search is stored");
            await visit.GoAsync(Urls.Audit);
            await visit.Field("What").FillAsync("case 4711");
            await visit.Field("What").PressAsync("Enter");
            await Expect(visit.Page.GetByText("Reason: Case 4711")).ToBeVisibleAsync();
            await Expect(visit.Page).ToHaveURLAsync(new Regex(Regex.Escape(Urls.Audit + "?text=case%204711") + "$"));
            await visit.Field("Action").SelectOptionAsync("Exported");
            await Expect(visit.Heading("No entries match")).ToBeVisibleAsync();
            await visit.Link("Clear all").ClickAsync();
            await Expect(visit.Page.Locator("tbody tr").First).ToBeVisibleAsync();
            await visit.FaultlessAsync();
            Assert.Empty(visit.Errors);
        });
    }
}
