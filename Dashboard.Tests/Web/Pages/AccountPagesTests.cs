using System.Security.Claims;
using Bunit;
using Dashboard.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Tests.Security;
using Dashboard.Web.Pages.Account;
using Dashboard.Web.Pages.Users;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages;

/// <summary>The account pages' own parts.</summary>
public sealed class AccountPagesTests : BunitContext, IAsyncLifetime
{
    private readonly AccountsFixture _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(_server.Get<ServerOptions>());
        Services.AddSingleton(_server.Get<PublicAddress>());
        Services.AddSingleton(_server.Accounts);
        Services.AddSingleton(_server.States);
        Services.AddSingleton(_server.Keys);
        Services.AddSingleton<TimeProvider>(_server.Time);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ApiKeys_ANewKey_IsShownOnceWithAReadyCommand()
    {
        var user = await _server.AddUserAsync();
        var card = Render<ApiKeysCard>(set => set.Add(c => c.UserId, user));
        card.WaitForAssertion(() => Assert.Contains("You have no keys yet", card.Markup));

        card.Find("#key-name").Change("Gate <1>");
        await card.Find("form").SubmitAsync();
        card.WaitForAssertion(() => Assert.Contains("Copy the key now", card.Markup));
        var key = card.Find(".new-key code").TextContent;
        Assert.Equal(user, (await _server.Keys.FindOwnerAsync(key, Cancellation))!.Id);
        Assert.Contains(key, card.FindAll(".new-key .copy-line code")[1].TextContent);
        Assert.Contains("Gate &lt;1&gt;", card.Find(".keys").InnerHtml);

        var again = Render<ApiKeysCard>(set => set.Add(c => c.UserId, user));
        again.WaitForAssertion(() => Assert.Contains(key[..12], again.Find(".keys").InnerHtml));
        Assert.DoesNotContain(key, again.Markup);
    }

    [Fact]
    public async Task Users_LastAdministratorDemoted_SaysWhyNotAndKeepsTheRole()
    {
        var admin = await _server.AddUserAsync(Roles.Administrator);
        var page = await RenderUsersAsync(admin);
        await page.Find("select.role").ChangeAsync(Roles.Viewer);
        page.WaitForAssertion(() => Assert.Contains(UserAccounts.LastAdministrator, page.Find("[role=alert]").TextContent));
        Assert.Equal(Roles.Administrator, page.Find("select.role option[selected]").TextContent);
    }

    private async Task<IRenderedComponent<UsersPage>> RenderUsersAsync(int userId)
    {
        var session = new ClaimsPrincipal(ClaimsPrincipalFactory.Create(await _server.StateAsync(userId), "test"));
        var stamp = await _server.SecurityStampAsync(userId);
        session.Identities.First().AddClaim(new(new ClaimsIdentityOptions().SecurityStampClaimType, stamp));
        var page = Render<UsersPage>(set => set.AddCascadingValue(Task.FromResult(new AuthenticationState(session))));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("select.role")));
        return page;
    }
}
