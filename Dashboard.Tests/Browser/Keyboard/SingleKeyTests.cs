using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>The list of flows and a flow are worked with single keys, which can be switched off; several corrections are undone at once.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class SingleKeyTests(Chromium chromium)
{
    [Fact]
    public Task List_IsWorkedByKeys_AndSeveralCorrectionsAreUndoneByOne() => VisitAsync(async visit =>
    {
        var (keys, rows) = (visit.Page.Keyboard, visit.Page.Locator("tr[data-flow]"));
        await keys.PressAsync("j");
        await keys.PressAsync("x");
        await keys.PressAsync("j");
        await keys.PressAsync("x");
        await Expect(visit.Page.GetByText("2 flows selected")).ToBeVisibleAsync();
        await visit.Button("Correct").ClickAsync();
        await visit.Dialog.GetByLabel("Plate").FillAsync("ZZ99");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Correct", Exact = true }).ClickAsync();
        await Expect(visit.Page.GetByText("2 flows were corrected.")).ToBeVisibleAsync();
        await Expect(rows.Filter(new() { HasText = "ZZ99" })).ToHaveCountAsync(2);
        await visit.FaultlessAsync();

        await keys.PressAsync("u");
        await Expect(visit.Page.GetByText("The correction of 2 flows was undone.")).ToBeVisibleAsync();
        await Expect(rows.Filter(new() { HasText = "ZZ99" })).ToHaveCountAsync(0);
        await Expect(rows.Filter(new() { HasText = "XYZ789" })).ToHaveCountAsync(1);

        await keys.PressAsync("/");
        await Expect(visit.Field("Search plates")).ToBeFocusedAsync();
        await keys.TypeAsync("xl");
        await Expect(visit.Field("Search plates")).ToHaveValueAsync("xl");
        await Expect(visit.Page).Not.ToHaveURLAsync(new Regex("live=paused"));
    });

    [Fact]
    public Task Flow_IsOpenedCorrectedNotedAndZoomedByKeys() => VisitAsync(async visit =>
    {
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("j");
        await keys.PressAsync("Enter");
        await Expect(visit.Dialog).ToBeVisibleAsync();
        await Expect(visit.Button("Correct the plate")).ToBeVisibleAsync();
        await keys.PressAsync("c");
        await Expect(visit.Field("Correct plate")).ToBeFocusedAsync();
        await keys.TypeAsync("CC33");
        await keys.PressAsync("Enter");
        await Expect(visit.Page.GetByText("The plate was corrected.")).ToBeAttachedAsync();

        // A moment later the focus is back where the correction was begun.
        await Expect(visit.Button("Correct the plate")).ToBeFocusedAsync();
        await keys.PressAsync("n");
        await Expect(visit.Field("New note")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await keys.PressAsync("?");
        await Expect(visit.Page.Locator(".keys-panel")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".keys-panel")).ToContainTextAsync("Write a note");
        await visit.FaultlessAsync();
        await keys.PressAsync("Escape");
        await Expect(visit.Page.Locator(".keys-panel")).ToBeHiddenAsync();
        await Expect(visit.Dialog).ToBeVisibleAsync();
    });

    // A browser lets a page keep its dialog open once, and closes it with the second Escape.
    [Fact]
    public Task Escape_WithinAFlow_LeavesWhatIsWithinIt_AgainAndAgain_AndTheFlowAtLast() => VisitAsync(async visit =>
    {
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("j");
        await keys.PressAsync("Enter");
        await Expect(visit.Button("Correct the plate")).ToBeVisibleAsync();
        for (var round = 0; round < 4; round++)
        {
            await keys.PressAsync("?");
            await Expect(visit.Page.Locator(".keys-panel")).ToBeVisibleAsync();
            await keys.PressAsync("Escape");
            await Expect(visit.Page.Locator(".keys-panel")).ToBeHiddenAsync();
            await Expect(visit.Dialog).ToBeVisibleAsync();
        }

        await keys.PressAsync("c");
        await Expect(visit.Field("Correct plate")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(visit.Button("Correct the plate")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        await Expect(visit.Page).ToHaveURLAsync(new Regex("/app/flows$"));
        await keys.PressAsync("Enter");
        await Expect(visit.Dialog).ToBeVisibleAsync();
    });

    [Fact]
    public Task Keys_UnderAnOpenMenu_DoNothing() => VisitAsync(async visit =>
    {
        var keys = visit.Page.Keyboard;
        await visit.Button("Columns").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Columns" })).ToBeVisibleAsync();
        await keys.PressAsync("l");
        await keys.PressAsync("j");
        await keys.PressAsync("Escape");
        await Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Columns" })).ToHaveCountAsync(0);
        Assert.DoesNotContain("live=paused", visit.Page.Url);
        await keys.PressAsync("l");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("live=paused"));
    });

    [Fact]
    public Task Keys_SwitchedOff_DoNothing_AlsoAfterAReload() => VisitAsync(async visit =>
    {
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("?");
        await Expect(visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts", Exact = true })).ToBeVisibleAsync();
        await visit.Button("Switch the single keys off").ClickAsync();
        await Expect(visit.Button("Switch the single keys on")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        await visit.ReloadAsync();
        await keys.PressAsync("l");
        await keys.PressAsync("?");
        await keys.PressAsync("j");
        Assert.Equal(0, await visit.Dialog.CountAsync());
        Assert.False(await visit.Page.EvaluateAsync<bool>("!!document.activeElement.closest('[data-flow]')"));
        await visit.Button("Keyboard shortcuts").ClickAsync();
        await visit.Button("Switch the single keys on").ClickAsync();
        await keys.PressAsync("Escape");
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        await keys.PressAsync("l");
        await Expect(visit.Page).ToHaveURLAsync(new Regex("live=paused"));
    });

    private async Task VisitAsync(Func<Visit, Task> journey)
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        foreach (var plate in new[] { "ABC123", "STAFF1", "XYZ789" })
        {
            await app.PassAsync(camera, plate);
        }

        await chromium.VisitAsync(app, role: Roles.Operator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            await Expect(visit.Page.Locator("tr[data-flow]")).ToHaveCountAsync(3);
            await journey(visit);
            Assert.Empty(visit.Errors);
        });
    }
}
