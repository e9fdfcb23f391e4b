using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Deque.AxeCore.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>Adding somebody, who then chooses the password.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class InvitationTests(Chromium chromium)
{
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
            Assert.DoesNotContain((await visit.Page.RunAxe()).Violations, fault => fault.Impact is "serious" or "critical");

            await visit.GoAsync(Urls.Users);
            await visit.Button("Set password of " + (await visit.Page.Locator("td .email").AllInnerTextsAsync()).First(email => email != "new@example.com")).ClickAsync();
            await visit.Field("Password").SelectOptionAsync("I give one");
            await visit.Field("New password").FillAsync("given to somebody");
            await Expect(visit.Field("Must be changed at the next sign-in")).ToBeCheckedAsync();

            await visit.Page.Context.ClearCookiesAsync();
            await visit.Page.GotoAsync(link);
            await visit.Field("New password").FillAsync("chosen by the person");
            await visit.Field("Repeat new password").FillAsync("chosen by the person");
            Assert.DoesNotContain((await visit.Page.RunAxe()).Violations, fault => fault.Impact is "serious" or "critical");
            await visit.Button("Set password").ClickAsync();
            await Expect(visit.Page.GetByText("Your password was changed.")).ToBeVisibleAsync();
            await visit.Field("E-mail address").FillAsync("new@example.com");
            await visit.Field("Password").FillAsync("chosen by the person");
            await visit.Button("Sign in").ClickAsync();
            await Expect(visit.Heading("Overview")).ToBeVisibleAsync();
            Assert.InRange(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        });
    }
}
