using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>The page that shows the APIs' documents.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class DocsPageTests(Chromium chromium, DashboardApp app) : IClassFixture<DashboardApp>
{
    [Fact]
    public Task Integrator_FromTheAccountPage_TriesAnOperationWithAKey() => chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
    {
        var key = await app.ApiKeyAsync();
        var camera = await app.AddCameraAsync("gate");
        await visit.GoAsync("/account/my_account");
        var page = await visit.Page.RunAndWaitForPopupAsync(() => visit.Link("API documentation").ClickAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).First.ClickAsync();
        await page.GetByLabel("auth-bearer-value").FillAsync(key);
        await page.GetByLabel("Apply credentials").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
        await page.GetByText("List all cameras").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();

        await Expect(page.Locator(".live-responses-table .response .response-col_status")).ToContainTextAsync("200");
        await Expect(page.Locator(".live-responses-table")).ToContainTextAsync("\"alias\": \"gate\"");
    });

    [Theory]
    [InlineData(false, 1280)]
    [InlineData(true, 390)]
    public Task Page_WithoutSignIn_ShowsEveryOperationAndAsksNobodyElse(bool isDark, int width) =>
        chromium.VisitAsync(app, isDark: isDark, width: width, journey: async visit =>
    {
        await visit.Page.GotoAsync("/docs");
        await Expect(visit.Page.Locator(".opblock")).ToHaveCountAsync(8);
        foreach (var block in await visit.Page.Locator(".opblock-summary-control").AllAsync())
        {
            await block.ClickAsync();
        }

        await Expect(visit.Page.Locator(".opblock.is-open .responses-table").First).ToBeVisibleAsync();
        Assert.Empty(visit.Strangers);
        Assert.Empty(visit.Errors);
        Assert.Null(await visit.Page.EvaluateAsync<string?>("ui.getConfigs().validatorUrl"));
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, "The page scrolls sideways");
        Assert.Equal(
            isDark, await visit.Page.EvaluateAsync<bool>("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(part => part < 64)"));
    });
}
