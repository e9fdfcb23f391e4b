using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Cameras;

/// <summary>The arrow of a camera's direction, turned on its picture.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class DirectionArrowTests(Chromium chromium)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Arrow_TurnedByItsEndsAndByKeys_IsSaved(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.AddCameraAsync("Gate", with: camera => camera with { Direction = new(180, "in", "out") });
        await chromium.VisitAsync(app, role: Roles.Administrator, width: width, journey: async visit =>
        {
            await visit.GoAsync(Urls.CameraSettings(id));
            await DragAsync(visit, "tip", 1, 0);
            await ShowsAsync(visit, 90);
            await DragAsync(visit, "tail", 1, 0);
            await ShowsAsync(visit, 270);
            await DragAsync(visit, "tip", 0, -1);
            await ShowsAsync(visit, 0);

            // Round the circle, in the steps of the field; the page does not scroll meanwhile.
            var top = await visit.Page.EvaluateAsync<float>("scrollY");
            await Tip(visit).FocusAsync();
            await visit.Page.Keyboard.PressAsync("ArrowLeft");
            await ShowsAsync(visit, 355);
            await visit.Page.Keyboard.PressAsync("ArrowUp");
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            await ShowsAsync(visit, 5);
            Assert.Equal(top, await visit.Page.EvaluateAsync<float>("scrollY"));
            await visit.FaultlessAsync();

            await visit.Field("Direction of the arrow").FillAsync("120");
            await ShowsAsync(visit, 120);
            await visit.Button("Save").ClickAsync();
            await visit.ArriveAsync(Urls.Camera(id), "Gate");
            Assert.Empty(visit.Errors);
        });
        Assert.Equal(120, Assert.Single(await app.CamerasAsync()).Direction?.Degrees);
    }

    private static ILocator Tip(Visit visit) =>
        visit.Page.GetByRole(AriaRole.Slider, new() { Name = "Arrow on the picture: drag it, or turn it with the arrow keys" });

    private static async Task DragAsync(Visit visit, string end, int x, int y)
    {
        var grip = end == "tip" ? Tip(visit) : visit.Page.Locator(".direction-picture [data-turn='180']");
        await grip.ScrollIntoViewIfNeededAsync();
        var from = (await grip.BoundingBoxAsync())!;
        var picture = (await visit.Page.Locator(".direction-picture").BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(from.X + (from.Width / 2), from.Y + (from.Height / 2));
        await visit.Page.Mouse.DownAsync();
        var (middleX, middleY, far) = (picture.X + (picture.Width / 2), picture.Y + (picture.Height / 2), picture.Height / 3);
        await visit.Page.Mouse.MoveAsync(middleX + (x * far), middleY + (y * far), new() { Steps = 5 });
        await visit.Page.Mouse.UpAsync();
    }

    // The arrow and the field, in the browser and by what the server says.
    private static async Task ShowsAsync(Visit visit, int degrees)
    {
        await Expect(visit.Field("Direction of the arrow")).ToHaveValueAsync($"{degrees}");
        await Expect(visit.Page.Locator(".direction-picture g")).ToHaveAttributeAsync("transform", $"rotate({degrees})");
        await Expect(Tip(visit)).ToHaveAttributeAsync("aria-valuenow", $"{degrees}");
    }
}
