using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Recognition;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Cameras;

/// <summary>A camera is set up step by step.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class CameraWizardTests(Chromium chromium)
{
    private const float ReadMs = 60_000;

    [Theory]
    [InlineData(1280, false)]
    [InlineData(390, true)]
    public async Task NewCamera_StepByStep_ShowsWhatItReadsAndIsSaved(int width, bool isDark)
    {
        await using var app = await DashboardApp.StartAsync(null, builder =>
            builder.Services.Replace(ServiceDescriptor.Singleton<IPlateRecognizer>(services => services.GetRequiredService<PlateRecognizer>())));
        await chromium.VisitAsync(app, role: Roles.Administrator, width: width, isDark: isDark, name: $"wizard-{width}", journey: async visit =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Page.GetByText("Addresses of common cameras").ClickAsync();
            await visit.FaultlessAsync();
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter the camera's address");
            await visit.Field("Address").FillAsync(DemoClip.Path);
            await NextAsync(visit, 2);
            await Expect(visit.Page.GetByText("A picture of 1280 × 720 arrived.")).ToBeVisibleAsync();
            await Visit.LoadedAsync(visit.Page.GetByAltText("Picture of the camera"));
            await visit.FaultlessAsync();

            await NextAsync(visit, 3);
            await visit.Button("Start with a frame").ClickAsync();
            await visit.Button("Add a region").ClickAsync();
            await visit.Button("Start with a frame").ClickAsync();
            await visit.Button("Exclude").Last.ClickAsync();
            await visit.Button("Remove region 1").ClickAsync();
            await visit.Button("Undo").ClickAsync();
            await visit.Button("Remove region 2").ClickAsync();
            await visit.Page.GetByText("Directions of travel (optional)").ClickAsync();
            await visit.Field("Name of this direction").FillAsync("in");
            await visit.Field("Name of the opposite direction").FillAsync("out");
            await visit.FaultlessAsync();

            await NextAsync(visit, 4);
            await visit.Field("Countries").SelectOptionAsync("de");
            await visit.Button("Read plates now").ClickAsync();
            var plates = visit.Page.GetByRole(AriaRole.List, new() { Name = "Plates that were read", Exact = true });
            await Expect(plates).ToContainTextAsync(new Regex(string.Join('|', DemoClip.Plates)), new() { Timeout = ReadMs });
            await Expect(plates).ToContainTextAsync(new Regex(@"\d+ × \d+ pixels"));
            await Visit.LoadedAsync(plates.GetByRole(AriaRole.Img).First);
            await visit.FaultlessAsync();

            await NextAsync(visit, 5);
            await visit.Page.GoBackAsync();

            // The country is named in the last step too: only this button tells that the one before is there.
            await Expect(visit.Button("Read plates now")).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText("Germany").First).ToBeVisibleAsync();
            await visit.Page.GoForwardAsync();
            await Expect(visit.Button("Add camera")).ToBeVisibleAsync();
            await visit.Field("Name").FillAsync("Street");
            await visit.FaultlessAsync();
            await visit.Button("Add camera").ClickAsync();
            await visit.ArriveAsync(Urls.Cameras, "Cameras");
            Assert.Empty(visit.Errors);
        });
        var camera = Assert.Single(await app.CamerasAsync());
        Assert.Equal(("Street", DemoClip.Path, "de"), (camera.Alias, camera.Source, camera.Countries.ToText()));
        Assert.False(Assert.Single(camera.RegionOfInterest!.Polygons).IsExcluded);
        Assert.Equal(("in", "out"), (camera.Direction!.Name, camera.Direction.Opposite));
    }

    [Fact]
    public async Task Next_PressedWhileFieldsAboveItGo_GoesOn()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, width: 390, journey: async visit =>
        {
            await visit.GoAsync(Urls.NewCamera);

            // What is typed a moment before the page takes what came early is told as left at once: from an answer on, leaving alone tells it.
            var (address, user) = (visit.Field("Address"), visit.Field("User (optional)"));
            await address.FillAsync(DemoClip.Path);
            await address.BlurAsync();
            await Expect(user).ToHaveCountAsync(0);
            await address.FillAsync("rtsp://127.0.0.1:1/stream");
            await address.BlurAsync();
            await Expect(user).ToBeVisibleAsync();
            await address.FillAsync(DemoClip.Path);
            await visit.Button("Next").HoverAsync();
            var before = await visit.Button("Next").BoundingBoxAsync();
            await visit.Page.Mouse.DownAsync();
            await Expect(user).ToHaveCountAsync(0);
            Assert.NotEqual(before!.Y, (await visit.Button("Next").BoundingBoxAsync())!.Y);
            await visit.Page.Mouse.UpAsync();
            await Expect(visit.Page).ToHaveURLAsync($"{Urls.NewCamera}?step=2");
            Assert.Empty(visit.Errors);
        });
    }

    /// <summary>What a field cannot take is not cut in silence, and a camera that is there is not added again without a word.</summary>
    [Fact]
    public async Task Fields_SayWhatTheyLeaveOut_AndThatACameraIsThereAlready()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddCameraAsync("Gate", "rtsp://ada:secret@10.0.0.5/stream");
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync("rtsp://10.0.0.5:554/stream");
            await visit.Field("Address").BlurAsync();
            await Expect(visit.Page.GetByText("“Gate” has this address already")).ToBeVisibleAsync();
            var note = visit.Page.Locator("#cut-note");
            await Expect(note).ToBeHiddenAsync();
            await visit.Field("User (optional)").FillAsync(new string('a', 199));
            await visit.Field("User (optional)").PressSequentiallyAsync("b");
            await Expect(note).ToBeHiddenAsync();
            await visit.Field("User (optional)").PressSequentiallyAsync("c");
            await Expect(note).ToHaveTextAsync("At most 200 characters fit here: the rest was left out.");
            await visit.Field("User (optional)").PressAsync("Backspace");
            await Expect(note).ToBeHiddenAsync();

            // Pasted.
            await visit.Field("User (optional)").PressAsync("Control+a");
            await visit.Field("User (optional)").PressAsync("Control+c");
            await visit.Field("User (optional)").PressAsync("End");
            await visit.Field("User (optional)").PressAsync("Control+v");
            await Expect(note).ToBeVisibleAsync();
            Assert.Empty(visit.Errors);
        });
    }

    [Fact]
    public async Task NewCamera_ThatCannotBeReached_IsSavedWithItsSignInAndShowsNoPassword()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync("rtsp://ada:s3cret%2F@127.0.0.1:1/stream");
            await visit.Field("Address").BlurAsync();
            await Expect(visit.Field("Address")).ToHaveValueAsync("rtsp://127.0.0.1:1/stream");
            await Expect(visit.Field("User (optional)")).ToHaveValueAsync("ada");
            await NextAsync(visit, 2);
            await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing answers at 127.0.0.1:1");

            // Leaving asks; staying keeps what was typed.
            await visit.Link("Overview").First.ClickAsync();
            await visit.Button("Stay").ClickAsync();
            await NextAsync(visit, 3);
            await NextAsync(visit, 4);
            await NextAsync(visit, 5);
            await Expect(visit.Page.GetByText("There is no picture of this camera here")).ToBeVisibleAsync();
            await visit.Field("Name").FillAsync("Gate");
            Assert.DoesNotContain("s3cret", visit.Page.Url + await visit.Page.ContentAsync());
            await visit.Button("Add camera").ClickAsync();
            await visit.ArriveAsync(Urls.Cameras, "Cameras");
            Assert.DoesNotContain("s3cret", await visit.Page.ContentAsync());
            Assert.Empty(visit.Errors);
        });
        Assert.Equal("rtsp://ada:s3cret%2F@127.0.0.1:1/stream", Assert.Single(await app.CamerasAsync()).Source);
    }

    /// <summary>Where the field is, there it is said; and from the end there is a way back to it.</summary>
    [Fact]
    public async Task DirectionNames_ThatAreEqual_AreRefusedInTheirStep_AndLedBackToFromTheEnd()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync("rtsp://127.0.0.1:1/stream");
            await NextAsync(visit, 2);
            await NextAsync(visit, 3);
            await visit.Page.GetByText("Directions of travel (optional)").ClickAsync();
            await visit.Field("Name of this direction").FillAsync("in");
            await visit.Field("Name of the opposite direction").FillAsync("in");
            await visit.Button("Next").ClickAsync();
            var refusal = visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "The two directions need different names." });
            await Expect(refusal).ToBeVisibleAsync();
            await Expect(visit.Page).ToHaveURLAsync($"{Urls.NewCamera}?step=3");

            await visit.Field("Name of the opposite direction").FillAsync("out");
            await NextAsync(visit, 4);
            await NextAsync(visit, 5);
            await visit.Field("Name").FillAsync("Gate");
            await visit.Page.Locator("ol.steps a", new() { HasText = "Where to look" }).ClickAsync();
            await visit.Field("Name of the opposite direction").FillAsync("in");
            await visit.Page.Locator("ol.steps a", new() { HasText = "Name and save" }).ClickAsync();
            await visit.Button("Add camera").ClickAsync();
            await Expect(refusal).ToBeVisibleAsync();
            await visit.FaultlessAsync();
            await visit.Link("Back to step 3: Where to look").ClickAsync();
            await Expect(visit.Field("Name of the opposite direction")).ToHaveValueAsync("in");
            await Expect(refusal).ToBeVisibleAsync();
            Assert.Empty(visit.Errors);
        });
    }

    private static async Task NextAsync(Visit visit, int step)
    {
        await visit.Button("Next").ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync($"{Urls.NewCamera}?step={step}");
    }
}
