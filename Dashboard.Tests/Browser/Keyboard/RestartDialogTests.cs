using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>What was typed into something that opens and is not there as the page comes back is filled in as it is opened again.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class RestartDialogTests(Chromium chromium)
{
    [Fact]
    public Task AddPlate_HalfFilled_IsFilledAsItIsOpened() => RestartAsync(
        async (app, visit) =>
        {
            var list = await app.AddAlertListAsync("Wanted", null, "ABC123");
            await visit.GoAsync(Urls.AlertList(list));
        },
        "Add a plate",
        ("#entry-plate", "NEW77"), ("#entry-text", "Grey lorry"));

    [Fact]
    public Task AddList_HalfFilled_IsFilledAsItIsOpened() => RestartAsync(
        async (app, visit) =>
        {
            await app.AddAlertListAsync("Wanted", null, "ABC123");
            await visit.GoAsync(Urls.AlertLists);
        },
        "Add a list",
        ("#list-name", "Visitors"));

    [Fact]
    public Task AddUser_HalfFilled_IsFilledAsItIsOpened() => RestartAsync(
        (_, visit) => visit.GoAsync(Urls.Users),
        "Add a user",
        ("#user-email", "new@example.com"));

    [Fact]
    public Task WebHook_HalfFilled_IsFilledAsItIsOpened() => RestartAsync(
        (_, visit) => visit.GoAsync(Urls.WebHooks),
        "Add the first web hook",
        ("#hook-name", "Barrier"), ("#hook-url", "https://example.com/plates"));

    [Fact]
    public Task AlertComment_HalfWritten_IsThereAsItIsOpened() => RestartAsync(
        async (app, visit) =>
        {
            await app.AddAlertListAsync("Wanted", null, "ABC123");
            await app.PassAsync(await app.AddCameraAsync("Gate"), "ABC123");
            await app.AlertsReadyAsync();
            await visit.GoAsync(Urls.Alerts);
        },
        "Comment on ABC123",
        ("#alert-comment", "The police were"));

    [Fact]
    public Task CorrectedPlates_HalfTyped_AreThereAsTheyAreAskedFor() => RestartAsync(
        async (app, visit) =>
        {
            var camera = await app.AddCameraAsync("Gate");
            await app.PassAsync(camera, "ABC123");
            await app.PassAsync(camera, "XYZ789");
            await visit.GoAsync(Urls.Flows);
            await visit.Page.Locator("tr", new() { HasText = "ABC123" }).GetByRole(AriaRole.Checkbox).CheckAsync();
            await visit.Page.Locator("tr", new() { HasText = "XYZ789" }).GetByRole(AriaRole.Checkbox).CheckAsync();
        },
        "Correct",
        ("#correct-plate", "ABC7"));

    [Fact]
    public Task CorrectedPlate_HalfTyped_IsThereAsItIsAskedFor() => RestartAsync(
        async (app, visit) => await visit.GoAsync(Urls.Flow(await app.PassAsync(await app.AddCameraAsync("Gate"), "ABC123"))),
        "Correct the plate",
        ("#viewer-plate", "ABC7"));

    // Opened long after the page is back, as people do.
    private Task RestartAsync(Func<DashboardApp, Visit, Task> go, string opener, params (string Field, string Text)[] typed) =>
        chromium.RestartAsync(
            async (app, visit) =>
            {
                await go(app, visit);
                await visit.Button(opener).ClickAsync();
                foreach (var (field, text) in typed)
                {
                    await visit.Page.Locator(field).FillAsync(text);
                }
            },
            async visit =>
            {
                await visit.Button(opener).ClickAsync();
                foreach (var (field, text) in typed)
                {
                    await Expect(visit.Page.Locator(field)).ToHaveValueAsync(text);
                }

                await Expect(visit.Page.GetByText(Restarts.All)).ToBeVisibleAsync();
            },
            told: null);
}
