using Dashboard.Domain.Users;
using Dashboard.Security.Sessions;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Accounts;

/// <summary>Seeing where one is signed in, and ending it.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class SessionsTests(Chromium chromium)
{
    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    public async Task OtherSession_Ended_IsSentToSignIn(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, width: width, isDark: isDark, journey: async visit =>
        {
            using var other = await app.SignInClientAsync(Roles.Administrator);
            other.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            await other.GetAsync(Urls.MyAccount, Cancellation).ReadAsync();
            await visit.GoAsync(Urls.MyAccount);
            await Expect(visit.Page.GetByText("this session")).ToHaveCountAsync(1);
            await visit.FaultlessAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^End the session") }).First.ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^End the session") })).ToHaveCountAsync(0);
            using var answer = await other.GetAsync(Urls.MyAccount, Cancellation);
            Assert.Contains(Urls.SignIn, answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);

            // Another administrator ends the rest: the open page is closed within seconds.
            (await app.Get<SessionStore>().EndOthersAsync(await app.UserAsync(Roles.Administrator), null, Cancellation)).EnsureDone();
            await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(Urls.SignIn), new() { Timeout = 60_000 });
        });
    }

    [Fact]
    public async Task SignOut_OfAPageThatIsBusy_LeadsToThePlainSignInPage()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.MyAccount);

            // The page learns that its session has ended while the answer to the form is still on its way.
            await visit.Page.EvaluateAsync("() => { document.querySelector('[data-sign-out]').requestSubmit(); setTimeout(() => goToSignIn('/account/sign-in?accountChanged=true')); }");
            await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
            Assert.Equal(Urls.SignIn, new Uri(visit.Page.Url).PathAndQuery);
        });
    }
}
