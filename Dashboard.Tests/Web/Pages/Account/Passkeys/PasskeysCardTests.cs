using System.Security.Claims;
using System.Security.Cryptography;
using Bunit;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Passkeys;
using Dashboard.Tests.Security;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Account.Passkeys;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Account.Passkeys;

/// <summary>A person's passkeys under My account.</summary>
public sealed class PasskeysCardTests : BunitContext, IAsyncLifetime
{
    private readonly AccountsFixture _server = new();
    private readonly SecurityOptions _options = new();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(_server.Get<PasskeyStore>());
        Services.AddSingleton(_server.Get<PasskeyRegistration>());
        Services.AddSingleton(_server.Get<DisplayClock>());
        Services.AddSingleton<IOptionsMonitor<SecurityOptions>>(new FixedOptions<SecurityOptions>(_options));
        Services.AddSingleton<AntiforgeryStateProvider, NoTokens>();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("address", "", "not to an IP address")]
    [InlineData("insecure", "", "only over https")]
    [InlineData("browser", "", "This browser does not support passkeys")]
    [InlineData("domain", "plates.example.com", "belong to the name plates.example.com")]
    public async Task Card_WhereTheBrowserAllowsNone_SaysWhyAndWhatToDo(string obstacle, string domain, string expected)
    {
        _options.PasskeyDomain = domain;
        var card = await RenderAsync(await _server.AddUserAsync(), obstacle);
        card.WaitForAssertion(() => Assert.Contains(expected, card.Find("[role=note]").TextContent));
        Assert.Empty(card.FindAll("button"));
    }

    [Fact]
    public async Task Card_WithMaxPasskeys_OffersNoMore()
    {
        var user = await _server.AddUserAsync();
        for (var i = 0; i < PasskeyStore.MaxPasskeys; i++)
        {
            await AddAsync(user, $"Key {i}");
        }

        var card = await RenderAsync(user, "");
        card.WaitForAssertion(() => Assert.Contains("which is the maximum", card.Markup));
        Assert.Equal(PasskeyStore.MaxPasskeys, card.FindAll("li").Count);
        Assert.DoesNotContain("Add a passkey", card.Markup);
    }

    [Fact]
    public async Task Form_ShowsWhatTheServerRefuses_AtItsField_AndWhatTheBrowserRefuses()
    {
        var user = await _server.AddUserAsync();
        var card = await RenderAsync(user, "");
        card.WaitForAssertion(() => card.Find("button").Click());
        Assert.Equal("Firefox, Windows", card.Find("#passkey-name").GetAttribute("value"));

        await card.InvokeAsync(() => card.Instance.EndAsync("refused", "password", "The current password is wrong."));
        Assert.Equal("The current password is wrong.", card.Find("#passkey-password-error").TextContent.Trim());
        await card.InvokeAsync(() => card.Instance.EndAsync("cancelled", "", ""));
        Assert.Equal("No passkey was created. Try again.", card.Find("[role=alert]").TextContent.Trim());
        await card.InvokeAsync(card.Instance.Begin);
        Assert.Empty(card.FindAll("[role=alert]"));
        Assert.NotNull(card.Find("form button[type=submit]").GetAttribute("disabled"));

        await AddAsync(user, "Laptop");
        await card.InvokeAsync(() => card.Instance.EndAsync("", "", "Laptop"));
        Assert.Contains("“Laptop” was added", card.Find("p[role=status]").TextContent);
        Assert.Contains("not used yet", card.Find("li").TextContent);
        Assert.Empty(card.FindAll("form"));
    }

    private async Task AddAsync(int user, string name) => (await _server.Get<PasskeyStore>().AddAsync(
        user,
        name,
        new UserPasskeyInfo(RandomNumberGenerator.GetBytes(16), [1], default, 0, [], true, false, false, [], []),
        Cancellation)).EnsureDone();

    private async Task<IRenderedComponent<PasskeysCard>> RenderAsync(int user, string obstacle)
    {
        JSInterop.SetupModule("./Web/Pages/Account/Passkeys/PasskeysCard.razor.js")
            .Setup<PasskeysCard.PasskeyBrowser>("start", _ => true)
            .SetResult(new(obstacle, "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"));
        var person = new ClaimsPrincipal(ClaimsPrincipalFactory.Create(await _server.StateAsync(user), "test"));
        return Render<PasskeysCard>(set => set.Add(card => card.Person, person));
    }

    private sealed class NoTokens : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
