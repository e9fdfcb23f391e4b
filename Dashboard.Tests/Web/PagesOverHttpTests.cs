using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web;

/// <summary>What the pages are before any script runs, and what they hang on.</summary>
[Trait("Category", "Server")]
public sealed class PagesOverHttpTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Theory]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.js")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css")]
    [InlineData("/Dashboard.styles.css")]
    [InlineData("/css/app.css")]
    [InlineData("/js/app.js")]
    [InlineData("/icons/favicon.svg")]
    [InlineData("/icons/icon-512.png")]
    [InlineData("/app.webmanifest")]
    [InlineData("/Web/Pages/Cameras/RegionsOfInterest/RegionOfInterestEditor.razor.js")]
    public async Task Asset_WithoutSignIn_IsThere(string path)
    {
        using var client = await AnonymousAfterSetupAsync();

        using var answer = await client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task FirstVisit_Compressed_IsBelow400KilobytesAndKept()
    {
        using var client = await AnonymousAfterSetupAsync();
        var html = await client.GetStringAsync("/account/sign-in", Cancellation);
        var links = Regex.Matches(html, "<(?:script|link rel=\"stylesheet\")[^>]*(?:src|href)=\"([^\"]+)\"").Select(
            match => match.Groups[1].Value).ToList();
        Assert.True(links.Count >= 6, html);

        long bytes = html.Length;
        foreach (var link in links)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, link);
            request.Headers.AcceptEncoding.ParseAdd("br, gzip");
            using var answer = await client.SendAsync(request, Cancellation);
            Assert.True(answer.Headers.CacheControl is { MaxAge.TotalDays: > 300 }, $"{link}: {answer.Headers.CacheControl}");
            bytes += (await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length;
        }

        Assert.InRange(bytes, 100_000, 400_000);
    }

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    public async Task Health_WithoutSignIn_IsOk(string path)
    {
        using var client = app.AnonymousClient();

        using var answer = await client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"ok\"", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app/cameras")]
    [InlineData("/app/cameras/1")]
    [InlineData("/app/cameras/1/settings")]
    [InlineData("/app/cameras/1/picture.jpg")]
    [InlineData("/app/cameras/tests/0123.jpg")]
    public async Task Page_WithoutSignIn_LeadsToIt(string path)
    {
        using var client = await AnonymousAfterSetupAsync();

        using var answer = await client.GetAsync(path, Cancellation);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        if (answer.StatusCode == HttpStatusCode.Found)
        {
            Assert.Contains("/account/sign-in", answer.Headers.Location!.ToString());
        }
    }

    [Theory]
    [InlineData("/app/alerts?list=x&camera=abc&page=-")]
    [InlineData("/app/live?camera=abc")]
    [InlineData("/app/plates/AB12?page=x&a=b&b=a")]
    [InlineData("/app/cameras?page=x")]
    [InlineData("/app/cameras/new?step=x")]
    public async Task Page_WithAnAddressThatMakesNoSense_IsShown(string path) => Assert.Contains("<h1", await PageAsync(path, Roles.Administrator));

    [Fact]
    public async Task SignIn_WithAnAddressThatMakesNoSense_IsShown()
    {
        using var client = await AnonymousAfterSetupAsync();
        Assert.Contains("<h1", await client.GetStringAsync("/account/sign-in?expired=x&passwordChanged=1&accountChanged=", Cancellation));
    }

    [Fact]
    public async Task Cameras_ForAnAdministrator_HaveEditAndSwitch_AndNoPassword()
    {
        await app.AddCameraAsync("Gate <1>", "rtsp://ada:tell-nobody@192.0.2.1/s", camera => camera with { IsEnabled = false });

        var html = await PageAsync("/app/cameras", Roles.Administrator);

        Assert.Contains("Gate &lt;1&gt;", html);
        Assert.Contains("aria-label=\"Edit Gate", html);
        Assert.Contains("role=\"switch\"", html);
        Assert.Contains("ada:***@", html);
        Assert.DoesNotContain("tell-nobody", html);
    }

    [Theory]
    [InlineData(Roles.Operator, true)]
    [InlineData(Roles.Viewer, false)]
    public async Task Cameras_ForOthers_CannotBeEdited(string role, bool canSwitch)
    {
        await app.AddCameraAsync($"For {role}", "rtsp://192.0.2.1/s", camera => camera with { IsEnabled = false });

        var html = await PageAsync("/app/cameras", role);

        Assert.Contains($"For {role}", html);
        Assert.DoesNotContain("aria-label=\"Edit", html);
        Assert.DoesNotContain("Add camera", html);
        Assert.DoesNotContain("192.0.2.1", html);
        Assert.Equal(canSwitch, html.Contains("role=\"switch\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CameraForm_ForAnAdministrator_ShowsNoPassword()
    {
        var id = await app.AddCameraAsync("Secret one", "rtsp://ada:tell-nobody@192.0.2.1/s", camera => camera with { IsEnabled = false });

        var html = await PageAsync($"/app/cameras/{id}/settings", Roles.Administrator);

        Assert.Contains("value=\"ada\"", html);
        Assert.DoesNotContain("tell-nobody", html);
    }

    [Theory]
    [InlineData(Roles.Operator)]
    [InlineData(Roles.Viewer)]
    public async Task CameraForm_ForOthers_StaysClosed(string role)
    {
        using var client = await app.SignInClientAsync(role);

        using var answer = await client.GetAsync("/app/cameras/new", Cancellation);

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Flows_BeforeAnyScript_AreThereForWhoMaySeeThem()
    {
        var site = await app.AddSiteAsync("Elsewhere");
        var camera = await app.AddCameraAsync("Street", "rtsp://192.0.2.1/s", camera => camera with { IsEnabled = false });
        await app.SeedFlowsAsync(
            new Flow { CameraId = camera, Plate = "PRE123", CapturedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) });

        Assert.Contains("PRE123", await PageAsync("/app/flows", Roles.Viewer));

        await app.LimitAsync(await app.UserAsync(Roles.Operator), site);
        Assert.DoesNotContain("PRE123", await PageAsync("/app/flows", Roles.Operator));
        await app.LimitAsync(await app.UserAsync(Roles.Operator));
    }

    [Theory]
    [InlineData("dark", "data-theme=\"dark\"")]
    [InlineData("light", "data-theme=\"light\"")]
    [InlineData("pink", "data-theme=\"system\"")]
    public async Task Page_WithThemeCookie_ComesInThatTheme(string cookie, string expected)
    {
        using var client = await app.SignInClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/not-found");
        request.Headers.Add("Cookie", $"theme={cookie}");

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task UnknownPage_ForAPerson_IsAPageWithStatus404()
    {
        using var client = await app.SignInClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing/here");
        request.Headers.Accept.ParseAdd("text/html");

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Page not found", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task NewestPicture_OfACameraWithoutFrames_IsNotFound()
    {
        using var client = await app.SignInClientAsync(Roles.Viewer);

        using var answer = await client.GetAsync("/app/cameras/4711/picture.jpg", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Page_OfTheDashboard_AsksNoOtherMachine()
    {
        var html = await PageAsync("/", Roles.Administrator);

        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html.Replace(app.Address, "", StringComparison.Ordinal));
    }

    private async Task<string> PageAsync(string path, string role)
    {
        using var client = await app.SignInClientAsync(role);
        using var answer = await client.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {html}");
        return html;
    }

    // Until somebody has an account every page leads to the first run.
    private async Task<HttpClient> AnonymousAfterSetupAsync()
    {
        await app.CreateUserAsync($"{Guid.NewGuid():N}@example.org");
        return app.AnonymousClient();
    }
}
