using System.Net;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>
/// Who is limited to a site sees nothing of the others, route by route; the twin of each question, asked without the limit, does see it.
/// </summary>
[Trait("Category", "Server")]
public sealed class SiteScopeTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();
    private string _limited = "";
    private string _free = "";
    private int _hiddenCamera;
    private long _hidden;
    private string _hiddenImage = "";

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        var (here, there) = (await _app.AddSiteAsync("Here"), await _app.AddSiteAsync("There"));
        var camera = await _app.AddCameraAsync("visible-camera", with: made => made with { SiteId = here });
        _hiddenCamera = await _app.AddCameraAsync("hidden-camera", with: made => made with { SiteId = there });
        var flow = TestFlows.Make(_hiddenCamera, "HIDDEN1", second: 3);
        flow.Candidates = [new() { Text = "HIDDEN1", Confidence = 0.9 }];
        await _app.StorePictureAsync(flow);
        await _app.SeedFlowsAsync(TestFlows.Make(camera, "SEEN1"));
        _hidden = (await _app.SeedFlowsAsync(flow))[0];
        _hiddenImage = $"{_app.AgentUid}-{_hiddenCamera}-{flow.CapturedAt.ToUnixTimeMilliseconds()}";
        _limited = (await _app.LimitedKeyAsync("limited@example.org", Roles.Operator, here)).Key;
        _free = await _app.ApiKeyAsync(Roles.Operator);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task ScoutApi_Lists_HoldNothingHidden()
    {
        foreach (var path in new[]
        {
            "/api/search/plate?start=2020-01-01",
            "/api/search/plate?after=0",
            "/api/search/platecandidate?start=2020-01-01",
            "/api/search/plate?start=2020-01-01&format=csv",
            "/api/cameras/",
        })
        {
            Assert.Contains("idden", (await GetAsync(path, _free)).Body, StringComparison.OrdinalIgnoreCase);
            var (status, body) = await GetAsync(path, _limited);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.DoesNotContain("hidden", body, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task EveryRoute_OfOneHiddenThing_Is404()
    {
        string[] paths =
        [
            $"/api/detail/platecandidate/{_hidden}", $"/img/{_app.AgentUid}/{_hiddenImage}.jpg", $"/flows/{_hidden}", $"/cameras/{_hiddenCamera}",
        ];
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(path, _free)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path, _limited)).Status);
        }
    }

    [Fact]
    public async Task SeedataApi_Lists_HoldNothingHidden()
    {
        foreach (var path in new[] { "/flows", "/cameras" })
        {
            Assert.Contains("idden", (await GetAsync(path, _free)).Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("hidden", (await GetAsync(path, _limited)).Body, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Pages_PicturesAndExports_HoldNothingHidden()
    {
        _app.ShowFrame(_hiddenCamera);
        var user = await _app.UserAsync(Roles.Viewer);
        using var person = await _app.SignInClientAsync(Roles.Viewer);
        string[] pictures = [$"/app/flows/{_hidden}/picture.jpg", $"/app/cameras/{_hiddenCamera}/picture.jpg"];
        foreach (var path in pictures)
        {
            Assert.Equal(HttpStatusCode.OK, (await person.GetAsync(path, Cancellation)).StatusCode);
        }

        Assert.Contains("HIDDEN1", await person.GetStringAsync("/app/flows/export.csv", Cancellation));
        await _app.LimitAsync(user, await _app.AddSiteAsync("Empty"));

        foreach (var path in pictures)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync(path, Cancellation)).StatusCode);
        }

        Assert.DoesNotContain("HIDDEN1", await person.GetStringAsync("/app/flows/export.csv", Cancellation));
        Assert.DoesNotContain("HIDDEN1", await person.GetStringAsync("/app/flows/export.jsonl", Cancellation));
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string key)
    {
        using var client = _app.AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        using var answer = await client.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
