using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Accounts;

/// <summary>Adding somebody, who then chooses the password.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class InvitationTests(Chromium chromium)
{
    private const string Given = "given to somebody";

    [Theory]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    public async Task NewUser_ChoosesThePassword_AndAGivenOneMustBeChanged(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, width: width, isDark: isDark, journey: async visit =>
        {
            await visit.GoAsync(Urls.Users);
            await visit.Button("Add a user").ClickAsync();
            await visit.Field("E-mail address").FillAsync("new@example.com");
            await visit.Field("Role").SelectOptionAsync(Roles.Operator);
            await visit.Dialog.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
            var link = await visit.Dialog.Locator(".link code").InnerTextAsync();
            await visit.FaultlessAsync();

            await app.CreateUserAsync("given@example.com", Roles.Viewer);
            await visit.GoAsync(Urls.Users);
            await visit.Button("Set password of given@example.com").ClickAsync();
            await visit.Field("Password").SelectOptionAsync("I set one");
            await visit.Field("New password").FillAsync(Given);
            await Expect(visit.Field("Must be changed at the next sign-in")).ToBeCheckedAsync();
            await visit.Dialog.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Set password", Exact = true }).ClickAsync();
            await Expect(visit.Dialog).ToHaveCountAsync(0);

            await visit.Page.Context.ClearCookiesAsync();
            await visit.Page.GotoAsync(link);
            await ChooseAsync(visit, "chosen by the person");
            await SignInAsync(visit, "new@example.com", "chosen by the person");
            await Expect(visit.Heading("Overview")).ToBeVisibleAsync();

            await visit.Page.Context.ClearCookiesAsync();
            await visit.Page.GotoAsync(Urls.SignIn);
            await SignInAsync(visit, "given@example.com", Given);
            Assert.DoesNotContain(await visit.Page.Context.CookiesAsync(), cookie => cookie.Name == "Dashboard.Session");
            await FillAsync(visit, Given);
            await Expect(visit.Page.GetByText("Choose a different password")).ToBeVisibleAsync();
            await ChooseAsync(visit, "chosen by the person");
            await SignInAsync(visit, "given@example.com", "chosen by the person");
            await visit.ArriveAsync(Urls.Overview, "Overview"); // A page that comes to life has no title for a moment.
            await visit.FaultlessAsync();
        });
    }

    private static async Task ChooseAsync(Visit visit, string password)
    {
        await visit.FaultlessAsync();
        await FillAsync(visit, password);
        await Expect(visit.Page.GetByText("Your new password is set.")).ToBeVisibleAsync();
    }

    private static async Task FillAsync(Visit visit, string password)
    {
        await visit.Field("New password").FillAsync(password);
        await visit.Field("Repeat new password").FillAsync(password);
        await visit.Button("Set password").ClickAsync();
    }

    private static async Task SignInAsync(Visit visit, string email, string password)
    {
        await visit.Field("E-mail address").FillAsync(email);
        await visit.Field("Password").FillAsync(password);
        await visit.Button("Sign in").ClickAsync();
    }
}
