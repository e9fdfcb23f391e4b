using System.Security.Claims;
using Bunit;
using Dashboard.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Security.Sessions;
using Dashboard.Tests.Security;
using Dashboard.Web.Pages.Users;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Users;

/// <summary>What an administrator sees of the people who may sign in, and changes.</summary>
public sealed class UsersPageTests : BunitContext, IAsyncLifetime
{
    private readonly AccountsFixture _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(_server.Get<ServerOptions>());
        Services.AddSingleton(_server.Get<DisplayClock>());
        Services.AddSingleton(_server.Get<SessionStore>());
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
    public async Task ApiKeys_OfSomebodyElse_AreSeenAndRevoked()
    {
        var (admin, other) = (await _server.AddUserAsync(Roles.Administrator), await _server.AddUserAsync());
        var key = (await _server.Keys.CreateAsync(other, "Gate controller", Cancellation)).Value;
        var dialogs = Render<MudDialogProvider>(set => set.AddCascadingValue(SignedInAsync(admin)));
        _ = dialogs.InvokeAsync(() => Services.GetRequiredService<IDialogService>().OpenAsync<UserAccessDialog>(
            "Sessions and API keys", UserAccessDialog.Options, (nameof(UserAccessDialog.UserId), other)));
        var revoke = dialogs.WaitForElement("button[aria-label='Revoke Gate controller']");
        Assert.Contains(key[..12], dialogs.Find(".keys").TextContent);

        var revoking = revoke.ClickAsync();
        dialogs.WaitForAssertion(() => Assert.Contains("stop working at once", dialogs.Markup));
        await dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Revoke" && !button.HasAttribute("aria-label")).ClickAsync();
        await revoking;
        dialogs.WaitForAssertion(() => Assert.Contains("This user has no API keys.", dialogs.Markup));
        Assert.Null(await _server.Keys.FindOwnerAsync(key, Cancellation));
    }

    [Fact]
    public async Task Users_LastAdministratorDemoted_SaysWhyNotAndKeepsTheRole()
    {
        var admin = await _server.AddUserAsync(Roles.Administrator);
        var page = RenderUsers(admin);
        await page.Find("select.role").ChangeAsync(Roles.Viewer);
        page.WaitForAssertion(() => Assert.Contains(UserAccounts.LastAdministrator, page.Find("[role=alert]").TextContent));
        Assert.Equal(Roles.Administrator, page.Find("select.role option[selected]").TextContent);
    }

    private IRenderedComponent<UsersPage> RenderUsers(int userId)
    {
        var page = Render<UsersPage>(set => set.AddCascadingValue(SignedInAsync(userId)));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("select.role")));
        return page;
    }

    private async Task<AuthenticationState> SignedInAsync(int userId)
    {
        var session = new ClaimsPrincipal(ClaimsPrincipalFactory.Create(await _server.StateAsync(userId), "test"));
        session.Identities.First().AddClaim(new(new ClaimsIdentityOptions().SecurityStampClaimType, await _server.SecurityStampAsync(userId)));
        return new AuthenticationState(session);
    }
}
