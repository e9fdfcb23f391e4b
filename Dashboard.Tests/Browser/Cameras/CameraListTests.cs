using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Cameras;

/// <summary>The list of many cameras, of which some give no frames.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class CameraListTests(Chromium chromium)
{
    [Fact]
    public async Task Cards_OfARow_HaveAllAtOneHeight_WhateverIsAmiss()
    {
        await using var app = await DashboardApp.StartAsync();
        var dark = await app.AddCameraAsync("Dark", "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true });
        for (var n = 1; n <= 4; n++)
        {
            await app.AddCameraAsync(n == 1 ? "Off beside the northern entrance of the car park by the old mill" : $"Off {n}");
        }

        await Eventually.TrueAsync(() => app.CameraStatus(dark).LastError is not null, "the dark camera says so");
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            await Expect(visit.Page.Locator("article.camera")).ToHaveCountAsync(5);
            await visit.HoldsAsync(
                """
                ['article.camera', '.camera-picture', '.switch'].every(part => {
                  const first = [...document.querySelectorAll(`article.camera${part === 'article.camera' ? '' : ` ${part}`}`)].slice(0, 3);
                  const boxes = first.map(element => element.getBoundingClientRect());
                  return boxes.length === 3 && new Set(boxes.map(box => `${Math.round(box.top)} ${Math.round(box.height)}`)).size === 1;
                })
                """);
            var picture = (await visit.Page.Locator(".camera-picture").First.BoundingBoxAsync())!;
            await visit.Page.Mouse.ClickAsync(picture.X + picture.Width / 2, picture.Y + picture.Height / 2);
            await visit.ArriveAsync(Urls.Camera(dark), "Dark");
        });
    }

    /// <summary>A thumb that scrolls past may touch a switch; and whoever looks at flows all day learns of a dark camera too.</summary>
    [Fact]
    public async Task Camera_SwitchedOffByMistake_IsOnAgainByOnePress_AndADarkOneIsCountedOnEveryPage()
    {
        await using var app = await DashboardApp.StartAsync();
        var dark = await app.AddCameraAsync("Dark", "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true });
        await Eventually.TrueAsync(() => app.CameraStatus(dark).LastError is not null, "the dark camera says so");
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            var count = visit.Page.Locator(".side-nav .nav-count");
            await visit.GoAsync(Urls.Flows);
            await Expect(count).ToContainTextAsync("without picture");
            await visit.GoAsync(Urls.Camera(dark));
            await Expect(visit.Link("Live").Last).ToHaveAttributeAsync("href", Urls.LiveCamera(dark));
            await Expect(visit.Button("Capture now")).ToBeDisabledAsync();
            var onPage = visit.Page.GetByRole(AriaRole.Switch, new() { Name = "Watch this camera" });
            await visit.Page.Locator(".look-text .switch").ClickAsync();
            await Expect(onPage).Not.ToBeCheckedAsync();
            await Expect(visit.Page.Locator(".camera-state")).ToHaveTextAsync("Off");
            await visit.Page.Locator(".look-text .switch").ClickAsync();
            await Expect(visit.Page.Locator(".camera-state")).Not.ToHaveTextAsync("Off");
            await visit.GoAsync(Urls.Cameras);
            var watch = visit.Page.GetByRole(AriaRole.Switch, new() { Name = "Watch Dark" });
            await visit.Page.Locator("article.camera .switch").ClickAsync();
            await Expect(watch).Not.ToBeCheckedAsync();
            await Expect(count).ToHaveCountAsync(0);
            await visit.Button("Switch it on again").ClickAsync();
            await Expect(watch).ToBeCheckedAsync();
            await Expect(count).ToContainTextAsync("without picture");
            await visit.GoAsync(Urls.Camera(dark));
            await visit.Button("Delete").ClickAsync();
            await visit.Button("Delete camera").ClickAsync();
            await visit.ArriveAsync(Urls.Cameras, "Cameras");
            Assert.Empty(visit.Errors);
        });
        Assert.Empty(await app.CamerasAsync());
    }

    /// <summary>One of two that were switched off is on again: what is told of the other stays.</summary>
    [Fact]
    public async Task NoticeOfACameraThatIsOff_GoesAsThatOneIsOnAgain()
    {
        await using var app = await DashboardApp.StartAsync();
        foreach (var name in new[] { "North", "South" })
        {
            await app.AddCameraAsync(name, "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true });
        }

        await chromium.VisitAsync(app, role: Roles.Operator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            var switches = visit.Page.Locator("article.camera .switch");
            await switches.First.ClickAsync();
            await switches.Last.ClickAsync();
            var notices = visit.Page.Locator(".mud-snackbar");
            await Expect(notices).ToHaveCountAsync(2);
            await switches.First.ClickAsync();
            await Expect(notices).ToHaveCountAsync(1);
            await Expect(notices).ToContainTextAsync("South");
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task Field_ThatIsRightAgain_IsNoLongerCalledWrong_AndOneThatIsNotStaysSo()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddCameraAsync("Taken");
        var gate = await app.AddCameraAsync("Gate");
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.CameraSettings(gate));
            await visit.Field("Name").FillAsync("Taken");
            await visit.Field("Frames per second").FillAsync("500");
            await visit.Button("Save").ClickAsync();
            var wrong = visit.Page.Locator(".field-error");
            await Expect(wrong).ToContainTextAsync(["0.1 to 30"]);
            await visit.Field("Frames per second").FillAsync("5");
            await visit.Button("Save").ClickAsync();
            await Expect(wrong).ToHaveCountAsync(1);
            await visit.Field("Manual delay, ms").FillAsync("9000");
            await visit.Field("Manual delay, ms").BlurAsync();
            await Expect(wrong).ToHaveCountAsync(2);
            await visit.Field("Name").FillAsync("North");
            await visit.Field("Name").BlurAsync();
            await Expect(wrong).ToHaveCountAsync(1);
            Assert.Empty(visit.Errors);
        });
    }

    /// <summary>On a phone what was done is told across the screen in whole words, with what can be done next below.</summary>
    [Fact]
    public async Task Notice_OnAPhone_HasItsButtonBelowItsText_AndItsCrossBeside()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddCameraAsync("Gate north, in", with: camera => camera with { IsEnabled = true });
        await chromium.VisitAsync(app, role: Roles.Administrator, width: 390, journey: async visit =>
        {
            await visit.GoAsync(Urls.Cameras);
            await visit.Page.Locator("article.camera .switch").ClickAsync();
            var notice = visit.Page.Locator(".mud-snackbar");
            await Expect(notice).ToContainTextAsync("was switched off");
            await visit.HoldsAsync(
                """
                (() => {
                  const [whole, text, action, cross] =
                    ['', ' .mud-snackbar-content-message', ' .mud-snackbar-content-action .mud-button', ' .mud-snackbar-content-action .mud-icon-button']
                      .map(part => document.querySelector(`.mud-snackbar${part}`).getBoundingClientRect());
                  return whole.width > 350 && whole.left >= 0 && whole.right <= 390 && action.top >= text.bottom && text.height < 80
                    && cross.left >= text.right - 1 && cross.top < text.bottom;
                })()
                """);
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
            await visit.Button("and 3 more without picture").ClickAsync();
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
