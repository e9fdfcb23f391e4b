using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>What a person has typed or selected and not yet sent is there again after the server was restarted.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class RestartTests(Chromium chromium)
{
    [Fact]
    public Task Note_HalfWritten_IsThereAgain() => RestartAsync(async (app, visit) =>
    {
        var camera = await app.AddCameraAsync("Gate");
        var flow = await app.PassAsync(camera, "ABC123");
        await visit.GoAsync(Urls.Flow(flow));
        await visit.Field("New note").ClickAsync();
        await visit.Field("New note").PressSequentiallyAsync("Driver forgot the");
    },
    async visit =>
    {
        await Expect(visit.Field("New note")).ToHaveValueAsync("Driver forgot the");
        await visit.Field("New note").PressSequentiallyAsync(" badge");
        await visit.Button("Add").ClickAsync();
        await Expect(visit.Page.Locator(".notes .text")).ToHaveTextAsync("Driver forgot the badge");
    });

    [Fact]
    public Task Settings_ChangedAndNotSaved_AreThereAgain_AndCanBeSaved() => RestartAsync(async (app, visit) =>
    {
        var list = await app.AddAlertListAsync("Wanted", null, "ABC123");
        await visit.GoAsync(Urls.AlertList(list));
        await visit.Page.Locator("#name").FillAsync("Stolen");
        await visit.Page.Locator("#recipients").FillAsync("gate@example.com");
        await visit.Field("All day").UncheckAsync();
    },
    async visit =>
    {
        await Expect(visit.Page.Locator("#name")).ToHaveValueAsync("Stolen");
        await Expect(visit.Page.Locator("#recipients")).ToHaveValueAsync("gate@example.com");
        await Expect(visit.Field("All day")).Not.ToBeCheckedAsync();
        await visit.Button("Save settings").ClickAsync();
        await Expect(visit.Page.GetByText("was saved")).ToBeVisibleAsync();
        await visit.ReloadAsync();
        await Expect(visit.Page.Locator("#name")).ToHaveValueAsync("Stolen");
    });

    [Fact]
    public Task Dialog_HalfFilled_IsFilledAgainWhenItIsOpened_AndAnotherOneIsNot() => RestartAsync(async (app, visit) =>
    {
        var list = await app.AddAlertListAsync("Wanted", null, "ABC123", "XYZ789");
        await visit.GoAsync(Urls.AlertList(list));
        await visit.Button("Edit ABC123").ClickAsync();
        await visit.Dialog.Locator("#entry-text").FillAsync("Blue van");
    },
    async visit =>
    {
        await visit.Button("Edit XYZ789").ClickAsync();
        await Expect(visit.Dialog.Locator("#entry-plate")).ToHaveValueAsync("XYZ789");
        await Expect(visit.Dialog.Locator("#entry-text")).ToHaveValueAsync("About XYZ789");
        await visit.Dialog.GetByLabel("Close").ClickAsync();
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        await visit.Button("Edit ABC123").ClickAsync();
        await Expect(visit.Dialog.Locator("#entry-text")).ToHaveValueAsync("Blue van");
    }, told: null);

    [Fact]
    public Task Flows_Selected_AreSelectedAgain() => RestartAsync(async (app, visit) =>
    {
        var camera = await app.AddCameraAsync("Gate");
        await app.PassAsync(camera, "ABC123");
        await app.PassAsync(camera, "XYZ789");
        await visit.GoAsync(Urls.Flows);
        await visit.Page.Locator("tr", new() { HasText = "ABC123" }).GetByRole(Microsoft.Playwright.AriaRole.Checkbox).CheckAsync();
        await Expect(visit.Page.GetByText("1 flow selected")).ToBeVisibleAsync();
    },
    async visit =>
    {
        await Expect(visit.Page.GetByText("1 flow selected")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("tr.selected")).ToContainTextAsync("ABC123");
    }, told: null);

    private Task RestartAsync(Func<DashboardApp, Visit, Task> before, Func<Visit, Task> after, string? told = Restarts.All) =>
        chromium.RestartAsync(before, after, told);
}
