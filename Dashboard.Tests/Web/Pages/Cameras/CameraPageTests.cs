using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web.Pages.Cameras;

/// <summary>A camera's page is for everybody who may see the camera; what it tells of it is not the same for all.</summary>
[Trait("Category", "Server")]
public sealed class CameraPageTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Theory]
    [InlineData(Roles.Viewer, false, false)]
    [InlineData(Roles.Operator, true, false)]
    [InlineData(Roles.Administrator, true, true)]
    public async Task Page_ForEachRole_ShowsHowTheCameraDoes_AndOnlyAdministratorsItsAddressAndReasons(string role, bool captures, bool administers)
    {
        var id = await app.AddCameraAsync(
            $"Gate of {role}", "rtsp://ada:tell-nobody@192.0.2.7:5540/hidden/path", camera => camera with { IsEnabled = false });
        await using (var db = await app.OpenDatabaseAsync())
        {
            var begin = DateTimeOffset.UtcNow.AddHours(-3);
            db.Add(new CameraOutage { CameraId = id, BeginAt = begin, EndAt = begin.AddMinutes(4), Reason = "Nothing answers at 192.0.2.7:5540." });
            await db.SaveChangesAsync(Cancellation);
        }

        using var client = await app.SignInClientAsync(role);
        var html = await client.GetStringAsync($"/app/cameras/{id}", Cancellation);

        Assert.Contains($"<h1 class=\"page-title\" tabindex=\"-1\">Gate of {role}</h1>", html);
        Assert.All(["The last 24 hours", "4 min", $"/app/flows?camera={id}"], part => Assert.Contains(part, html));
        Assert.Equal(captures, html.Contains("Capture now", StringComparison.Ordinal));
        Assert.Equal(captures, html.Contains("Watch this camera", StringComparison.Ordinal));
        Assert.Equal(administers, html.Contains($"/app/cameras/{id}/settings", StringComparison.Ordinal));
        Assert.Equal(administers, html.Contains("ada:***@192.0.2.7:5540", StringComparison.Ordinal));
        Assert.Equal(administers, html.Contains("Nothing answers at", StringComparison.Ordinal));
        Assert.DoesNotContain("tell-nobody", html);
        if (!administers)
        {
            Assert.DoesNotContain("192.0.2.7", html);
            Assert.DoesNotContain("hidden/path", html);
        }

        using var settings = await client.GetAsync($"/app/cameras/{id}/settings", Cancellation);
        Assert.Equal(administers, settings.StatusCode == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Operator)]
    public async Task Page_OfACameraOfAnotherSite_IsAsIfThereWereNone(string role)
    {
        var (mine, other) = (await app.AddSiteAsync($"Mine {role}"), await app.AddSiteAsync($"Other {role}"));
        var own = await app.AddCameraAsync($"Own {role}", with: camera => camera with { SiteId = mine, IsEnabled = false });
        var foreign = await app.AddCameraAsync($"Foreign {role}", with: camera => camera with { SiteId = other, IsEnabled = false });
        await app.LimitAsync(await app.UserAsync(role), mine);
        try
        {
            using var client = await app.SignInClientAsync(role);
            Assert.Contains($"Own {role}</h1>", await client.GetStringAsync($"/app/cameras/{own}", Cancellation));
            Assert.Equal(await MainAsync(client, 987654), await MainAsync(client, foreign));
            Assert.Contains("Camera not found", await MainAsync(client, foreign));
        }
        finally
        {
            await app.LimitAsync(await app.UserAsync(role));
        }
    }

    // What stands on the page, but for marks of the framework that are others each time.
    private static async Task<string> MainAsync(HttpClient client, int camera)
    {
        using var answer = await client.GetAsync($"/app/cameras/{camera}", Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);
        var main = Regex.Match(html, "<main.*</main>", RegexOptions.Singleline).Value;
        Assert.NotEmpty(main);
        return $"{answer.StatusCode} {Regex.Replace(main, $"<!--.*?-->|/cameras/{camera}\\b", "", RegexOptions.Singleline)}";
    }
}
