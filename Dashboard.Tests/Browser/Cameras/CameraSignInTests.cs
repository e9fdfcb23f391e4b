using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Cameras;

/// <summary>The addresses and the sign-in of a camera that is there are corrected in the fields that a new one has.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class CameraSignInTests(Chromium chromium)
{
    private const string Source = "rtsp://cam:s3cret@127.0.0.1:1/eu";

    [Fact]
    public async Task Password_Corrected_IsStored_AndTheSubstreamTakesTheSignIn()
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.AddCameraAsync("Gate", Source);
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.CameraSettings(id));
            await Expect(visit.Field("Address")).ToHaveValueAsync("rtsp://127.0.0.1:1/eu");
            await Expect(visit.Field("User (optional)")).ToHaveValueAsync("cam");
            await Expect(visit.Field("Password (optional)")).ToHaveValueAsync("");
            await Expect(visit.Page.GetByText("One is stored. Leave this empty to keep it.")).ToBeVisibleAsync();
            Assert.DoesNotContain("s3cret", await visit.Page.ContentAsync());

            await visit.Field("Substream (optional)").FillAsync("rtsp://cam:***@127.0.0.1:1/eusub");
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync(Urls.Camera(id));
            Assert.Equal("rtsp://cam:s3cret@127.0.0.1:1/eusub", Assert.Single(await app.CamerasAsync()).Substream);

            await visit.Page.Locator(".page-head").GetByText("Settings").ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync(Urls.CameraSettings(id));
            await Expect(visit.Field("Substream (optional)")).ToHaveValueAsync("rtsp://127.0.0.1:1/eusub");
            await visit.Field("Address").FillAsync("rtsp://cam:p@ss/w#rd@127.0.0.1:1/eu");
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Page.Locator("#address-error")).ToContainTextAsync("in their own fields");
            await visit.Field("Address").FillAsync("rtsp://cam:right pass@127.0.0.1:1/eu");
            await visit.Field("Address").BlurAsync();
            await Expect(visit.Field("Address")).ToHaveValueAsync("rtsp://127.0.0.1:1/eu");
            await Expect(visit.Field("Password (optional)")).ToHaveValueAsync("right pass");
            await visit.Field("Password (optional)").FillAsync("p@ss/w#rd");
            await visit.Button("Save").ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync(Urls.Camera(id));
            Assert.Empty(visit.Errors);
        });
        var camera = Assert.Single(await app.CamerasAsync());
        Assert.All([camera.Source, camera.Substream!], address => Assert.Equal("p@ss/w#rd", CameraSource.SplitSignIn(address).Password));
    }

    [Fact]
    public async Task NewCamera_ABareHost_IsOffered_AndWhatWasTypedIsUsed()
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync("127.0.0.1:1/eu");
            await visit.Field("User (optional)").FillAsync("cam");
            await visit.Field("Password (optional)").FillAsync("p w");
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page.Locator("#address-error")).ToContainTextAsync("Begin the address");
            await Expect(visit.Field("Password (optional)")).ToHaveValueAsync("p w");
            await visit.Button("Did you mean rtsp://127.0.0.1:1/eu?").ClickAsync();
            await Expect(visit.Field("Address")).ToHaveValueAsync("rtsp://127.0.0.1:1/eu");
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync($"{Urls.NewCamera}?step=2");
            foreach (var step in (int[])[3, 4, 5])
            {
                await visit.Button("Next").ClickAsync();
                await Expect(visit.Page).ToHaveURLAsync($"{Urls.NewCamera}?step={step}");
            }

            await visit.Field("Name").FillAsync("Gate");
            await visit.Button("Add camera").ClickAsync();
            await visit.ArriveAsync(Urls.Cameras, "Cameras");
            Assert.Empty(visit.Errors);
        });
        Assert.Equal("rtsp://cam:p%20w@127.0.0.1:1/eu", Assert.Single(await app.CamerasAsync()).Source);
    }

    /// <summary>Where the user and the password are is one press away, and that step is not shown as one that is well.</summary>
    [Fact]
    public async Task NewCamera_ThatRefusesTheSignIn_LeadsBackToIt()
    {
        await using var app = await DashboardApp.StartAsync();
        var jpeg = app.Jpeg(320, 240);
        await using var camera = await SnapshotCamera.StartAsync("Basic", (_, _) => Task.FromResult(jpeg));
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync(camera.Address);
            await visit.Field("Address").BlurAsync();

            // Until then the password of the address is on its way to this field.
            var (_, user, password) = CameraSource.SplitSignIn(camera.Address);
            await Expect(visit.Field("User (optional)")).ToHaveValueAsync(user);
            await visit.Field("Password (optional)").FillAsync("wrong");
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page.GetByText("The camera refused the sign-in")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator("ol.steps .wrong")).ToContainTextAsync("Address");
            await visit.Link("Change the sign-in").ClickAsync();
            await visit.Field("Password (optional)").FillAsync(password);
            await visit.Button("Next").ClickAsync();
            await Visit.LoadedAsync(visit.Page.GetByAltText("Picture of the camera"));
            await Expect(visit.Page.Locator("ol.steps .wrong")).ToHaveCountAsync(0);
            await Expect(visit.Link("Change the sign-in")).ToHaveCountAsync(0);

            // Nothing was drawn: nothing is said of it.
            await visit.Button("Next").ClickAsync();
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page.GetByText("See what is read from the camera at this moment.", new() { Exact = true })).ToBeVisibleAsync();
            Assert.Empty(visit.Errors);
        });
    }

    /// <summary>Of both streams it is said what came; and what does not work stands at the top of the camera's page.</summary>
    [Fact]
    public async Task Test_OfACameraWithASubstream_TellsOfBoth_AndThePageSaysWhatIsWrong()
    {
        await using var app = await DashboardApp.StartAsync();
        var id = await app.AddCameraAsync("Gate", "/nowhere/clip.mp4", camera => camera with { IsEnabled = true });
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync(DemoClip.Path);
            await visit.Field("Substream (optional)").FillAsync("rtsp://127.0.0.1:1/small");
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page.GetByText("Main stream: A picture of 1280 × 720 arrived.")).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText("Substream: Nothing answers at 127.0.0.1:1")).ToBeVisibleAsync();

            await visit.GoAsync(Urls.CameraSettings(id));
            await Expect(visit.Page.Locator(".state-line")).ToContainTextAsync("No picture");
            await Expect(visit.Page.Locator(".state-line [role=status]")).ToContainTextAsync("Next attempt");
            await visit.Field("Substream (optional)").FillAsync(DemoClip.Path);
            await visit.Button("Test the connection").ClickAsync();
            await Expect(visit.Page.GetByText("Substream: A picture of 1280 × 720 arrived.")).ToBeVisibleAsync();
            await Expect(visit.Page.Locator(".test-bad")).ToContainTextAsync("Main stream: ");
        });
    }
}
