using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>Where the focus goes when what had it leaves the page.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class FocusTests(Chromium chromium)
{
    private const string IsSomewhere = "document.activeElement !== document.body";

    [Fact]
    public async Task FiltersThatGo_LeaveTheFocusNearby_AndAFaultGetsIt()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows + "?plate=AB&only=low&range=today");
            var chips = visit.Page.Locator(".chips li");
            await Expect(chips).ToHaveCountAsync(4);
            await chips.First.GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
            await Expect(chips).ToHaveCountAsync(3);
            await visit.HoldsAsync("document.activeElement.closest('.chips') !== null");

            await visit.Button("More filters").ClickAsync();
            await visit.Button("Cancel").ClickAsync();
            await Expect(visit.Button("Cancel")).ToHaveCountAsync(0);
            await visit.HoldsAsync(IsSomewhere);

            await visit.GoAsync(Urls.SettingsSection("mail"));
            await visit.Field("Port").FillAsync("0");
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Field("Port")).ToBeFocusedAsync();
            await visit.Button("Discard changes").ClickAsync();
            await Expect(visit.Button("Discard changes")).ToHaveCountAsync(0);
            await visit.HoldsAsync(IsSomewhere);
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Page_WhoseHeadIsToHaveTheFocus_LeavesItToWhoIsInThePageByThen()
    {
        // As on a slow line: between the page and the focus of its head, its person goes to something of it.
        const string slow = """
            new MutationObserver(() => {
              const dom = window.Blazor?._internal?.domWrapper;
              if (!dom || dom.isSlow) return;
              const focus = dom.focusBySelector;
              dom.isSlow = true;
              dom.focusBySelector = selector => {
                if (window.goesOn) document.querySelector('main a[href]').focus();
                focus(selector);
                window.focused = document.activeElement.tagName;
              };
            }).observe(document, { childList: true, subtree: true });
            """;
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.Page.AddInitScriptAsync(slow);
            await visit.GoAsync(Urls.Cameras);
            await visit.HoldsAsync("window.focused === 'H1'");
            await visit.Page.AddInitScriptAsync("window.goesOn = true");
            await visit.ReloadAsync();
            await visit.HoldsAsync("window.focused !== undefined");
            Assert.Equal("A", await visit.Page.EvaluateAsync<string>("window.focused"));
        });
    }

    [Fact]
    public async Task Rename_GivesTheFocusToItsField()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddSiteAsync("North");
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Sites);
            await visit.Button("Rename North").ClickAsync();
            await visit.Page.Keyboard.TypeAsync("South");
            await Expect(visit.Field("New name of North")).ToBeFocusedAsync();
            await Expect(visit.Field("New name of North")).ToHaveValueAsync("South");
        });
    }

    [Fact]
    public async Task Palette_FindsActions_AndSignsOut()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Operator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Overview);
            await visit.Page.Keyboard.PressAsync("Control+k");
            await visit.Page.Locator(".palette-input").FillAsync("out sign");
            await Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Option)).ToContainTextAsync(["Sign out"]);
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Heading("Sign in").First).ToBeVisibleAsync();
        });
    }
}
