using System.Text.RegularExpressions;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>A camera that was being set up when the server was restarted: all but its secrets is there again, and those are asked for.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class RestartWizardTests(Chromium chromium)
{
    [Fact]
    public Task Wizard_InItsLastStep_HasWhatWasTypedThere_ThoughThePasswordIsAskedForFirst() => chromium.RestartAsync(
        async (_, visit) =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync("rtsp://127.0.0.1:9/stream");
            await visit.Field("User (optional)").FillAsync("viewer");
            await visit.Field("Password (optional)").FillAsync("a secret");
            await visit.Field("Substream (optional)").FillAsync("rtsp://127.0.0.1:9/small");
            await NextAsync(visit, 2);
            await NextAsync(visit, 3);
            await visit.Page.GetByText("Directions of travel (optional)").ClickAsync();
            await visit.Field("Name of this direction").FillAsync("in");
            await visit.Field("Name of the opposite direction").FillAsync("out");
            await NextAsync(visit, 4);
            await visit.Field("Countries").SelectOptionAsync("de");
            await NextAsync(visit, 5);
            await visit.Field("Capture mode").SelectOptionAsync("Auto");
            await visit.Field("Watch this camera from now on").UncheckAsync(new() { Force = true });
            await visit.Field("Name").FillAsync("Gate");
            await visit.Field("Name").BlurAsync();

            // The page holds it as soon as the field was left; the rate is still being typed as the server goes.
            await Expect(visit.Page.Locator("[data-kept]")).ToHaveAttributeAsync("data-value", new Regex("\"Alias\":\"Gate\""));
            await visit.Field("Frames per second").FillAsync("3.5");
        },
        async visit =>
        {
            await Expect(visit.Page).ToHaveURLAsync(Urls.NewCamera + "?step=1");
            await Expect(visit.Field("Address")).ToHaveValueAsync("rtsp://127.0.0.1:9/stream");
            await Expect(visit.Field("User (optional)")).ToHaveValueAsync("viewer");
            await Expect(visit.Field("Substream (optional)")).ToHaveValueAsync("rtsp://127.0.0.1:9/small");
            await Expect(visit.Page.Locator("#password-error")).ToContainTextAsync("Type the password again");
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page.Locator("#password-error")).ToBeVisibleAsync();
            await visit.Field("Password (optional)").FillAsync("a secret");
            await NextAsync(visit, 2);
            await NextAsync(visit, 3);
            await Expect(visit.Field("Name of this direction")).ToHaveValueAsync("in");
            await Expect(visit.Field("Name of the opposite direction")).ToHaveValueAsync("out");
            await NextAsync(visit, 4);
            await Expect(visit.Page.GetByText("Germany").First).ToBeVisibleAsync();
            await NextAsync(visit, 5);
            await Expect(visit.Field("Name")).ToHaveValueAsync("Gate");
            await Expect(visit.Field("Capture mode")).ToHaveValueAsync("Auto");
            await Expect(visit.Field("Frames per second")).ToHaveValueAsync("3.5");
            await Expect(visit.Field("Watch this camera from now on")).Not.ToBeCheckedAsync();
        },
        Restarts.Some);

    [Theory]
    [InlineData("http://127.0.0.1:9/live?token=Geheim99&n=1", "http://127.0.0.1:9/live?token=***&n=1")]
    [InlineData("rtsp://127.0.0.1:9/auth/Geheim99", "rtsp://127.0.0.1:9/auth/***")]
    public Task Wizard_WithASecretInItsAddress_AsksForItInItsPlace(string address, string kept) => chromium.RestartAsync(
        async (_, visit) =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync(address);
            await NextAsync(visit, 2);
        },
        async visit =>
        {
            await Expect(visit.Field("Address")).ToHaveValueAsync(kept);
            await Expect(visit.Page.Locator("#address-error")).ToContainTextAsync("Type what stood in place of ***");
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page.Locator("#address-error")).ToContainTextAsync("Type what stood in place of ***");
            await visit.Field("Address").FillAsync(address);
            await visit.Field("Address").BlurAsync();
            await Expect(visit.Page.Locator("#address-error")).ToHaveCountAsync(0);
            await NextAsync(visit, 2);
        },
        Restarts.Some);

    [Fact]
    public Task Message_NamesWhatIsMissing_AndStaysUntilSomebodyIsThere() => chromium.RestartAsync(
        async (app, visit) =>
        {
            var camera = await app.AddCameraAsync("Gate", "rtsp://camera.example/stream", camera => camera with { IsEnabled = false });
            await visit.GoAsync(Urls.CameraSettings(camera));
            await visit.Page.Locator("#password").FillAsync("a secret");
            await visit.Page.Locator("#snapshot").FillAsync("http://camera.example/still.jpg?pwd=s3cret");

            // A page that comes back at night waits for the morning: its clocks run, and nobody moves.
            await visit.Page.AddInitScriptAsync(
                "const wait = setTimeout; window.setTimeout = (then, ms, ...rest) => wait(then, ms === 8000 ? 1 : ms, ...rest);");
        },
        async visit =>
        {
            var message = visit.Page.Locator("#drafts-restored");
            await Expect(message).ToContainTextAsync("Not kept, to be typed again: Snapshot URL, Password");
            await visit.Page.EvaluateAsync("scrollTo(0, 0)");
            var places = await PlacesAsync(visit);
            await visit.Page.Mouse.MoveAsync(300, 300);
            await Expect(message).ToBeHiddenAsync();
            await visit.HoldsAsync("document.querySelector('.app-bar').getBoundingClientRect().top === 0");

            // What one reads, or is about to press, stays where it is.
            Assert.Equal(places, await PlacesAsync(visit));
        },
        Restarts.Some);

    private static async Task<float[]> PlacesAsync(Visit visit) =>
        await visit.Page.EvaluateAsync<float[]>(
            "['h1', '#alias', '.side-nav a'].map(one => Math.round(document.querySelector(one).getBoundingClientRect().top))");

    private static async Task NextAsync(Visit visit, int step)
    {
        await visit.Button("Next").ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync($"{Urls.NewCamera}?step={step}");
    }
}
