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
}
