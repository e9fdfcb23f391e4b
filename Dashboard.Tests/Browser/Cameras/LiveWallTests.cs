using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Cameras;

/// <summary>The wall of live pictures, as somebody arranges it.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class LiveWallTests(Chromium chromium)
{
    [Fact]
    public async Task Wall_IsOrdered_EnlargedAndLeftWithEscape()
    {
        await using var app = await DashboardApp.StartAsync();
        foreach (var name in new[] { "Entrance", "Exit" })
        {
            await app.AddCameraAsync(name, "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true });
        }

        await chromium.VisitAsync(app, role: Roles.Viewer, journey: async visit =>
        {
            await visit.GoAsync(Urls.Live);
            var screens = visit.Page.Locator("section.screen");
            await Expect(screens).ToHaveCountAsync(2);
            await Expect(visit.Button("Move Entrance left")).ToBeDisabledAsync();
            await Expect(visit.Button("Move Exit right")).ToBeDisabledAsync();
            await visit.Button("Move Exit left").ClickAsync();
            await Expect(screens.First).ToContainTextAsync("Exit");
            await visit.FaultlessAsync();

            await visit.Link("Enlarge Exit").ClickAsync();
            await Expect(screens).ToHaveCountAsync(1);
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(screens).ToHaveCountAsync(2);
            await Expect(screens.First).ToContainTextAsync("Exit");
            Assert.Empty(visit.Errors);
        });
    }

    /// <summary>Two that begin alike are told apart by how they end.</summary>
    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task Names_AreSeenWhole_BesideTheirButtons(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync();
        for (var n = 1; n <= 9; n++)
        {
            await app.AddCameraAsync(
                $"Main entrance of the northern car park, lane {n}", "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true });
        }

        await chromium.VisitAsync(app, role: Roles.Viewer, width: width, isDark: isDark, name: $"live-names-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Live);
            await Expect(visit.Page.Locator(".no-frames").First).ToContainTextAsync("No picture");
            await visit.HoldsAsync(
                """
                [...document.querySelectorAll('.screen')].every(screen => {
                  const [name, tile] = [screen.querySelector('.name'), screen.getBoundingClientRect()];
                  const [box, picture] = [name, screen.querySelector('canvas')].map(element => element.getBoundingClientRect());
                  const meets = other => other.left < box.right && box.left < other.right && other.top < box.bottom && box.top < other.bottom;
                  const stands = [name, ...screen.querySelectorAll('.state, .icon-button')].map(element => element.getBoundingClientRect());
                  return name.scrollWidth <= name.clientWidth + 1 && name.scrollHeight <= name.clientHeight + 1
                    && stands.every(other => other.height === 0 || (other.top >= picture.bottom - .5 && other.bottom <= tile.bottom + .5))
                    && ![...screen.querySelectorAll('.icon-button')].some(other => meets(other.getBoundingClientRect()));
                })
                """);
            await visit.FaultlessAsync();
        });
    }

    /// <summary>A long name takes two lines of its tile and no more, and the tiles beside it are as high, with their pictures at one level.</summary>
    [Theory]
    [InlineData(1280, 2)]
    [InlineData(1280, 4)]
    [InlineData(390, 2)]
    public async Task Tiles_InARow_AreOfOneHeight_WhateverTheirNames(int width, int columns)
    {
        await using var app = await DashboardApp.StartAsync();
        foreach (var name in new[] { "A", "Main entrance of the northern car park by the old mill, lane 4", "C", "D" })
        {
            await app.AddCameraAsync(name, "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true });
        }

        await chromium.VisitAsync(app, role: Roles.Viewer, width: width, name: $"live-row-{width}-{columns}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Live);
            await visit.Page.GetByLabel("Columns").SelectOptionAsync($"{columns}");
            await visit.HoldsAsync(
                $$"""
                (() => {
                  const box = part => [...document.querySelectorAll(part)].slice(0, 2).map(element => element.getBoundingClientRect());
                  const isOne = ([one, other]) => Math.abs(one.top - other.top) < 1 && Math.abs(one.height - other.height) < 1;
                  return getComputedStyle(document.querySelector('.wall')).gridTemplateColumns.split(' ').length === {{columns}}
                    && isOne(box('.screen')) && isOne(box('.screen canvas')) && document.querySelectorAll('.name')[1].clientHeight < 40;
                })()
                """);
        });
    }

    /// <summary>What stands above another is moved up, not to the left; and fewer columns than were chosen are told.</summary>
    [Fact]
    public async Task Wall_OfAPhone_IsMovedUpAndDown_AndSaysHowManyColumnsFit()
    {
        await using var app = await DashboardApp.StartAsync();
        foreach (var name in new[] { "Entrance", "Exit" })
        {
            await app.AddCameraAsync(name, "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true });
        }

        await chromium.VisitAsync(app, role: Roles.Viewer, width: 390, journey: async visit =>
        {
            await visit.GoAsync(Urls.Live);
            await visit.Button("Move Exit up").ClickAsync();
            await Expect(visit.Page.Locator("section.screen").First).ToContainTextAsync("Exit");
            await visit.Page.GetByLabel("Columns").SelectOptionAsync("6");
            await Expect(visit.Page.GetByText("2 fit here")).ToBeVisibleAsync();
            await visit.FaultlessAsync();
            await visit.Link("Enlarge Exit").ClickAsync();
            await Expect(visit.Page.GetByLabel("Columns")).ToHaveCountAsync(0);
            await Expect(visit.Page.GetByText("2 cameras")).ToHaveCountAsync(0);
            Assert.Empty(visit.Errors);
        });
    }

    [Theory]
    [InlineData(1280, 0, 4)]
    [InlineData(1920, 0, 5)]
    [InlineData(390, 3, 2)]
    public async Task Wall_OfTwelveCameras_FitsTheScreen(int width, int chosen, int columns)
    {
        await using var app = await DashboardApp.StartAsync();
        for (var n = 1; n <= 12; n++)
        {
            await app.AddCameraAsync($"Gate {n}", "rtsp://127.0.0.1:1/stream", camera => camera with { IsEnabled = true });
        }

        await chromium.VisitAsync(app, role: Roles.Viewer, width: width, name: $"live-wall-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.Live);
            if (chosen > 0)
            {
                await visit.Page.GetByLabel("Columns").SelectOptionAsync($"{chosen}");
            }

            await Expect(visit.Page.Locator(".no-frames").First).ToContainTextAsync("No picture");
            await visit.Page.WaitForFunctionAsync(
                $"() => getComputedStyle(document.querySelector('.wall')).gridTemplateColumns.split(' ').length === {columns}");
            Assert.True(chosen > 0 || await visit.Page.EvaluateAsync<bool>(
                "() => document.querySelector('.wall').getBoundingClientRect().bottom <= window.innerHeight"));
            await visit.FaultlessAsync();
        });
    }
}
