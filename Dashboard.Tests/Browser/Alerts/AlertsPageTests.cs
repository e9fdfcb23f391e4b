using System.Text.RegularExpressions;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Alerts;

/// <summary>Alerts reach the person at the screen: on every page, in the list, and on the wall.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class AlertsPageTests(Chromium chromium)
{
    private const int Desk = 1280;
    private const int Phone = 390;

    [Theory]
    [InlineData(Desk)]
    [InlineData(Phone)]
    public async Task NewAlert_OnAnyPage_IsCountedInTheTitle_AndNoticedUntilSomebodyActs(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        var list = await app.AddAlertListAsync("Wanted", null, "ABC123", "XYZ789");
        await app.AlertsReadyAsync();
        await chromium.VisitAsync(app, role: Roles.Operator, width: width, name: $"notice-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            await Expect(visit.Page).ToHaveTitleAsync(new Regex("^Cameras"));
            await app.PassAsync(camera, "ABC123");
            var notices = visit.Page.GetByRole(AriaRole.Region, new() { Name = "New alerts", Exact = true });
            var notice = notices.GetByRole(AriaRole.Article, new() { Name = "Alert on ABC123", Exact = true });
            await Expect(notice).ToContainTextAsync("Wanted");
            await Expect(notice).ToContainTextAsync("About ABC123");
            await Expect(visit.Page).ToHaveTitleAsync(new Regex(@"^\(1\) Cameras"));
            await Expect(visit.Link("Alerts 1 open").First).ToBeVisibleAsync();
            await visit.FaultlessAsync();

            await notice.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
            await Expect(notices.GetByRole(AriaRole.Article)).ToHaveCountAsync(0);
            await Expect(visit.Page).ToHaveTitleAsync(new Regex("^Cameras"));

            var flow = await app.PassAsync(camera, "XYZ789");
            await notices.GetByRole(AriaRole.Link, new() { Name = "Open" }).ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync(new Regex($"{Urls.Flow(flow)}\\?from=%2Fapp%2Fcameras%23flow-{flow}$"));
            await Expect(notices.GetByRole(AriaRole.Article)).ToHaveCountAsync(0);
            await Expect(visit.Page).ToHaveTitleAsync(new Regex(@"^\(1\) "));

            // The list itself shows it, and a notice would cover its buttons; where the list is narrowed it may not be in it.
            await visit.GoAsync(Urls.Alerts);
            await app.PassAsync(camera, "ABC123");
            await Expect(visit.Page.GetByRole(AriaRole.Row, new() { Name = "ABC123" })).ToBeVisibleAsync();
            await Expect(visit.Page.Locator(".alert-notice").First).ToBeHiddenAsync();
            await visit.GoAsync(Urls.AlertsOf(list));
            await app.PassAsync(camera, "ABC123");
            await Expect(visit.Page.Locator(".alert-notice").First).ToBeVisibleAsync();
            Assert.Empty(visit.Errors);
        });
    }

    [Theory]
    [InlineData(Desk)]
    [InlineData(Phone)]
    public async Task List_IsWorkedWithKeys_AndEachStepCanBeUndone(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        await app.AddAlertListAsync("Wanted", null, "ABC123", "XYZ789");
        await app.AddAlertListAsync("Staff", null, "STAFF1");
        await app.AlertsReadyAsync();
        foreach (var plate in new[] { "ABC123", "STAFF1", "XYZ789", "ABC123" })
        {
            await app.PassAsync(camera, plate);
        }

        await chromium.VisitAsync(app, role: Roles.Operator, width: width, name: $"inbox-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Alerts);
            var rows = visit.Page.Locator("tr[data-row]");
            await Expect(rows).ToHaveCountAsync(3);
            await Expect(rows.First).ToContainTextAsync("2 alerts");
            await visit.FaultlessAsync();

            await visit.Page.Keyboard.PressAsync("j");
            await visit.Page.Keyboard.PressAsync("j");
            await Expect(rows.Nth(1)).ToBeFocusedAsync();
            await visit.Page.Keyboard.PressAsync("a");
            await Expect(rows).ToHaveCountAsync(2);
            await Expect(visit.Page.GetByText("1 alert was acknowledged.")).ToBeVisibleAsync();
            await Expect(rows.Nth(1)).ToBeFocusedAsync();
            await visit.Page.Keyboard.PressAsync("u");
            await Expect(rows).ToHaveCountAsync(3);

            await visit.Page.Keyboard.PressAsync("c");
            await visit.Field("Comment").FillAsync("Police called");
            await visit.Button("Save comment").ClickAsync();
            await Expect(visit.Page.GetByText("Police called")).ToBeVisibleAsync();

            await visit.Field("List").SelectOptionAsync("Wanted");
            await Expect(visit.Page).ToHaveURLAsync(new Regex("list=1$"));
            await Expect(rows).ToHaveCountAsync(2);
            await visit.Button("Acknowledge all shown").ClickAsync();
            await Expect(visit.Page.GetByText("3 alerts were acknowledged.")).ToBeVisibleAsync();
            await visit.Button("Undo").ClickAsync();
            await Expect(rows).ToHaveCountAsync(2);

            // Back from a flow it goes on at its row.
            await visit.Page.Keyboard.PressAsync("j");
            await visit.Page.Keyboard.PressAsync("j");
            await Expect(rows.Nth(1)).ToBeFocusedAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Dialog).ToBeVisibleAsync();
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(rows.Nth(1)).ToBeFocusedAsync();

            await visit.Page.Keyboard.PressAsync("?");
            await Expect(visit.Dialog).ToContainTextAsync("Undo the last acknowledgement");
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Inbox_WorkedByKeys_AcknowledgesOnlyWhatIsOnTheScreen_AndUndoesEachStep()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("North gate");
        await app.AddAlertListAsync("Wanted", null, "*");
        await app.AlertsReadyAsync();
        foreach (var plate in new[] { "AAA111", "BBB222", "CCC333" })
        {
            await app.PassAsync(camera, plate);
        }

        await chromium.VisitAsync(app, role: Roles.Operator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Alerts);
            var rows = visit.Page.Locator("tr[data-row]");
            await Expect(rows).ToHaveCountAsync(3);
            await visit.Page.Keyboard.PressAsync("j");
            await Expect(rows.First).ToBeFocusedAsync();
            await app.PassAsync(camera, "NEW999");
            await Expect(visit.Page.GetByText("The list has changed.")).ToBeVisibleAsync();

            await visit.Page.Keyboard.PressAsync("a");
            await Expect(rows).ToHaveCountAsync(2);
            await Expect(rows.First).ToBeFocusedAsync();
            await Expect(rows.First).ToContainTextAsync("BBB222");
            await visit.Page.Keyboard.PressAsync("a");
            await Expect(rows).ToHaveCountAsync(1);
            await Expect(rows.First).ToContainTextAsync("AAA111");

            await visit.Page.Keyboard.PressAsync("u");
            await Expect(rows.Filter(new() { HasText = "BBB222" })).ToHaveCountAsync(1);
            await visit.Page.Keyboard.PressAsync("u");
            await Expect(rows).ToHaveCountAsync(4);
            Assert.Empty(visit.Errors);
        });
    }

    [Theory]
    [InlineData(Desk)]
    [InlineData(Phone)]
    public async Task Wall_ShowsTheNewest_TakesOneKey_AndComesToRest(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        await app.AddAlertListAsync("Wanted", null, "ABC123", "XYZ789");
        await app.AlertsReadyAsync();
        await app.PassAsync(camera, "ABC123");
        await chromium.VisitAsync(app, role: Roles.Operator, width: width, name: $"wall-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Dispatch);
            var shown = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Alert", Exact = true });
            await Expect(shown).ToContainTextAsync("ABC123");
            await visit.Page.EvaluateAsync("""
                new MutationObserver(() => {
                  const button = document.querySelector('.current')?.textContent.includes('XYZ789') && document.querySelector('.do .big');
                  if (button) window.atFirst ??= button.ariaDisabled;
                }).observe(document.body, { subtree: true, childList: true, characterData: true })
                """);
            await app.PassAsync(camera, "XYZ789");
            await Expect(shown).ToContainTextAsync("About XYZ789");
            await visit.HoldsAsync("window.atFirst === 'true'");
            await app.PassAsync(camera, "XYZ789");
            await Expect(shown).ToContainTextAsync("seen once more");
            await Expect(visit.Page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Button)).ToHaveCountAsync(1);
            await Visit.LoadedAsync(shown.GetByAltText("The vehicle"));
            await Expect(visit.Page.GetByRole(AriaRole.Complementary)).ToContainTextAsync("ABC123");
            await visit.FaultlessAsync();

            // A key or a press that comes with the change of the picture was meant for the one before.
            var acknowledge = shown.GetByRole(AriaRole.Button, new() { NameRegex = new("^Acknowledge") });
            await Expect(acknowledge).ToBeEnabledAsync();
            await visit.Page.Keyboard.PressAsync("Space");
            await Expect(shown).ToContainTextAsync("About ABC123");
            await visit.Page.Keyboard.PressAsync("u");
            await Expect(shown).ToContainTextAsync("About XYZ789");
            await acknowledge.ClickAsync();
            await Expect(shown).ToContainTextAsync("About ABC123");
            await acknowledge.ClickAsync();
            await Expect(visit.Page.GetByText("No open alerts")).ToBeVisibleAsync();
            await visit.Page.Keyboard.PressAsync("Escape");
            await visit.ArriveAsync(app.Address + Urls.Alerts, "Alerts");
            Assert.Empty(visit.Errors);
        });
    }

    [Theory]
    [InlineData(Desk)]
    [InlineData(Phone)]
    public async Task PossibleReading_IsToldOnTheListAndOnTheWall_AndBothFitTheScreen(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("North gate, lane 2");
        await app.AddAlertListAsync("Stolen vehicles", list => (list.MatchStrategy, list.RepeatMinutes) = (MatchStrategy.Lenient, 0), "AA*", "BB456");
        await app.AlertsReadyAsync();
        var now = DateTimeOffset.UtcNow;
        var flows = Enumerable.Range(0, 100).Select(
            i => new Flow { CameraId = camera, Plate = $"AA{i:000}", Confidence = .9, CapturedAt = now, FirstSeenAt = now });
        var doubtful = new Flow { CameraId = camera, Plate = "B8456", Confidence = .6, CapturedAt = now, FirstSeenAt = now };
        doubtful.Candidates.Add(new() { Rank = 0, Text = "B8456", Confidence = .6 });
        doubtful.Candidates.Add(new() { Rank = 1, Text = "BB456", Confidence = .3 });
        var again = new Flow { CameraId = camera, Plate = "AA001", Confidence = .9, CapturedAt = now, FirstSeenAt = now };
        await app.ArriveAsync([.. flows, again, doubtful]);
        await chromium.VisitAsync(app, role: Roles.Operator, width: width, name: $"possible-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Alerts);
            await Expect(visit.Page.GetByRole(AriaRole.Row, new() { Name = "B8456" })).ToContainTextAsync("Possible reading BB456, 30 %");
            await visit.HoldsAsync("[...document.querySelectorAll('.act')].every(button => button.getBoundingClientRect().right < innerWidth - 8)");
            await visit.GoAsync(Urls.Dispatch);
            await Expect(visit.Page.GetByText("The newest 100 open")).ToBeVisibleAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Alert", Exact = true })).ToContainTextAsync("Possible reading BB456");
            await visit.HoldsAsync("document.documentElement.scrollWidth <= innerWidth");
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task DoubleClick_OnAcknowledge_LeavesTheNextVehicleAlone()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        await app.AddAlertListAsync("Wanted", null, "ABC123", "XYZ789", "DEF456");
        await app.AlertsReadyAsync();
        foreach (var plate in new[] { "ABC123", "XYZ789", "DEF456" })
        {
            await app.PassAsync(camera, plate);
        }

        await chromium.VisitAsync(app, role: Roles.Operator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Alerts);
            var rows = visit.Page.Locator("tr[data-row]");
            await Expect(rows).ToHaveCountAsync(3);
            var at = (await rows.First.GetByRole(AriaRole.Button, new() { NameRegex = new("^Acknowledge") }).BoundingBoxAsync())!;
            await visit.Page.Mouse.MoveAsync(at.X + (at.Width / 2), at.Y + (at.Height / 2));
            await visit.Page.Mouse.DownAsync();
            await visit.Page.Mouse.UpAsync();
            await Expect(rows).ToHaveCountAsync(2);
            await visit.Page.Mouse.DownAsync(new() { ClickCount = 2 });
            await visit.Page.Mouse.UpAsync(new() { ClickCount = 2 });

            // Had it hit the next one, the undo would bring that one back alone.
            await visit.Page.Keyboard.PressAsync("u");
            await Expect(rows).ToHaveCountAsync(3);
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Sound_SwitchedOn_StaysWithThePerson()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            await visit.GoAsync(Urls.Overview);
            await visit.Page.GetByLabel("Alert settings").ClickAsync();
            await visit.Page.GetByLabel("Sound with each new alert").CheckAsync();
            await Eventually.TrueAsync(
                async () =>
                {
                    await using var db = await app.OpenDatabaseAsync();
                    return await db.UserPreferences.AnyAsync(Cancellation);
                },
                "the choice is kept");
            await visit.ReloadAsync();
            await visit.Page.GetByLabel("Alert settings").ClickAsync();
            await Expect(visit.Page.GetByLabel("Sound with each new alert")).ToBeCheckedAsync();
            Assert.Empty(visit.Errors);
        });
    }
}
