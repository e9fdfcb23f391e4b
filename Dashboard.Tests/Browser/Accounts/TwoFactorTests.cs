using Dashboard.Domain.Users;
using Dashboard.Security.TwoFactor;
using Dashboard.Tests.Security.TwoFactor;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Accounts;

/// <summary>Setting two-factor authentication up, signing in with it, losing the phone.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class TwoFactorTests(Chromium chromium)
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    public async Task Person_SetsItUp_SignsInWithARecoveryCode_AndSwitchesItOff(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, width: width, isDark: isDark, journey: async visit =>
        {
            await visit.GoAsync(Urls.MyAccount);
            var card = visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Region, new() { Name = "Two-factor authentication" });
            var password = card.GetByLabel("Current password");
            await password.FillAsync(DashboardApp.Password);
            await visit.Button("Set up").ClickAsync();
            await Expect(
                visit.Page.GetByRole(
                    Microsoft.Playwright.AriaRole.Img, new() { Name = "QR code with the key for your authenticator app" })).ToBeVisibleAsync();
            await visit.FaultlessAsync();
            var key = TwoFactorServiceTests.FromText((await card.Locator("code.key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal));
            await Expect(visit.Field("Code shown in the app")).ToBeFocusedAsync();
            await visit.Field("Code shown in the app").FillAsync(TimeCode.Compute(key, DateTimeOffset.UtcNow));
            await visit.Button("Switch on").ClickAsync();
            await Expect(card.GetByRole(Microsoft.Playwright.AriaRole.Listitem)).ToHaveCountAsync(10);
            var code = await card.GetByRole(Microsoft.Playwright.AriaRole.Listitem).First.InnerTextAsync();
            await visit.FaultlessAsync();
            await Expect(visit.Button("I have saved them")).ToBeFocusedAsync();
            await visit.Button("I have saved them").ClickAsync();
            await Expect(card.GetByText("You have 10 recovery codes left.")).ToBeVisibleAsync();
            await visit.GoAsync(Urls.Users);
            await Expect(
                visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { NameRegex = new("^Reset two-factor") })).ToHaveCountAsync(1);
            var email = await visit.Page.Locator("td .email").First.InnerTextAsync();

            await visit.Page.Context.ClearCookiesAsync();
            await visit.Page.GotoAsync(Urls.SignIn);
            await visit.Field("E-mail address").FillAsync(email);
            await visit.Field("Password").FillAsync(DashboardApp.Password);
            await visit.Button("Sign in").ClickAsync();
            await Expect(visit.Heading("Two-factor authentication")).ToBeVisibleAsync();
            await visit.FaultlessAsync();
            await visit.Link("Use a recovery code").ClickAsync();
            await Expect(visit.Field("Recovery code")).ToBeFocusedAsync();
            await visit.Field("Recovery code").FillAsync(code);
            await visit.Button("Sign in").ClickAsync();
            await Expect(visit.Heading("Overview")).ToBeVisibleAsync();

            await visit.GoAsync(Urls.MyAccount);
            await Expect(card.GetByText("You have 9 recovery codes left.")).ToBeVisibleAsync();
            await password.FillAsync(DashboardApp.Password);
            await visit.Button("Switch off").ClickAsync();
            await Expect(visit.Button("Set up")).ToBeVisibleAsync();
            Assert.Empty(visit.Errors);
        });
    }
}
