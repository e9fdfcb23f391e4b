using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Cameras;

/// <summary>The region of interest, drawn by hand on a camera's picture.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class RegionOfInterestTests(Chromium chromium)
{
    private static readonly (float X, float Y)[] Corners = [(.1f, .2f), (.9f, .2f), (.9f, .8f), (.1f, .8f)];

    [Fact]
    public async Task Region_DrawnOnThePictureAndSaved_IsThereAgain()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("gate", DemoClip.Path);
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await OpenAsync(visit, camera);
            await DrawAsync(visit);
            await visit.Button("Save").ClickAsync();
            await visit.ArriveAsync(Urls.Camera(camera), "gate");

            await OpenAsync(visit, camera);
            await Expect(Corner(visit)).ToHaveCountAsync(Corners.Length);
            await ShowsAsync(visit);
            await visit.Button("Clear all").ClickAsync();
            await Expect(Corner(visit)).ToHaveCountAsync(0);
            await visit.Button("Undo").ClickAsync();
            await Expect(Corner(visit)).ToHaveCountAsync(Corners.Length);
            Assert.Empty(visit.Errors);
        });
    }

    private static ILocator Picture(Visit visit) => visit.Page.GetByAltText("Picture of the camera");

    private static ILocator Corner(Visit visit, int number = 0) =>
        visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(number == 0 ? "^Corner " : $"^Corner {number} of ") });

    private static async Task OpenAsync(Visit visit, int camera)
    {
        await visit.GoAsync(Urls.CameraSettings(camera));
        await visit.Button("Test the connection").ClickAsync();
        await Visit.LoadedAsync(Picture(visit));
    }

    private static async Task DrawAsync(Visit visit)
    {
        var box = await Picture(visit).BoundingBoxAsync();
        for (var i = 0; i < Corners.Length; i++)
        {
            await Picture(visit)
                .ClickAsync(new() { Force = true, Position = new() { X = Corners[i].X * box!.Width, Y = Corners[i].Y * box.Height } });
            await Expect(Corner(visit)).ToHaveCountAsync(i + 1);
        }

        await ShowsAsync(visit);
    }

    // To a whole percent: a click falls on a whole pixel.
    private static async Task ShowsAsync(Visit visit)
    {
        for (var i = 0; i < Corners.Length; i++)
        {
            var name = await Corner(visit, i + 1).GetAttributeAsync("aria-label") ?? "";
            var at = Regex.Match(name, @", ([\d.]+) % from the left, ([\d.]+) % from the top");
            Assert.Equal(Corners[i].X * 100, float.Parse(at.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), 1f);
            Assert.Equal(Corners[i].Y * 100, float.Parse(at.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), 1f);
        }
    }
}
