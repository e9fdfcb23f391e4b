using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Alerts;

/// <summary>From a list over the API to the alert in the search, as programs in the field go.</summary>
[Trait("Category", "Server")]
public sealed class AlertJourneyTests : IAsyncLifetime
{
    private readonly DashboardApp _app = new();
    private HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        await _app.AddCameraAsync("gate");
        _client = _app.AnonymousClient();
        _client.DefaultRequestHeaders.Add("X-Api-Key", await _app.ApiKeyAsync(Roles.Operator));
        await _app.AlertsReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Preview_OnTheList_AlertsAtOnce_AndTheEndBringsItUpToDate()
    {
        var list = await CreateAsync("Wanted", "ABC123,Stolen car,MO\r\nABC12,Half read,\r\n");
        await PushAsync("ABC12", isPreview: true);
        var early = (await AlertsAsync(1))[0];
        await PushAsync("ABC123");

        JsonElement[] alerts = [];
        await Eventually.TrueAsync(
            async () => (alerts = await AlertsAsync(1))[0].GetProperty("fields").GetProperty("plate_number").GetString() == "ABC123",
            "the alert has the final plate");
        var alert = Assert.Single(alerts);
        Assert.Equal(early.GetProperty("pk").GetInt64(), alert.GetProperty("pk").GetInt64());
        var fields = alert.GetProperty("fields");
        Assert.Equal("Stolen car", fields.GetProperty("description").GetString());
        Assert.Equal("Wanted", fields.GetProperty("alert_group_name").GetString());
        Assert.Equal(list, fields.GetProperty("alert_group").GetInt32());
        Assert.Equal("2026-11-23T02:13:20.000Z", fields.GetProperty("epoch_time").GetString());
        Assert.Contains("\"entries\":2", await _client.GetStringAsync("/api/alert-lists/", Cancellation));
        Assert.Equal(
            "Plate Number,Description,State/Province\r\nABC12,Half read,\r\nABC123,Stolen car,MO\r\n",
            await _client.GetStringAsync($"/api/alert-group-export-csv/?pk={list}", Cancellation));
        Assert.Equal($"[{{\"id\":{list},\"name\":\"Wanted\"}}]", await _client.GetStringAsync("/api/v2/alert-lists/?page_size=5", Cancellation));
    }

    [Fact]
    public async Task Lists_ManyOfAFlow_AlertOnceEach_AndAChangedListIsSeenByTheNextFlow()
    {
        await CreateAsync("Exact", "XY9,one,\r\n");
        var changing = await CreateAsync("Pattern", "X?9,two,\r\n");
        await PushAsync("XY9", start: 1);
        Assert.Equal(["one", "two"], (await AlertsAsync(2)).Select(Description).Order());

        await ImportAsync(changing, "");
        await PushAsync("XY9", start: 2);
        Assert.Equal(["one", "one", "two"], (await AlertsAsync(3)).Select(Description).Order());
    }

    [Fact]
    public async Task Import_Wrong_Is400WithTheLines_AndUnknownListIs404()
    {
        var list = await CreateAsync("Wanted", "");
        using var wrong = await PostCsvAsync(list.ToString(CultureInfo.InvariantCulture), "TOOLONGTOBEAPLATE,,\r\n");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Matches(
            """^{"success":false,"errors":\[\[2,"The plate has 17 characters[^"]*"\]\]}$""",
            await wrong.Content.ReadAsStringAsync(Cancellation));
        using var unknown = await PostCsvAsync("99", "A1,,\r\n");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var twice = await _client.PostAsync("/api/v2/alert-lists/", new FormUrlEncodedContent([new("name", "wanted")]), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);
    }

    private static string? Description(JsonElement alert) => alert.GetProperty("fields").GetProperty("description").GetString();

    private async Task<int> CreateAsync(string name, string rows)
    {
        using var made = await _client.PostAsync("/api/alert-lists/", new FormUrlEncodedContent([new("name", name)]));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();
        await ImportAsync(id, rows);
        return id;
    }

    private async Task ImportAsync(int list, string rows)
    {
        using var answer = await PostCsvAsync(list.ToString(CultureInfo.InvariantCulture), rows);
        Assert.Contains("\"success\":true", await answer.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> PostCsvAsync(string list, string rows) =>
        _client.PostAsync("/api/alert-group-import-csv/", new MultipartFormDataContent
    {
        { new StringContent("import"), "name" },
        { new StringContent(list), "pk" },
        { new StringContent("true"), "async" },
        { new StringContent("Plate Number,Description,State/Province\r\n" + rows), "files", "list.csv" },
    });

    private async Task PushAsync(string plate, bool isPreview = false, long start = 1_795_400_000_000)
    {
        var group = new
        {
            data_type = "alpr_group",
            epoch_start = start,
            agent_uid = "AGENT",
            camera_id = 1,
            best_plate_number = plate,
            best_confidence = 90,
            is_preview = isPreview,
            candidates = new[] { new { plate, confidence = 90 } },
        };
        using var answer = await _client.PostAsJsonAsync("/push/", group);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<JsonElement[]> AlertsAsync(int count)
    {
        JsonElement[] alerts = [];
        await Eventually.TrueAsync(async () =>
        {
            alerts = (await _client.GetFromJsonAsync<JsonElement[]>("/api/search/alert?end=2100-01-01"))!;
            return alerts.Length >= count;
        }, $"{count} alerts");
        Assert.Equal(count, alerts.Length);
        return alerts;
    }
}
