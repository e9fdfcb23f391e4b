using System.Net;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web;

/// <summary>Why a camera gives no pictures may name an address, or a path of the server: that is for people who may edit cameras.</summary>
[Trait("Category", "Server")]
public sealed class CameraFaultsForOthersTests : IAsyncLifetime
{
    private const string Folder = "secretpath";
    private const string GoneFile = $"/srv/{Folder}/gate.mp4";
    private DashboardApp _app = null!;
    private string _place = "";

    public async ValueTask InitializeAsync()
    {
        _app = await DashboardApp.StartAsync();
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        _place = $"127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        var gone = await _app.AddCameraAsync("Gone", GoneFile, camera => camera with { IsEnabled = true });
        var silent = await _app.AddCameraAsync("Silent", $"rtsp://{_place}/x", camera => camera with { IsEnabled = true });
        await Eventually.TrueAsync(
            () => _app.CameraStatus(gone).LastError is not null && _app.CameraStatus(silent).LastError is not null, "both have failed");
        Assert.Contains(GoneFile, _app.CameraStatus(gone).LastError);
        Assert.Contains(_place, _app.CameraStatus(silent).LastError);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Overview_ForAnAdministrator_SaysWhy()
    {
        using var client = await _app.SignInClientAsync(Roles.Administrator);
        var html = await client.GetStringAsync("/", Cancellation);
        Assert.Contains(GoneFile, html);
        Assert.Contains(_place, html);
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Operator)]
    public async Task Pages_ForOthers_SayThatThereAreNoPictures_AndNoPathOrAddress(string role)
    {
        using var client = await _app.SignInClientAsync(role);
        string[] paths =
        [
            "/", "/app/cameras", "/app/cameras?state=problem", "/app/live", "/app/flows", "/app/statistics", "/app/alerts", "/app/alerts/dispatch",
            "/app/alert-lists", "/app/agents", "/app/about", "/app/about/changes", "/app/help", "/app/my-account", "/app/cameras/1",
            "/app/cameras/1?health=30d", "/app/cameras/import", "/app/settings", "/app/audit", "/app/about/support.txt", "/healthz/ready",
        ];
        foreach (var path in paths)
        {
            using var answer = await client.GetAsync(path, Cancellation);
            Check(path, await answer.Content.ReadAsStringAsync(Cancellation));
        }

        Assert.Contains("Administrators can see why.", await client.GetStringAsync("/", Cancellation));
        var live = await client.GetStringAsync("/app/live", Cancellation);
        Assert.Contains("class=\"no-frames\"", live);
        Assert.Contains("No picture yet", live);

        using var api = await _app.ApiClientAsync(role);
        foreach (var path in _app.Routes.Where(route => route.Method == "GET" && route.Pattern.StartsWith("/api/", StringComparison.Ordinal)))
        {
            using var answer = await api.GetAsync(path.Pattern.Replace("{id}", "1", StringComparison.Ordinal), Cancellation);
            if (!path.Pattern.Contains("stream", StringComparison.Ordinal))
            {
                Assert.DoesNotContain(Folder, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("/srv/secretpath/gate.mp4", "gate.mp4")]
    [InlineData("/srv/secretpath/", "secretpath")]
    [InlineData("C:\\secret\\gate.mp4", "gate.mp4")]
    [InlineData("rtsp://ada:x@10.0.0.5:554/s?key=1", "rtsp://10.0.0.5:554")]
    public void PublicPlaceOf_HasNoPath(string source, string expected) => Assert.Equal(expected, CameraSource.PublicPlaceOf(source));

    private void Check(string path, string text)
    {
        Assert.False(text.Contains(Folder, StringComparison.Ordinal), $"{path} names the file");
        Assert.False(text.Contains(_place, StringComparison.Ordinal), $"{path} names the address");
    }
}
