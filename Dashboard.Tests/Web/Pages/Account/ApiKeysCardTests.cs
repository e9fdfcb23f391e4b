using Bunit;
using Dashboard.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Security.Sessions;
using Dashboard.Security.Tokens;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Account;
using Dashboard.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Account;

/// <summary>A person makes keys, copies them and sees them in a list.</summary>
public sealed class ApiKeysCardTests : BunitContext, IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ApiKeyStore _keys = null!;
    private int _user;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        var accounts = new AccountCache(_database.Factory, TimeProvider.System);
        var uses = new LastUses(_database.Factory, accounts, TimeProvider.System, NullLogger<LastUses>.Instance);
        _keys = new ApiKeyStore(_database.Factory, accounts, uses, TimeProvider.System);
        _user = (await TestPerson.AddAsync(_database, TimeProvider.System, Roles.Viewer)).Principal.UserId()!.Value;
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        var server = new ServerOptions { TimeZone = "UTC" };
        Services.AddSingleton(new DisplayClock(new FixedOptions<ServerOptions>(server), TimeProvider.System));
        Services.AddSingleton(_keys);
        Services.AddSingleton(new PublicAddress(new FixedOptions<ServerOptions>(server), () => []));
        Services.AddSingleton(TimeProvider.System);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task NewKey_StandsThereOnce_EachLineWithAButtonThatCopiesIt()
    {
        var card = await MakeKeyAsync("Gate <1>");
        var lines = card.FindAll(".new-key .copy-line");
        var key = lines[0].QuerySelector("code")!.TextContent;
        Assert.Equal(_user, (await _keys.FindOwnerAsync(key, Cancellation))!.Id);
        Assert.Contains(key, lines[1].TextContent);
        Assert.Equal(["Copy the key", "Copy the command"], lines.Select(line => line.QuerySelector("button")!.GetAttribute("aria-label")));
        var copying = JSInterop.SetupModule("./Web/Pages/Account/CopyButton.razor.js");
        copying.Setup<bool>("copy", _ => true).SetResult(true);
        for (var i = 0; i < 2; i++)
        {
            await card.FindAll(".new-key .copy-line button")[i].ClickAsync();
            Assert.Equal(card.FindAll(".new-key .copy-line code")[i].TextContent, copying.Invocations["copy"][i].Arguments[0]);
        }

        card.WaitForAssertion(() => Assert.Equal(2, card.FindAll(".new-key button[aria-label=Copied]").Count));
        var again = RenderCard();
        again.WaitForAssertion(() => Assert.Contains("Gate &lt;1&gt;", again.Find(".keys").InnerHtml));
        Assert.Contains(key[..12], again.Markup);
        Assert.DoesNotContain(key, again.Markup);

        // A second key takes the first one's place.
        await MakeKeyAsync("Another", card);
        Assert.DoesNotContain(key, card.Markup);
    }

    [Fact]
    public async Task Name_ThatIsMissing_SaysWhatToDo_AndMakesNoKey()
    {
        var card = RenderCard();
        await card.Find("form").SubmitAsync();
        card.WaitForAssertion(() => Assert.Contains("Enter a name of 1 to 64 characters", card.Find("[role=alert]").TextContent));
        Assert.Empty(await _keys.ListAsync(_user, Cancellation));
    }

    private IRenderedComponent<ApiKeysCard> RenderCard() => Render<ApiKeysCard>(set => set.Add(card => card.UserId, _user));

    private async Task<IRenderedComponent<ApiKeysCard>> MakeKeyAsync(string name, IRenderedComponent<ApiKeysCard>? card = null)
    {
        card ??= RenderCard();
        card.Find("#key-name").Change(name);
        await card.Find("form").SubmitAsync();
        var escaped = System.Net.WebUtility.HtmlEncode(name);
        card.WaitForAssertion(() => Assert.Contains(escaped, card.Find(".keys").InnerHtml));
        return card;
    }
}
