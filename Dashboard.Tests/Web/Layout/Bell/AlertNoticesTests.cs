using Bunit;
using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Tests.Alerts.Inbox;
using Dashboard.Tests.Support;
using Dashboard.Web.Layout.Bell;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Layout.Bell;

/// <summary>The notices as they are drawn.</summary>
public sealed class AlertNoticesTests : BunitContext, IAsyncLifetime
{
    private InboxWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await InboxWorld.CreateAsync();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(_world.Actions);
        Services.AddSingleton(new DisplayClock(FixedOptions.From(new ServerOptions { TimeZone = "UTC" }), TimeProvider.System));
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Notices_AreTheNewestThree_AndOneIsAcknowledgedOrPutAway()
    {
        await _world.Alerts.ListAsync("Wanted", list => list.Color = AlertListColor.Teal, "A*");
        var gate = _world.Alerts.Camera;
        await PassAsync(("A1", gate), ("A2", gate), ("A3", gate), ("A4", gate));
        var (notices, watch) = await RenderAsync(Roles.Operator);
        Assert.Equal(["A4", "A3", "A2"], notices.FindAll(".alert-notice .plate-text").Select(plate => plate.TextContent));
        Assert.Contains("1 more", notices.Find(".alert-more .on-wide").TextContent);
        Assert.Contains("3 more", notices.Find(".alert-more .on-phone").TextContent);
        Assert.All(notices.FindAll(".alert-notice"), notice => Assert.Contains("list-teal", notice.ClassName));

        await notices.Find(".alert-notice [aria-label=Acknowledge]").ClickAsync(new());
        notices.WaitForAssertion(() => Assert.Equal(
            ["A3", "A2", "A1"], notices.FindAll(".alert-notice .plate-text").Select(plate => plate.TextContent)));
        Assert.NotNull((await _world.Alerts.AlertsAsync())[3].AcknowledgedBy);

        // The second press of a double click was not meant for the one that has come in its place.
        await notices.Find(".alert-notice [aria-label=Acknowledge]").ClickAsync(new() { Detail = 2 });
        Assert.Null((await _world.Alerts.AlertsAsync())[2].AcknowledgedBy);

        await notices.Find(".alert-notice [aria-label^=Close]").ClickAsync(new());
        notices.WaitForAssertion(() => Assert.Equal(2, notices.FindAll(".alert-notice").Count));
        Assert.Null((await _world.Alerts.AlertsAsync())[2].AcknowledgedBy);
        watch.Dispose();
    }

    [Fact]
    public async Task Viewer_IsNotOfferedToAcknowledge()
    {
        await _world.Alerts.ListAsync("Wanted", null, "A*");
        await PassAsync(("A1", _world.Alerts.Camera));
        var (notices, watch) = await RenderAsync(Roles.Viewer);
        Assert.Single(notices.FindAll(".alert-notice"));
        Assert.Empty(notices.FindAll(".alert-notice [aria-label=Acknowledge]"));
        watch.Dispose();
    }

    private async Task PassAsync(params (string Plate, int Camera)[] vehicles)
    {
        await _world.PassAsync(vehicles);
        var now = DateTimeOffset.UtcNow;
        await using var db = await _world.Alerts.Database.Factory.CreateDbContextAsync();
        await db.Alerts.ExecuteUpdateAsync(set => set.SetProperty(alert => alert.CreatedAt, now));
    }

    private async Task<(IRenderedComponent<AlertNotices> Notices, AlertWatch Watch)> RenderAsync(string role)
    {
        var person = await _world.PersonAsync(role);
        var watch = new AlertWatch(
            _world.Open, _world.Scopes, new InboxWorld.Session(person), new DismissedNotices(), NullLogger<AlertWatch>.Instance);
        await watch.StartAsync(isLive: false);
        var notices = Render<AlertNotices>(parameters => parameters
            .AddCascadingValue(watch)
            .AddCascadingValue(Task.FromResult(new AuthenticationState(person))));
        return (notices, watch);
    }
}
