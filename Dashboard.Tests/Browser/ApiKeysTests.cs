using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>A new key in the hands of a person.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class ApiKeysTests(Chromium chromium)
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, true)]
    public async Task NewKey_IsCopied_AndFitsTheScreen(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Viewer, isDark: isDark, width: width, journey: async visit =>
        {
            await visit.GoAsync(Urls.MyAccount);
            await visit.Field("Name").FillAsync("Gate controller of the southern entrance, second lane");
            await visit.Button("Create key").ClickAsync();
            await visit.Button("Copy the key").ClickAsync();
            await Expect(visit.Button("Copied")).ToBeVisibleAsync();
            await visit.Button("Copy the command").ClickAsync();
            await Expect(visit.Button("Copied")).ToHaveCountAsync(2);
            await visit.FaultlessAsync();

            await visit.GoAsync(Urls.MyAccount);
            await Expect(visit.Page.GetByText("never used")).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText("Copy the key now")).ToHaveCountAsync(0);
            Assert.Empty(visit.Errors);
        });
    }
}
