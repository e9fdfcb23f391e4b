using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>What holds for each page: everybody can use it, it fits a phone, and nothing goes wrong on it.</summary>
[Collection(BrowserPageTests.Name)]
[Trait("Category", "Browser")]
public sealed class EveryPageTests(Chromium chromium) : IAsyncLifetime
{
    private const int Phone = 390;

    private readonly DashboardApp _fresh = DashboardApp.Create();
    private readonly DashboardApp _used = DashboardApp.Create();
    private (string Path, string Heading)[] _pages = [];

    public async ValueTask InitializeAsync()
    {
        await _fresh.InitializeAsync();
        await _used.InitializeAsync();
        var off = await _used.AddCameraAsync(
            "A gate with quite a long name, north", "rtsp://user:secret@camera.example:554/Streaming/Channels/101/with/a/long/path");
        var broken = await _used.AddCameraAsync("Broken", "/nowhere/clip.mp4", camera => camera with { IsEnabled = true });
        var flows = Enumerable.Range(0, 120).Select(i => Make(i % 3 == 0 ? broken : off, i)).ToArray();
        await _used.StorePictureAsync(flows[^1]);
        var ids = await _used.SeedFlowsAsync(flows);
        await _used.CreateUserAsync("somebody.with.a.rather.long.name@parking.example.com", Roles.Operator);
        await _used.ApiKeyAsync(Roles.Administrator);
        await Eventually.TrueAsync(() => _used.CameraStatus(broken).LastError is not null, "the broken camera says so");
        _pages =
        [
            (Urls.Overview, "Overview"),
            (Urls.Cameras, "Cameras"),
            (Urls.NewCamera, "New camera"),
            (Urls.ImportCameras, "Import cameras"),
            (Urls.Camera(off), "A gate with quite a long name, north"),
            (Urls.Camera(broken), "Broken"),
            (Urls.CameraSettings(off), "Settings of A gate with quite a long name, north"),
            (Urls.Flows, "Flows"),
            (Urls.Flows + "?plate=ABC&only=low&range=today", "Flows"),
            (Urls.Flow(ids[^1]), "Candidates"),
            (Urls.Plate("ABC0119"), "ABC0119"),
            ($"{Urls.Plate("ABC0119")}?a={ids[^1]}", "Side by side"),
            (Urls.Plate("NONE"), "NONE"),
            (Urls.Evidence(ids[^1]), $"Evidence of flow {ids[^1]}: plate ABC0119"),
            (Urls.Alerts, "Alerts"),
            (Urls.Dispatch, "Dispatch"),
            (Urls.AlertLists, "Alert lists"),
            (Urls.Live, "Live"),
            (Urls.Statistics, "Statistics"),
            (Urls.Stays, "Still inside"),
            (Urls.HelpOn("placing-a-camera"), "Placing a camera"),
            (Urls.Agents, "Agents"),
            (Urls.Sites, "Sites"),
            (Urls.Users, "Users"),
            (Urls.About, "About"),
            (Urls.Changes, "Changes"),
            (Urls.Settings, "Settings"),
            (Urls.SettingsSection("vehicles"), "Flows and deliveries"),
            (Urls.Audit, "Audit"),
            (Urls.WebHooks, "Web hooks"),
            (Urls.EmailDeliveries, "E-mail"),
            (Urls.MyAccount, "My account"),
            (Urls.Denied, "Access denied"),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _fresh.DisposeAsync();
        await _used.DisposeAsync();
    }

    [Fact]
    public Task Page_ForPeopleWithDisabilities_HasNoSeriousFault() => OnEachAsync(1280, "Access", async (visit, path) =>
    {
        var light = await visit.AccessFaultsAsync();
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await visit.HoldsAsync("!document.getAnimations().some(animation => animation instanceof CSSTransition)");
        // The themes differ in colours alone.
        var dark = await visit.AccessFaultsAsync("color-contrast");
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        return [.. light.Select(fault => $"{path}, light: {fault}"), .. dark.Select(fault => $"{path}, dark: {fault}")];
    });

    [Fact]
    public Task Page_OnAPhone_DoesNotScrollSideways() => OnEachAsync(Phone, "Phone", async (visit, path) =>
    {
        var width = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        return width <= Phone ? [] : [$"{path}: {width} pixels wide"];
    });

    private async Task OnEachAsync(int width, string name, Func<Visit, string, Task<IEnumerable<string>>> check)
    {
        var faults = new List<string>();
        await chromium.VisitAsync(_fresh, name: $"{name}-setup", width: width, journey: visit => LookAsync(visit, Urls.Setup, "Set up this server"));
        await chromium.VisitAsync(_used, name: $"{name}-sign-in", width: width, journey: visit => LookAsync(visit, Urls.SignIn, "Sign in"));
        await chromium.VisitAsync(_used, name: name, width: width, role: Roles.Administrator, journey: async visit =>
        {
            foreach (var (path, heading) in _pages)
            {
                await LookAsync(visit, path, heading);
            }
        });
        Assert.True(faults.Count == 0, string.Join("\n", faults));

        async Task LookAsync(Visit visit, string path, string heading)
        {
            await visit.GoAsync(path);
            await Expect(visit.Heading(heading).First).ToBeVisibleAsync();
            await Expect(visit.Page.GetByText("Loading", new() { Exact = false })).ToHaveCountAsync(0);
            faults.AddRange(await check(visit, path));
            faults.AddRange(visit.Errors.Select(error => $"{path}: {error}"));
        }
    }

    private static Flow Make(int camera, int number) => new()
    {
        Uuid = Guid.NewGuid(),
        CameraId = camera,
        Plate = number % 20 == 0 ? "" : $"ABC{number:0000}",
        Confidence = number % 20 == 0 ? 0 : .3 + (number % 7 * .1),
        CapturedAt = DateTimeOffset.UtcNow.AddMinutes(-10 * (120 - number)),
        Corners = number % 20 == 0 ? null : PlateCorners.FromBox(20, 20, 24, 6).ToText(),
        ReadCount = 3,
        Candidates = [.. Enumerable.Range(0, 10)
            .Select(rank => new FlowCandidate { Rank = rank, Text = $"ABC{number:000}{rank}", Confidence = .9 / (rank + 1) })],
    };
}
