using System.Text.RegularExpressions;
using Dashboard.Recognition;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>The product's whole way: a fresh server, its first administrator, a camera, a flow.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class FirstHourTests(Chromium chromium)
{
    private const string Email = "first@example.com";
    private const float FirstFlowMs = 240_000; // The clip, the closing of its first group, and a machine that is busy.

    [Fact]
    public async Task FreshServer_FromSetupToTheFirstFlow_WorksWithoutAnyOtherMachine()
    {
        await using var app = await DashboardApp.StartAsync(null, builder =>
            builder.Services.Replace(ServiceDescriptor.Singleton<IPlateRecognizer>(services => services.GetRequiredService<PlateRecognizer>())));
        await chromium.VisitAsync(app, async visit =>
        {
            await SetUpAsync(visit, app.SetupCode);
            await AddCameraAsync(visit);
            var plate = await AwaitFlowAsync(visit);
            await FilterAsync(visit, plate);
            await LookAtAsync(visit, plate);
            await SignOutAndInAsync(visit);
            Assert.Empty(visit.Strangers);
            Assert.Empty(visit.Errors);
        });
    }

    private static ILocator Rows(Visit visit, string plates) =>
        visit.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^Open plate ({plates}),") });

    private static async Task SetUpAsync(Visit visit, string code)
    {
        await visit.GoAsync(Urls.Flows);
        await visit.ArriveAsync(Urls.Setup, "Set up this server");
        await SendSetupAsync(visit, "AAAAA-AAAAA");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not the code");
        await SendSetupAsync(visit, code);
        await visit.ArriveAsync(Urls.Overview, "Overview");
        await Expect(visit.Link("Add the first camera")).ToBeVisibleAsync();
    }

    private static async Task SendSetupAsync(Visit visit, string code)
    {
        await visit.Field("One-time code").FillAsync(code);
        await visit.Field("E-mail address").FillAsync(Email);
        await visit.Field("Password").FillAsync(DashboardApp.Password);
        await visit.Field("Repeat password").FillAsync(DashboardApp.Password);
        await visit.Button("Create administrator").ClickAsync();
    }

    private static async Task AddCameraAsync(Visit visit)
    {
        await visit.OpenAsync("Cameras");
        await Expect(visit.Heading("No cameras yet")).ToBeVisibleAsync();
        await visit.Link("Add the first camera").ClickAsync();
        await visit.ArriveAsync(Urls.NewCamera, "New camera");
        await visit.Field("Address").FillAsync(DemoClip.Path);
        await visit.Button("Next").ClickAsync();
        await Expect(visit.Page.GetByText("A picture of 1280 × 720 arrived.")).ToBeVisibleAsync();
        await Visit.LoadedAsync(visit.Page.GetByAltText("Picture of the camera"));
        foreach (var step in new[] { "Where to look", "Test read", "Name and save" })
        {
            await visit.Button("Next").ClickAsync();
            await Expect(visit.Heading(step)).ToBeVisibleAsync();
        }

        await visit.Field("Name").FillAsync("Street");
        await visit.Button("Add camera").ClickAsync();
        await visit.ArriveAsync(Urls.Cameras, "Cameras");
        var camera = visit.Page.GetByRole(AriaRole.Article, new() { Name = "Street", Exact = true });
        await Expect(camera).ToContainTextAsync("Running");
        await Visit.LoadedAsync(camera.GetByAltText("Newest picture of Street"));
    }

    private static async Task<string> AwaitFlowAsync(Visit visit)
    {
        await visit.OpenAsync("Flows");
        var first = Rows(visit, string.Join('|', DemoClip.Plates)).First;
        await Expect(first).ToBeVisibleAsync(new() { Timeout = FirstFlowMs });
        var plate = (await first.InnerTextAsync()).Trim();
        Assert.Contains(plate, DemoClip.Plates);
        return plate;
    }

    private static async Task FilterAsync(Visit visit, string plate)
    {
        await visit.Field("Search plates").FillAsync(plate);
        await Expect(visit.Page).ToHaveURLAsync(new Regex($"plate={plate}"));
        await Expect(visit.Page.GetByRole(AriaRole.List, new() { Name = "Active filters", Exact = true })).ToContainTextAsync(plate);
        await Expect(Rows(visit, $"(?!{plate}).*")).ToHaveCountAsync(0);
    }

    private static async Task LookAtAsync(Visit visit, string plate)
    {
        await Rows(visit, plate).First.ClickAsync();
        await Expect(visit.Dialog).ToHaveAccessibleNameAsync(new Regex($"plate {plate}$"));
        var picture = visit.Dialog.GetByRole(AriaRole.Region, new() { Name = "Picture", Exact = true });
        await Visit.LoadedAsync(picture.GetByRole(AriaRole.Img));
        await Expect(picture.Locator("polygon.line")).ToHaveAttributeAsync("points", new Regex(@"^\S+( \S+){3,7}$"));
        await Expect(visit.Dialog.GetByRole(AriaRole.Listitem).First).ToContainTextAsync(plate);
        await Visit.LoadedAsync(visit.Dialog.GetByAltText($"Plate {plate}", new() { Exact = true }));
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        await Expect(visit.Page).ToHaveURLAsync(new Regex($"{Urls.Flows}\\?plate={plate}$"));
    }

    private static async Task SignOutAndInAsync(Visit visit)
    {
        await visit.Page.GetByLabel($"Account menu of {Email}").ClickAsync();
        await visit.Button("Sign out").ClickAsync();
        await Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        await visit.Field("E-mail address").FillAsync(Email);
        await visit.Field("Password").FillAsync(DashboardApp.Password);
        await visit.Button("Sign in").ClickAsync();
        await visit.ArriveAsync(Urls.Overview, "Overview");
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Today", Exact = true })).ToContainTextAsync("Flows today");
    }
}
