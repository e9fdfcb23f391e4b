using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Health;

/// <summary>What monitoring gets, and who gets it.</summary>
[Trait("Category", "Server")]
public sealed partial class MetricsTests
{
    [Fact]
    public async Task Metrics_AreWhatTheReadmeLists_AndWhatTheDashboardFileShows()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddCameraAsync("Gate \"north\"", "rtsp://192.0.2.9/stream", camera => camera with { IsEnabled = true });
        using var client = app.AnonymousClient();
        var answer = await client.GetAsync("/metrics", Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("plates_camera_up{camera=\"Gate \\\"north\\\"\",id=\"1\"} ", text);
        Assert.Matches(@"(?m)^plates_disk_free_bytes \d+$", text);
        Assert.Matches(@"(?m)^plates_database_up 1$", text);
        Assert.Matches(@"(?m)^plates_deliveries\{state=""waiting""\} 0$", text);

        // Every line is a comment or a sample, and each family is told of once.
        Assert.All(text.TrimEnd().Split('\n'), line => Assert.Matches(Line(), line));
        var families = Families().Matches(text).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(families.Distinct().Count(), families.Count);

        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Cancellation);
        var listed = Listed().Matches(readme).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        Assert.Equal(families.Order(StringComparer.Ordinal), listed);

        var grafana = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "grafana-dashboard.json"), Cancellation);
        using var parsed = JsonDocument.Parse(grafana);
        var shown = Shown().Matches(grafana).Select(match => match.Value).Distinct();
        Assert.Empty(shown.Except(families));
    }

    [Fact]
    public async Task Metrics_ThroughAProxy_NeedAnAdministratorsKey()
    {
        await using var app = await DashboardApp.StartAsync();
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var nobody = await client.GetAsync("/metrics", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Contains("administrator's API key", await nobody.Content.ReadAsStringAsync(Cancellation));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.ApiKeyAsync());
        using var viewer = await client.GetAsync("/metrics", Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, viewer.StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.ApiKeyAsync(Roles.Administrator));
        using var administrator = await client.GetAsync("/metrics", Cancellation);
        Assert.Equal(HttpStatusCode.OK, administrator.StatusCode);
    }

    [Fact]
    public async Task Metrics_SwitchedOff_AreNotThere()
    {
        await using var app = await DashboardApp.StartAsync("--Metrics:Enabled=false");
        using var client = app.AnonymousClient();
        using var answer = await client.GetAsync("/metrics", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="([^"\\]|\\.)*"(,[a-z]+="([^"\\]|\\.)*")*\})? -?[0-9.E+-]+)$""")]
    private static partial Regex Line();

    [GeneratedRegex("(?m)^# TYPE ([a-z_]+) ")]
    private static partial Regex Families();

    [GeneratedRegex(@"(?m)^\| `((?:plates|process|dotnet)_[a-z_]+)")]
    private static partial Regex Listed();

    [GeneratedRegex("(?:plates|process|dotnet)_[a-z_]+")]
    private static partial Regex Shown();
}
