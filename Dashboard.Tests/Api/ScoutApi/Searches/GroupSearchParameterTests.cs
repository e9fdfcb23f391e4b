using System.Net;
using System.Text.Json;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.ScoutApi.Searches;

/// <summary>Three groups of two cameras, on a server that answers as fast as it is asked.</summary>
public sealed class ThreeGroups : IAsyncLifetime
{
    private HttpClient _client = null!;
    private string _key = "";

    internal DashboardApp App { get; } = DashboardApp.Create("--Scout:RequestsPerSecond=1000");

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        var gate = await App.AddCameraAsync("gate 1");
        var other = await App.AddCameraAsync("gate 2");
        await App.SeedFlowsAsync(
            GroupSearchTests.Flow(gate, "AB12CD", 0), GroupSearchTests.Flow(other, "AB12CE", 1), GroupSearchTests.Flow(gate, "ZZ99", 2));
        _key = await App.ApiKeyAsync();
        _client = App.AnonymousClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await App.DisposeAsync();
    }

    internal Task<HttpResponseMessage> AskAsync(string search) => _client.GetAsync($"/api/search/{search}&api_key={_key}");
}

/// <summary>The parameters of the searches, which only read.</summary>
[Trait("Category", "Server")]
public sealed class GroupSearchParameterTests(ThreeGroups groups) : IClassFixture<ThreeGroups>
{
    [Theory]
    [InlineData("start=2025-01-01", "ZZ99 AB12CE AB12CD")]
    [InlineData("start=2025-01-01&order=asc", "AB12CD AB12CE ZZ99")]
    [InlineData("start=2025-01-01&topn=1", "ZZ99")]
    [InlineData("start=2025-01-01&limit=2", "ZZ99 AB12CE")]
    [InlineData("start=2025-01-01&plate=ab12*", "AB12CE AB12CD")]
    [InlineData("start=2025-01-01&plate=%3F%3F99", "ZZ99")]
    [InlineData("start=2025-01-01&plate=AB12", "")]
    [InlineData("start=2025-01-01&site=default", "ZZ99 AB12CE AB12CD")]
    [InlineData("start=2025-01-01&site=1", "ZZ99 AB12CE AB12CD")]
    [InlineData("start=2025-01-01&site=elsewhere", "")]
    [InlineData("start=2025-02-08T22:52:46.250Z", "ZZ99 AB12CE")]
    [InlineData("end=2025-02-08T22:52:46.250Z", "AB12CD")]
    [InlineData("start=2025-02-08T23:52:46.250%2B01:00", "ZZ99 AB12CE")]
    [InlineData("start=2025-02-08T23:52:46.250+01:00", "ZZ99 AB12CE")]
    [InlineData("start=2025-02-08T22:52:46.25", "ZZ99 AB12CE")]
    public async Task Plate_Parameters_ChooseAndSort(string query, string plates)
    {
        using var answer = await groups.AskAsync($"plate?{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(
            plates,
            string.Join(' ', json.RootElement.EnumerateArray().Select(row => row.GetProperty("fields").GetProperty("best_plate").GetString())));
    }

    [Theory]
    [InlineData("", "start, end")]
    [InlineData("start=yesterday", "start")]
    [InlineData("end=2025-13-01", "end")]
    [InlineData("start=2025-01-01&topn=0", "topn")]
    [InlineData("start=2025-01-01&topn=-5", "topn")]
    [InlineData("start=2025-01-01&topn=x", "topn")]
    [InlineData("start=2025-01-01&camera=front", "camera")]
    [InlineData("start=2025-01-01&order=up", "order")]
    [InlineData("start=2025-01-01&format=xml", "format")]
    [InlineData("after=-1", "after")]
    public async Task Search_WrongParameter_IsNamed(string query, string name)
    {
        foreach (var search in new[] { "plate", "platecandidate", "alert" })
        {
            using var answer = await groups.AskAsync($"{search}?{query}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.StartsWith($$"""{"error":"{{name}}""", await answer.Content.ReadAsStringAsync(Cancellation));
        }
    }
}
