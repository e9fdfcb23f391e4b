using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>
/// Whoever opens a field and types on at once loses no letter; a dialog keeps the focus inside and gives it back. Nothing waits between the
/// press and the typing here, as nothing does in a quick person's hands.
/// </summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class TypingTests(Chromium chromium)
{
    [Fact]
    public async Task Palette_WhatIsTypedAtOnce_LandsInIt_AlsoOutOfAnotherField()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            var palette = visit.Page.Locator(".palette-input");
            await visit.Field("Search plates").FocusAsync();
            await visit.Page.Keyboard.PressAsync("Control+k");
            await visit.Page.Keyboard.TypeAsync("statist");
            await Expect(palette).ToHaveValueAsync("statist");
            await Expect(visit.Field("Search plates")).ToHaveValueAsync("");
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(palette).ToHaveCountAsync(0);
            await Expect(visit.Field("Search plates")).ToBeFocusedAsync();

            // Sent with Enter in the same breath.
            await visit.Page.Keyboard.PressAsync("Control+k");
            await visit.Page.Keyboard.TypeAsync("statist");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Heading("Statistics")).ToBeVisibleAsync();
            Assert.Empty(visit.Errors);
        });
    }

    /// <summary>Where the server is busy, the page stands for seconds before it is alive: nobody sees that.</summary>
    [Fact]
    public async Task Form_FilledInAndSentBeforeThePageIsAlive_IsTakenAsItIs()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            var awaited = await FillInEarlyAsync(visit);
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page.Locator("form[aria-busy=true]")).ToHaveCountAsync(1);
            await Expect(visit.Page).ToHaveURLAsync(new Regex($"{Urls.NewCamera}$"));

            awaited.SetResult();
            await Expect(visit.Page).ToHaveURLAsync(new Regex("step=2"));
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Back", Exact = true }).ClickAsync();
            await Expect(visit.Field("Address")).ToHaveValueAsync("rtsp://127.0.0.1:9/stream");
            await Expect(visit.Field("User (optional)")).ToHaveValueAsync("viewer");
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Form_FilledInBeforeThePageIsAlive_StaysFilledIn()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            var awaited = await FillInEarlyAsync(visit);
            awaited.SetResult();
            await Expect(visit.Page.Locator("[data-kept]")).ToHaveAttributeAsync("data-value", new Regex("viewer"));
            await Expect(visit.Field("Address")).ToHaveValueAsync("rtsp://127.0.0.1:9/stream");
            await Expect(visit.Field("Password (optional)")).ToHaveValueAsync("a secret");
            await Expect(visit.Field("Password (optional)")).ToBeFocusedAsync();
            await Expect(visit.Page).ToHaveURLAsync(new Regex($"{Urls.NewCamera}$"));
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Switch_Search_AndButton_UsedBeforeThePageIsAlive_DoWhatTheyAreFor()
    {
        await using var app = await DashboardApp.StartAsync();
        string[] names = ["Yard", "Gate", "Exit", "Ramp", "Dock", "Road", "Barn", "Lane", "Pump"];
        foreach (var name in names)
        {
            await app.AddCameraAsync(name, "rtsp://127.0.0.1:9/eu");
        }

        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            var awaited = await GoEarlyAsync(visit, Urls.Cameras);
            await visit.Page.GetByLabel("Watch Yard").ClickAsync();
            await visit.Field("Search cameras by name").FillAsync("ya");
            await visit.Button("Delete Yard").ClickAsync();

            awaited.SetResult();
            await Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Yard");
            await Expect(visit.Page).ToHaveURLAsync(new Regex("ya"));
            await Expect(visit.Page.GetByText("Gate", new() { Exact = true })).ToHaveCountAsync(0);
            // They are added switched off.
            await Eventually.TrueAsync(async () => (await app.CamerasAsync()).Single(camera => camera.Alias == "Yard").IsEnabled, "switched on");
            Assert.Empty(visit.Errors);
        });
    }

    private static async Task<TaskCompletionSource> FillInEarlyAsync(Visit visit)
    {
        var awaited = await GoEarlyAsync(visit, Urls.NewCamera);
        await visit.Field("Address").FillAsync("rtsp://127.0.0.1:9/stream");
        await visit.Field("User (optional)").FillAsync("viewer");
        await visit.Field("Password (optional)").FillAsync("a secret");
        return awaited;
    }

    // The page is on its way, and stands, while its script is awaited until the answer is set.
    private static async Task<TaskCompletionSource> GoEarlyAsync(Visit visit, string url)
    {
        var awaited = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/blazor.web*.js*", async route =>
        {
            await awaited.Task;
            await route.ContinueAsync();
        });
        await visit.Page.GotoAsync(url, new() { WaitUntil = WaitUntilState.Commit });
        return awaited;
    }

    [Fact]
    public async Task Palette_AskedForBeforeItListens_OpensWhenItDoes()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            var asked = new TaskCompletionSource();
            await visit.Page.RouteAsync("**/CommandPalette.razor*", async route =>
            {
                await asked.Task;
                await route.ContinueAsync();
            });
            await visit.GoAsync(Urls.Flows);
            await visit.Field("Search plates").FocusAsync();
            await visit.Page.Keyboard.PressAsync("Control+k");
            await visit.Page.Keyboard.TypeAsync("stat");
            asked.SetResult();
            await Expect(visit.Page.Locator(".palette-input")).ToHaveValueAsync("stat");
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Dialog_WhatIsTypedAtOnce_LandsInItsFirstField_AndTheFocusComesBack()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddAlertListAsync("Wanted", null);
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.AlertLists);
            await TypesAsync(visit, "Add a list", "Stolen cars", "Name", byKey: true);
            await KeepsFocusAsync(visit);
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(visit.Dialog).ToHaveCountAsync(0);
            await Expect(visit.Button("Add a list")).ToBeFocusedAsync();

            await visit.GoAsync(Urls.Users);
            await TypesAsync(visit, "Add a user", "eve@example.com", "E-mail address", byKey: false);
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(visit.Dialog).ToHaveCountAsync(0);
            await Expect(visit.Button("Add a user")).ToBeFocusedAsync();
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Dialog_SentWithEnterAtOnce_DoesItOnce()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddAlertListAsync("Wanted", null);
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.AlertLists);
            await visit.Button("Add a list").FocusAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
            await visit.Page.Keyboard.TypeAsync("Stolen cars");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Expect(visit.Heading("Stolen cars")).ToBeVisibleAsync();
            await Expect(visit.Dialog).ToHaveCountAsync(0);
            Assert.Empty(visit.Errors);
        });
    }

    private static async Task TypesAsync(Visit visit, string opener, string text, string field, bool byKey)
    {
        if (byKey)
        {
            await visit.Button(opener).FocusAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
        }
        else
        {
            await visit.Button(opener).ClickAsync();
        }

        await visit.Page.Keyboard.TypeAsync(text);
        await Expect(visit.Field(field)).ToHaveValueAsync(text);
        await Expect(visit.Field(field)).ToBeFocusedAsync();
    }

    private static async Task KeepsFocusAsync(Visit visit)
    {
        foreach (var key in new[] { "Tab", "Tab", "Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab" })
        {
            await visit.Page.Keyboard.PressAsync(key);
            await Expect(visit.Page.Locator(".mud-dialog-container:has(:focus)")).ToHaveCountAsync(1);
        }
    }
}
