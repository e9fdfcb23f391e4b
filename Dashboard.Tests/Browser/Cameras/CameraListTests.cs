using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Cameras;

/// <summary>The list of many cameras, of which some give no frames.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class CameraListTests(Chromium chromium)
{
    [Fact]
    public async Task Cards_AreOfOneHeight_WhateverIsAmiss()
    {
        await using var app = await DashboardApp.StartAsync();
        var dark = await app.AddCameraAsync("Dark", "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true });
        for (var n = 1; n <= 4; n++)
        {
            await app.AddCameraAsync($"Off {n}");
        }

        await Eventually.TrueAsync(() => app.CameraStatus(dark).LastError is not null, "the dark camera says so");
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            await Expect(visit.Page.Locator("article.camera")).ToHaveCountAsync(5);
            await visit.HoldsAsync(
                "new Set([...document.querySelectorAll('article.camera')].map(card => Math.round(card.getBoundingClientRect().height))).size === 1");
        });
    }

    /// <summary>What runs is not pushed out of sight by what does not; the others are one press away, and stay so in the address.</summary>
    [Fact]
    public async Task ManyDarkCameras_OnAPhone_AreFolded_UntilSomebodyAsks()
    {
        await using var app = await DashboardApp.StartAsync();
        var ids = new List<int>();
        for (var n = 1; n <= 8; n++)
        {
            ids.Add(await app.AddCameraAsync($"Dark {n}", "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true }));
        }

        await app.AddCameraAsync("Off");
        await Eventually.TrueAsync(() => ids.TrueForAll(id => app.CameraStatus(id).LastError is not null), "the dark cameras say so");
        await chromium.VisitAsync(app, role: Roles.Viewer, width: 390, journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            var seen = visit.Page.Locator("article.camera:visible");
            await Expect(seen).ToHaveCountAsync(6);
            await Expect(seen.Last).ToContainTextAsync("Off");
            await visit.FaultlessAsync();
            await visit.Button("and 3 more without frames").ClickAsync();
            await Expect(seen).ToHaveCountAsync(9);
            await Expect(visit.Page).ToHaveURLAsync(Urls.Cameras + "?dark=all");
        });
        await chromium.VisitAsync(app, role: Roles.Viewer, name: "many-dark-wide", journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            await Expect(visit.Page.Locator("article.camera:visible")).ToHaveCountAsync(9);
        });
    }
}
