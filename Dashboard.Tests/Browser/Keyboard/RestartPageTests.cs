using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Tests.Cameras;
using Dashboard.Tests.Support;
using Dashboard.Tests.Web.Shared;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>What a page holds beside its fields is there again after the server was restarted.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class RestartPageTests(Chromium chromium)
{
    [Fact]
    public Task Filter_HalfBuilt_IsOpenAgainWithItsConditions() => chromium.RestartAsync(
        async (_, visit) =>
        {
            await visit.GoAsync(Urls.Flows);
            await visit.Button("More filters").ClickAsync();
            await visit.Field("Value").FillAsync("AB12");
            await visit.Button("Add a condition").ClickAsync();
            await visit.Field("Field").Nth(1).SelectOptionAsync("Time");
            await visit.Page.Locator(".date-field .control").FillAsync("2026-0");
            await Expect(visit.Field("Value").Last).ToHaveValueAsync("2026-0");
        },
        async visit =>
        {
            await Expect(visit.Field("Field")).ToHaveCountAsync(2);
            await Expect(visit.Field("Value").First).ToHaveValueAsync("AB12");
            await Expect(visit.Field("Value").Last).ToHaveValueAsync("2026-0");
        });

    [Fact]
    public Task Countries_Chosen_AreThereAgain() => chromium.RestartAsync(
        async (app, visit) =>
        {
            var camera = await app.AddCameraAsync("Gate", DemoClip.Path, camera => camera with { IsEnabled = false });
            await visit.GoAsync(Urls.CameraSettings(camera));
            await visit.Field("Countries").SelectOptionAsync("Italy");
            await Expect(visit.Button("Remove Italy")).ToBeVisibleAsync();
        },
        visit => Expect(visit.Button("Remove Italy")).ToBeVisibleAsync());

    [Fact]
    public Task Region_Drawn_IsThereAgain() => chromium.RestartAsync(
        async (app, visit) =>
        {
            var camera = await app.AddCameraAsync("Gate", DemoClip.Path, camera => camera with { IsEnabled = false });
            await visit.GoAsync(Urls.CameraSettings(camera));
            await visit.Button("Test the connection").ClickAsync();
            await visit.Button("Start with a frame").ClickAsync();
            await Expect(visit.Button("Remove region 1")).ToBeVisibleAsync();
        },
        visit => Expect(visit.Button("Remove region 1")).ToBeVisibleAsync());

    [Fact]
    public Task Wizard_ComesBackAtItsStep_WithWhatWasEntered() => chromium.RestartAsync(
        async (_, visit) =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync(DemoClip.Path);
            await visit.Button("Next").ClickAsync();
            await visit.Page.GetByText("A picture of 1280 × 720 arrived.").WaitForAsync();
            await visit.Button("Next").ClickAsync();
            await visit.Button("Start with a frame").ClickAsync();
            await Expect(visit.Button("Remove region 1")).ToBeVisibleAsync();
            await visit.Page.GetByText("Directions of travel (optional)").ClickAsync();
            await visit.Field("Name of this direction").FillAsync("in");
            await visit.Field("Name of the opposite direction").FillAsync("out");
        },
        async visit =>
        {
            // There is nothing to draw on without a picture: it is asked for by itself.
            await Expect(visit.Button("Remove region 1")).ToBeVisibleAsync();
            await Expect(visit.Page).ToHaveURLAsync(Urls.NewCamera + "?step=3");
            await Expect(visit.Field("Name of this direction")).ToHaveValueAsync("in");
            await Expect(visit.Field("Name of the opposite direction")).ToHaveValueAsync("out");
        });

    [Fact]
    public Task Wizard_WithAPassword_BeginsWithTheFirstStep_AndTellsThatSomethingIsMissing() => chromium.RestartAsync(
        async (_, visit) =>
        {
            await visit.GoAsync(Urls.NewCamera);
            await visit.Field("Address").FillAsync("rtsp://127.0.0.1:9/stream");
            await visit.Field("User (optional)").FillAsync("viewer");
            await visit.Field("Password (optional)").FillAsync("a secret");
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Page).ToHaveURLAsync(Urls.NewCamera + "?step=2");
        },
        async visit =>
        {
            await Expect(visit.Page).ToHaveURLAsync(Urls.NewCamera + "?step=1");
            await Expect(visit.Field("Address")).ToHaveValueAsync("rtsp://127.0.0.1:9/stream");
            await Expect(visit.Field("User (optional)")).ToHaveValueAsync("viewer");
            await Expect(visit.Field("Password (optional)")).ToHaveValueAsync("");
        },
        Restarts.Some);

    [Fact]
    public Task Address_WithASecret_IsNotWrittenDown_AndTheRestIs() => chromium.RestartAsync(
        async (app, visit) =>
        {
            var camera = await app.AddCameraAsync("Gate", "rtsp://camera.example/stream", camera => camera with { IsEnabled = false });
            await visit.GoAsync(Urls.CameraSettings(camera));
            await visit.Page.Locator("#user").FillAsync("q7Rk20vXw91LmZ4tB6nD");
            await visit.Page.Locator("#address").FillAsync("rtsp://ada:s3cret@camera.example/stream");
            await visit.Page.Locator("#snapshot").FillAsync("http://camera.example/still.jpg?pwd=s3cret");
            await visit.Page.Locator("#alias").FillAsync("North gate");
        },
        async visit =>
        {
            await Expect(visit.Page.Locator("#alias")).ToHaveValueAsync("North gate");
            await Expect(visit.Page.Locator("#address")).ToHaveValueAsync("rtsp://camera.example/stream");
            await Expect(visit.Page.Locator("#snapshot")).ToHaveValueAsync("");
            await Expect(visit.Page.Locator("#user")).ToHaveValueAsync("");
        },
        Restarts.Some);

    /// <summary>What may have a secret in it by the server's rule, and what has none.</summary>
    [Fact]
    public async Task Values_AreWrittenDown_WhereTheyTellNoSecret()
    {
        string[] telling = KeptSecretTests.Telling, plain = KeptSecretTests.Harmless;
        var named = PlantedSecretTests.Names.SelectMany(name => new[]
        {
            $"http://cam/s?{name}=Geheim99", $"http://cam/s?{Uri.EscapeDataString(name)}=Geheim99&n=1", $"cam.example/s?n=1&{name}=Geheim99",
        });
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Domain.Users.Roles.Operator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            Assert.Equal(telling, await visit.Page.EvaluateAsync<string[]>("all => all.filter(mayTellSecret)", telling.Concat(plain)));
            Assert.Empty(await visit.Page.EvaluateAsync<string[]>("all => all.filter(one => !mayTellSecret(one))", named));
        });
    }

    /// <summary>What a dialog holds is written down too, to tell it from others.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dialog_WithASecretInAnAddress_IsWrittenDownWithoutIt(bool isTyped)
    {
        const string address = "https://hooks.example.com/x?token=Geheim99";
        await using var app = await DashboardApp.StartAsync();
        await app.Get<WebHookStore>().AddAsync(
            new WebHook { Name = "Gate", Url = isTyped ? "https://hooks.example.com/" : address, SendsAlerts = true }, Cancellation);
        await chromium.VisitAsync(app, role: Domain.Users.Roles.Administrator, journey: async visit =>
        {
            await visit.GoAsync(Urls.WebHooks);
            await visit.Button("Edit Gate").ClickAsync();
            await visit.Field("Name").FillAsync("North gate");
            if (isTyped)
            {
                await visit.Field("Address").FillAsync(address);
            }

            // The server is away, and the page is loaded anew by hand.
            var written = await visit.Page.EvaluateAsync<string>(
                "() => { document.getElementById('components-reconnect-modal').classList.add('components-reconnect-show');"
                + " dispatchEvent(new Event('pagehide')); return sessionStorage.getItem('drafts'); }");
            Assert.Contains("North gate", written);
            Assert.DoesNotContain("Geheim99", written);
        });
    }

    [Fact]
    public Task Note_BegunOnAnotherFlow_IsThereAgain() => chromium.RestartAsync(
        async (app, visit) =>
        {
            var camera = await app.AddCameraAsync("Gate");
            var flow = await app.PassAsync(camera, "ABC123");
            await app.PassAsync(camera, "XYZ789");
            await visit.GoAsync(Urls.Flow(flow));
            await visit.Field("New note").FillAsync("Driver forgot the");
            await visit.Button("Previous flow").ClickAsync();
            await Expect(visit.Field("New note")).ToHaveValueAsync("");
        },
        async visit =>
        {
            await visit.Button("Next flow").ClickAsync();
            await Expect(visit.Field("New note")).ToHaveValueAsync("Driver forgot the");
        });

    [Fact]
    public async Task Note_LeftWithEscape_IsThereWhenTheFlowIsOpenedAgain()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.PassAsync(await app.AddCameraAsync("Gate"), "ABC123");
        await chromium.VisitAsync(app, role: Domain.Users.Roles.Operator, journey: async visit =>
        {
            await visit.GoAsync(Urls.Flows);
            var row = visit.Page.Locator("tr", new() { HasText = "ABC123" }).GetByRole(AriaRole.Link).First;
            await row.ClickAsync();
            await visit.Field("New note").ClickAsync();
            await visit.Field("New note").PressSequentiallyAsync("Driver forgot the");
            await visit.Page.Keyboard.PressAsync("Escape");
            await visit.Page.Keyboard.PressAsync("Escape");
            await Expect(visit.Field("New note")).ToHaveCountAsync(0);
            await row.ClickAsync();
            await Expect(visit.Field("New note")).ToHaveValueAsync("Driver forgot the");
        });
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Message_CoversNothing(int width)
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate", with: camera => camera with { IsEnabled = false });
        await chromium.VisitAsync(app, role: Domain.Users.Roles.Administrator, width: width, name: $"{nameof(Message_CoversNothing)}-{width}", journey: async visit =>
        {
            foreach (var path in new[] { Urls.NewCamera, Urls.CameraSettings(camera) })
            {
                await visit.GoAsync(path);
                await visit.Page.EvaluateAsync("document.getElementById('drafts-restored').setAttribute('data-part', '')");
                await visit.Page.EvaluateAsync("document.getElementById('drafts-restored').showPopover()");
                await visit.HoldsAsync(
                    """
                    (() => {
                      const notice = document.querySelector('#drafts-restored .is-part').getBoundingClientRect();
                      const all = [...document.querySelectorAll('a:not(.skip-link), button, input, select, summary')].map(one => one.getBoundingClientRect());
                      return notice.height > 0 && all.filter(one => one.width > 0)
                        .every(one => one.top >= notice.bottom || one.bottom <= notice.top || one.left >= notice.right || one.right <= notice.left);
                    })()
                    """);
                await visit.Page.EvaluateAsync("document.getElementById('drafts-restored').hidePopover()");
                await visit.HoldsAsync("document.querySelector('.app-bar').getBoundingClientRect().top === 0");
            }

            await visit.Button("Save").ClickAsync(new() { Timeout = 5000 });
            await visit.ArriveAsync(Urls.Camera(camera), "Gate");
        });
    }
}
