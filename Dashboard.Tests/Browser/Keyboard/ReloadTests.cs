using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>Who loads a page anew in the middle of a field finds what was typed there, and is asked before the page goes.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class ReloadTests(Chromium chromium)
{
    private const string Told = "What you had typed is here again.";

    [Fact]
    public Task Camera_FieldThatIsBeingTypedInto_IsThereAgain_AndItsPasswordIsNot() => VisitAsync(async (app, visit) =>
    {
        var asked = new List<string>();
        visit.Page.Dialog += async (_, dialog) =>
        {
            asked.Add(dialog.Type);
            await dialog.AcceptAsync();
        };
        var camera = await app.AddCameraAsync("Gate", "rtsp://camera.example/stream");
        await visit.GoAsync(Urls.CameraSettings(camera));
        await visit.Page.Locator("#alias").PressAsync("End");
        await visit.Page.Locator("#alias").PressSequentiallyAsync(" north");
        await visit.ReloadAsync();
        await Expect(visit.Page.Locator("#alias")).ToHaveValueAsync("Gate north");
        await Expect(visit.Page.GetByText(Told)).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("#drafts-restored .is-whole .why")).ToBeHiddenAsync();
        Assert.Equal([DialogType.BeforeUnload], asked);

        await visit.Page.Locator("#password").PressSequentiallyAsync("s3cret");
        await visit.ReloadAsync();
        await Expect(visit.Page.GetByText("Not kept, to be typed again: Password")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("#alias")).ToHaveValueAsync("Gate north");
        await Expect(visit.Page.Locator("#password")).ToHaveValueAsync("");

        // What is saved, or left by a link, is no draft any more.
        await visit.Button("Save").ClickAsync();
        await visit.ArriveAsync(Urls.Camera(camera), "Gate north");
        await visit.GoAsync(Urls.CameraSettings(camera));
        await visit.Page.Locator("#alias").PressSequentiallyAsync("X");
        await visit.GoAsync(Urls.Cameras);
        await visit.GoAsync(Urls.CameraSettings(camera));
        await Expect(visit.Page.Locator("#alias")).ToHaveValueAsync("Gate north");
    });

    [Fact]
    public Task Wizard_FieldThatIsBeingTypedInto_IsThereAgain() => VisitAsync(async (_, visit) =>
    {
        await visit.GoAsync(Urls.NewCamera);
        await visit.Field("Address").FillAsync("rtsp://127.0.0.1:9/stream");
        await visit.Field("Substream (optional)").PressSequentiallyAsync("rtsp://127.0.0.1:9/small");
        await visit.ReloadAsync();
        await Expect(visit.Field("Address")).ToHaveValueAsync("rtsp://127.0.0.1:9/stream");
        await Expect(visit.Field("Substream (optional)")).ToHaveValueAsync("rtsp://127.0.0.1:9/small");
    });

    [Fact]
    public Task AlertList_SavedOrNot_HasWhatWasTypedLast() => VisitAsync(async (app, visit) =>
    {
        var list = await app.AddAlertListAsync("Wanted", null, "ABC123");
        await visit.GoAsync(Urls.AlertList(list));
        await visit.Page.Locator("#name").FillAsync("  Stolen ");
        await visit.Button("Save settings").ClickAsync();
        await Expect(visit.Page.GetByText("was saved")).ToBeVisibleAsync();
        await visit.ReloadAsync();
        await Expect(visit.Page.Locator("#name")).ToHaveValueAsync("Stolen");
        Assert.Null(await visit.Page.EvaluateAsync<string?>("sessionStorage.getItem('drafts')"));

        await visit.Page.Locator("#keep").PressSequentiallyAsync("77");
        await visit.ReloadAsync();
        await Expect(visit.Page.Locator("#keep")).ToHaveValueAsync("77");
        await Expect(visit.Page.GetByText(Told)).ToBeVisibleAsync();
    });

    [Fact]
    public Task Site_ThatIsBeingNamed_HasItsNameAgain() => VisitAsync(async (_, visit) =>
    {
        await visit.GoAsync(Urls.Sites);
        await visit.Page.Locator("#new-site").PressSequentiallyAsync("Airport");
        await visit.ReloadAsync();
        await Expect(visit.Page.Locator("#new-site")).ToHaveValueAsync("Airport");
    });

    [Theory]
    [InlineData("hook")]
    [InlineData("user")]
    public Task Dialog_HalfFilled_IsFilledAgainAsItIsOpened(string kind) => VisitAsync(async (app, visit) =>
    {
        await app.Get<WebHookStore>().AddAsync(new WebHook { Name = "Gate", Url = "https://hooks.example.com/", SendsAlerts = true }, Cancellation);
        var (path, opener, field, typed) = kind switch
        {
            "hook" => (Urls.WebHooks, "Edit Gate", "#hook-name", "Gate north"),
            _ => (Urls.Users, "Add a user", "#user-email", "new@example.com"),
        };
        await visit.GoAsync(path);
        await visit.Button(opener).ClickAsync();
        await visit.Page.Locator(field).FillAsync("");
        await visit.Page.Locator(field).PressSequentiallyAsync(typed);
        await visit.ReloadAsync();
        await visit.Button(opener).ClickAsync();
        await Expect(visit.Page.Locator(field)).ToHaveValueAsync(typed);
    }, $"{nameof(Dialog_HalfFilled_IsFilledAgainAsItIsOpened)}-{kind}");

    private async Task VisitAsync(Func<DashboardApp, Visit, Task> journey, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, name: name, journey: async visit =>
        {
            await journey(app, visit);
            Assert.Empty(visit.Errors);
        });
    }
}
