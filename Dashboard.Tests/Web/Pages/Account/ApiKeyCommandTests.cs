using System.Diagnostics;
using System.Text.Json;
using Bunit;
using Dashboard.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Account;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Account;

/// <summary>The command beside a new key, against the server that it names.</summary>
[Trait("Category", "System")]
public sealed class ApiKeyCommandTests : BunitContext, IAsyncLifetime
{
    private readonly DashboardApp _app = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(_app.Get<DisplayClock>());
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
    public async Task Command_AsItIsShown_AnswersWithTheNewestVehicles_AndTheKeyHasBeenUsed()
    {
        var flow = TestFlows.Make(await _app.AddCameraAsync("gate"), "AB12CD");
        flow.CapturedAt = TimeProvider.System.GetUtcNow().AddDays(-6);
        flow.FirstSeenAt = flow.LastSeenAt = flow.CapturedAt;
        await _app.SeedFlowsAsync(flow);
        var user = await _app.UserAsync(Roles.Viewer);
        var card = Render<ApiKeysCard>(set => set.Add(shown => shown.UserId, user));
        card.Find("#key-name").Change("Gate controller");
        await card.Find("form").SubmitAsync();
        card.WaitForElement(".new-key");
        Assert.Contains("never used", card.Find(".keys").TextContent);

        using var json = JsonDocument.Parse(await RunAsync(card.FindAll(".new-key .copy-line code")[1].TextContent));
        Assert.Equal("AB12CD", json.RootElement[0].GetProperty("fields").GetProperty("best_plate").GetString());
        var later = Render<ApiKeysCard>(set => set.Add(shown => shown.UserId, user));
        later.WaitForAssertion(() => Assert.Matches(@"last used \d{4}-\d\d-\d\d \d\d:\d\d", later.Find(".keys").TextContent));
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
