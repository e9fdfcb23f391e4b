using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Accounts;

/// <summary>Choosing a language, and keeping it.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class LanguagePickerTests(Chromium chromium)
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    public async Task Deutsch_Chosen_StaysThroughReloadEventsAndSignIn(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Operator, width: width, isDark: isDark, journey: async visit =>
        {
            var page = visit.Page;
            await visit.GoAsync(Urls.Flows);
            await page.Locator("details.person summary").ClickAsync();
            await visit.Button("Deutsch").ClickAsync();
            await Expect(page.Locator("html[lang=de]")).ToHaveCountAsync(1);
            await Expect(page).ToHaveURLAsync(Urls.Flows);
            await visit.ReloadAsync();
            await Expect(page.Locator("nav.side-nav").GetByText("Alarme").First).ToBeVisibleAsync();

            // What is drawn by an event is German too.
            await PaletteIsGermanAsync(visit);
            await visit.FaultlessAsync();

            // In another browser of the same person, and on the sign-in page of this one.
            using var elsewhere = await app.SignInClientAsync(Roles.Operator);
            elsewhere.DefaultRequestHeaders.Add("Accept", "text/html");
            Assert.Contains("lang=\"de\"", await elsewhere.GetStringAsync(Urls.MyAccount, Cancellation));
            await page.Locator("details.person summary").ClickAsync();
            await visit.Button("Abmelden").ClickAsync();
            await Expect(visit.Heading("Anmelden")).ToBeVisibleAsync();
            await visit.FaultlessAsync();
        });
    }

    private static async Task PaletteIsGermanAsync(Visit visit)
    {
        await visit.Page.Keyboard.PressAsync("Control+k");
        await Expect(visit.Page.Locator("dialog.palette").GetByText("Durchfahrten", new() { Exact = true })).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
    }
}
