using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Cameras;

/// <summary>How a camera's frames came: on its card, and by hour and day on its page.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class CameraHealthTests(Chromium chromium)
{
    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task Health_OfADayAndAMonth_IsShownWithItsOutages_AndOffIsNoFault(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        var off = await app.AddCameraAsync("Off", "/nowhere/clip.mp4");
        var gate = await app.AddCameraAsync("Gate", DemoClip.Path, camera => camera with { IsEnabled = true });
        await StoreAsync(app, gate, off, DateTimeOffset.UtcNow);
        await chromium.VisitAsync(app, role: Roles.Administrator, width: width, isDark: isDark, name: $"health-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            var cards = visit.Page.GetByRole(AriaRole.Article);
            await Expect(cards.Filter(new() { HasText = "Gate" })).ToContainTextAsync("95 %");
            await Expect(cards.Filter(new() { HasText = "/nowhere" }).Locator(".tone-bad")).ToHaveCountAsync(0);
            await visit.GoAsync(Urls.Camera(gate));
            var day = visit.Page.GetByRole(AriaRole.List, new() { Name = "The last 24 hours", Exact = true });
            await Expect(day.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(24);
            await Expect(day).ToContainTextAsync("pictures came 25 % of the time");
            await Expect(day).ToContainTextAsync("not watched");
            await Expect(visit.Page.Locator(".health p[role=status]")).ToContainTextAsync("With picture 95 % of the 18 h for which it was watched");
            var outages = visit.Page.GetByRole(AriaRole.List, new() { Name = "Outages", Exact = true });
            await Expect(outages).ToContainTextAsync("45 min");
            await Expect(outages.Locator(".when")).ToHaveTextAsync(new Regex("^from .+ to .+:"));
            await visit.FaultlessAsync();

            await visit.Link("30 days").ClickAsync();
            await Expect(
                visit.Page.GetByRole(AriaRole.List, new() { Name = "The last 30 days", Exact = true })
                    .GetByRole(AriaRole.Listitem)).ToHaveCountAsync(30);
            await Expect(visit.Page).ToHaveURLAsync(Urls.CameraHealth(gate));
            Assert.Empty(visit.Errors);
        });
        await chromium.VisitAsync(app, role: Roles.Administrator, width: width, name: $"health-off-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Camera(off));
            await Expect(visit.Page.GetByText("This camera is switched off.")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator(".health .tone-bad")).ToHaveCountAsync(0);
            await Expect(visit.Page.Locator(".outages .reason")).ToHaveTextAsync("Nothing answers at 10.0.0.5");
        });
    }

    private static async Task StoreAsync(DashboardApp app, int gate, int off, DateTimeOffset now)
    {
        await using var db = await app.OpenDatabaseAsync();
        for (var hour = 2; hour < 20; hour++)
        {
            var start = now.AddHours(-hour).ToUnixTimeSeconds();
            db.Add(new CameraHealthHour
            {
                CameraId = gate,
                Start = start - (start % SpanSeconds.Hour),
                WatchedSeconds = 3600,
                SeenSeconds = hour == 5 ? 900 : 3600,
                Frames = 36000,
            });
        }

        db.Add(new CameraOutage
        {
            CameraId = gate,
            BeginAt = now.AddHours(-5),
            EndAt = now.AddHours(-4.25),
            Reason = "Nothing answers at 10.0.0.5.",
        });
        db.Add(new CameraOutage
        {
            CameraId = off,
            BeginAt = now.AddHours(-5),
            Reason = "Nothing answers at 10.0.0.5: check the address and the port, and that the camera is on.",
        });
        await db.SaveChangesAsync(Cancellation);
    }
}
