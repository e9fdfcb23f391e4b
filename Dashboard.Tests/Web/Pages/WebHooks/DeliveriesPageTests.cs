using Bunit;
using Dashboard.Configuration;
using Dashboard.Tests.Alerts.Delivery;
using Dashboard.Tests.Alerts.Delivery.Email;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.WebHooks;
using Dashboard.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.WebHooks;

/// <summary>The log of what was sent by e-mail.</summary>
public sealed class DeliveriesPageTests : BunitContext, IAsyncLifetime
{
    private DeliveryWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await DeliveryWorld.CreateAsync();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(new DisplayClock(FixedOptions.From(new ServerOptions { TimeZone = "UTC" }), _world.Time));
        Services.AddSingleton<TimeProvider>(_world.Time);
        Services.AddSingleton(_world.Hooks).AddSingleton(_world.Log).AddSingleton(_world.Queue).AddSingleton(_world.Contents);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Notice_IsListedByItsSubject_AndOpensWithItsText_AndNoFlow()
    {
        await _world.QueueAlertAsync(await _world.AddFlowAsync(), null, "guard@example.com");
        await NoticeMailTests.QueueAsync(_world, "office@example.com");
        var dialogs = Render<MudDialogProvider>();
        var page = Render<DeliveriesPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Equal(["Notice to office@example.com", "Alert to guard@example.com"], page.FindAll(".cell-what").Select(cell => cell.TextContent));
        Assert.Equal(["No frames from Gate north", "KA1234"], page.FindAll(".cell-plate").Select(cell => cell.TextContent));

        _ = page.FindAll("button.open")[0].ClickAsync();
        dialogs.WaitForAssertion(() => Assert.Contains("Größe: the gate is dark.", dialogs.Find("pre:last-of-type").TextContent));
        Assert.DoesNotContain("/app/flows/", dialogs.Markup);
    }
}
