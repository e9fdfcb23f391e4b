using System.Diagnostics;
using System.Text.Json;
using Bunit;
using Dashboard.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Account;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages;

/// <summary>The keys of a person, over a server that answers to them.</summary>
[Trait("Category", "Server")]
public sealed class ApiKeysCardTests : BunitContext, IAsyncLifetime
{
    private readonly DashboardApp _app = new();
    private int _user;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _user = await _app.UserAsync(Roles.Viewer);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(new ServerOptions { TimeZone = "UTC" });
        Services.AddSingleton(_app.ApiKeys);
        Services.AddSingleton(_app.Get<PublicAddress>());
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<NavigationManager>(new AtServer(_app.Address + "/"));
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    [Trait("Category", "System")]
    public async Task Command_AsItIsShown_AnswersWithTheNewestVehicles_AndTheKeyHasBeenUsed()
    {
        var flow = TestFlows.Make(await _app.AddCameraAsync("gate"), "AB12CD");
        flow.CapturedAt = TimeProvider.System.GetUtcNow().AddDays(-6);
        flow.FirstSeenAt = flow.LastSeenAt = flow.CapturedAt;
        await _app.SeedFlowsAsync(flow);
        var card = await MakeKeyAsync("Gate controller");
        Assert.Contains("never used", card.Find(".keys").TextContent);

        using var json = JsonDocument.Parse(await RunAsync(card.FindAll(".new-key .copy-line code")[1].TextContent));
        Assert.Equal("AB12CD", json.RootElement[0].GetProperty("fields").GetProperty("best_plate").GetString());
        var later = RenderCard();
        later.WaitForAssertion(() => Assert.Matches(@"last used \d{4}-\d\d-\d\d \d\d:\d\d", later.Find(".keys").TextContent));
    }

    [Fact]
    public async Task NewKey_StandsThereOnce_EachLineWithAButtonThatCopiesIt()
    {
        var card = await MakeKeyAsync("Gate <1>");
        var lines = card.FindAll(".new-key .copy-line");
        var key = lines[0].QuerySelector("code")!.TextContent;
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
        Assert.Empty(await _app.ApiKeys.ListAsync(_user, Cancellation));
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

    // As somebody does who pastes it into a terminal.
    private static async Task<string> RunAsync(string line)
    {
        Assert.SkipWhen(!File.Exists("/usr/bin/curl"), "curl is not installed here");
        using var shell = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", $"{line} --silent --show-error --fail"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, await error);
        return await output;
    }

    private sealed class AtServer : NavigationManager
    {
        public AtServer(string address) => Initialize(address, address);
    }
}
