using System.Globalization;
using System.Text;
using System.Text.Json;
using Dashboard.Api.ScoutApi.Searches;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.ScoutApi;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Docs;

/// <summary>Whatever the document says that the server answers, the server answers so.</summary>
[Trait("Category", "Server")]
public sealed class ScoutAnswersTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Seen = new(2026, 5, 1, 12, 0, 0, 250, TimeSpan.Zero);
    private readonly DashboardApp _app = DashboardApp.Create("--Scout:RequestsPerSecond=100000");
    private readonly List<string> _seen = [];
    private OpenApiFile _document = null!;
    private string _viewer = "";
    private string _operator = "";
    private string _administrator = "";

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _document = await OpenApiFile.LoadAsync(_app, "scout");
        (_viewer, _operator, _administrator) = (await _app.ApiKeyAsync(), await _app.ApiKeyAsync(
            Roles.Operator), await _app.ApiKeyAsync(Roles.Administrator));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task EveryAnswer_IsAsTheDocumentSays()
    {
        var image = await StoreAsync();
        await SearchAsync();
        await PictureAsync(image);
        await ListAsync();
        await WorkListsAsync();
        await PushAsync();
        await AskTooOftenAsync();

        // A fault of the server, an agent that does not answer and a server that is too busy have tests of their own.
        var said = from one in _document.Operations
                   let id = one.Operation.GetProperty("operationId").GetString()
                   from response in one.Operation.GetProperty("responses").EnumerateObject()
                   where response.Name is not ("500" or "502" or "503")
                   select $"{id} {response.Name}";
        Assert.Equal(said.Order(), _seen.Distinct().Order());
    }

    private async Task<string> StoreAsync()
    {
        var camera = await _app.AddCameraAsync("gate", with: camera => camera with { KeepAlive = Seen });
        var flow = new Flow
        {
            CameraId = camera,
            Plate = "ABC123",
            Confidence = .91,
            CapturedAt = Seen,
            FirstSeenAt = Seen,
            LastSeenAt = Seen,
            Candidates = [new FlowCandidate { Text = "ABC123", Confidence = .91 }],
        };
        await _app.StorePictureAsync(flow);
        await _app.SeedFlowsAsync(flow);
        return $"/img/{_app.AgentUid}/{_app.AgentUid}-{camera}-{Seen.ToUnixTimeMilliseconds()}";
    }

    private async Task SearchAsync()
    {
        foreach (var (id, path) in new[]
        {
            ("searchPlates", "/api/search/plate"),
            ("searchGroups", "/api/search/group"),
            ("searchCandidates", "/api/search/platecandidate"),
            ("searchAlerts", "/api/search/alert"),
        })
        {
            await AskAsync(id, 200, $"{path}?start=2026-01-01");
            await AskAsync(id, 200, $"{path}?start=2026-01-01&format=csv");
            await AskAsync(id, 400, path);
            await AskAsync(id, 401, $"{path}?start=2026-01-01", key: "lpr_none");
        }

        await AskAsync("getGroup", 200, "/api/detail/platecandidate/1");
        await AskAsync("getGroup", 400, "/api/detail/platecandidate/x");
        await AskAsync("getGroup", 401, "/api/detail/platecandidate/1", key: "");
        await AskAsync("getGroup", 404, "/api/detail/platecandidate/99");
    }

    private async Task PictureAsync(string image)
    {
        await AskAsync("getImage", 200, image);
        await AskAsync("getImage", 400, $"{image}?x=0&y=0&width=1000&height=1");
        await AskAsync("getImage", 401, image, key: "");
        await AskAsync("getImage", 404, image + "9");
        using var client = _app.AnonymousClient();
        using var whole = await client.GetAsync($"{image}?api_key={_viewer}");
        using var request = new HttpRequestMessage(HttpMethod.Get, image) { Headers = { IfNoneMatch = { whole.Headers.ETag! } } };
        request.Headers.Add("X-Api-Key", _viewer);
        using var same = await client.SendAsync(request);
        await CheckAsync("getImage", 304, same);
        using var part = new HttpRequestMessage(HttpMethod.Get, $"{image}?api_key={_viewer}") { Headers = { Range = new(0, 9) } };
        using var bytes = await client.SendAsync(part);
        await CheckAsync("getImage", 206, bytes);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_app.DataDirectory, "pictures"), "*.jpg", SearchOption.AllDirectories))
        {
            await File.WriteAllBytesAsync(file, _app.Jpeg(32, 24));
        }

        await AskAsync("getImage", 409, image);
    }

    private async Task ListAsync()
    {
        foreach (var (id, path) in new[]
        {
            ("listAgents", "/api/agents/"),
            ("listScoutCameras", "/api/cameras"),
            ("listAlertLists", "/api/alert-lists/"),
            ("listUsers", "/api/users/"),
        })
        {
            await AskAsync(id, 200, path, key: _administrator);
            await AskAsync(id, 400, $"{path}?page=x", key: _administrator);
            await AskAsync(id, 401, path, key: "");
            await AskAsync(id, 404, $"{path}?page=99", key: _administrator);
        }

        await AskAsync("listUsers", 403, "/api/users/");
    }

    private async Task WorkListsAsync()
    {
        foreach (var (id, path) in new[] { ("createAlertList", "/api/alert-lists/"), ("createAlertListV2", "/api/v2/alert-lists/") })
        {
            await AskAsync(id, 201, path, Json($$"""{"name": "{{id}}"}"""), _operator);
            await AskAsync(id, 400, path, Json("{}"), _operator);
            await AskAsync(id, 401, path, Json("{}"), "");
            await AskAsync(id, 403, path, Json("{}"));
        }

        await AskAsync("nameAlertLists", 200, "/api/v2/alert-lists/?page_size=5");
        await AskAsync("nameAlertLists", 400, "/api/v2/alert-lists/?page_size=0");
        await AskAsync("nameAlertLists", 401, "/api/v2/alert-lists/", key: "");
        await AskAsync("importAlertEntries", 200, "/api/alert-group-import-csv/", Import("1"), _operator);
        await AskAsync("importAlertEntries", 400, "/api/alert-group-import-csv/", Json("{}"), _operator);
        await AskAsync("importAlertEntries", 401, "/api/alert-group-import-csv/", Import("1"), "");
        await AskAsync("importAlertEntries", 403, "/api/alert-group-import-csv/", Import("1"));
        await AskAsync("importAlertEntries", 404, "/api/alert-group-import-csv/", Import("99"), _operator);
        await AskAsync("exportAlertEntries", 200, "/api/alert-group-export-csv/?pk=1");
        await AskAsync("exportAlertEntries", 400, "/api/alert-group-export-csv/");
        await AskAsync("exportAlertEntries", 401, "/api/alert-group-export-csv/?pk=1", key: "");
        await AskAsync("exportAlertEntries", 404, "/api/alert-group-export-csv/?pk=99");
    }

    private async Task PushAsync()
    {
        var examples = _document.Operations.Single(one => one.Path == "/push").Operation.GetProperty("requestBody")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("examples");
        foreach (var example in examples.EnumerateObject())
        {
            await AskAsync("push", 200, "/push/", Json(example.Value.GetProperty("value").GetRawText()), _operator);
        }

        await AskAsync("push", 400, "/push/", Json("{}"), _operator);
        await AskAsync("push", 401, "/push/", Json("{}"), "");
        await AskAsync("push", 403, "/push/", Json("{}"));
        var packed = Json("{}");
        packed.Headers.ContentEncoding.Add("br");
        await AskAsync("push", 415, "/push/", packed, _operator);
        await AskAsync("push", 413, "/push/", Json(new string(' ', (20 * 1024 * 1024) + 1)), _operator);
    }

    private async Task AskTooOftenAsync()
    {
        await using var strict = await DashboardApp.StartAsync("--Scout:RequestsPerSecond=1");
        using var client = strict.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await strict.ApiKeyAsync(Roles.Administrator));
        foreach (var (method, path, operation) in _document.Operations.Where(
            one => one.Operation.GetProperty("responses").TryGetProperty("429", out _)))
        {
            using var answer = await BusyKey.FirstRefusedAsync(async (_, stop) =>
            {
                using var request = new HttpRequestMessage(
                    new HttpMethod(method), path.Replace("{id}", "1").Replace("{agent}", "A").Replace("{image}", "A-1-1"));
                request.Content = method == "POST" ? Json("{}") : null;
                return await client.SendAsync(request, stop);
            });
            await CheckAsync(operation.GetProperty("operationId").GetString()!, 429, answer);
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static MultipartFormDataContent Import(string list) => new()
    {
        { new StringContent("import"), "name" },
        { new StringContent(list), "pk" },
        { new ByteArrayContent("Plate Number,Description,State/Province\r\nXY9,,\r\n"u8.ToArray()), "files", "entries.csv" },
    };

    private async Task AskAsync(string id, int status, string path, HttpContent? body = null, string? key = null)
    {
        using var client = _app.AnonymousClient();
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = body };
        if (key != "")
        {
            request.Headers.Add("X-Api-Key", key ?? _viewer);
        }

        request.Headers.ExpectContinue = body is not null; // A body that is too large is refused before it is sent.
        using var answer = await client.SendAsync(request);
        await CheckAsync(id, status, answer);
    }

    private async Task CheckAsync(string id, int status, HttpResponseMessage answer)
    {
        var about = $"{id} {status}";
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{about}: {(int)answer.StatusCode} {body}");
        var said = _document.Response(id, status);
        var type = answer.Content.Headers.ContentType?.MediaType;
        if (said.TryGetProperty("content", out var content))
        {
            Assert.True(content.TryGetProperty(type ?? "", out var known), $"{about}: {type} is not in the document");
            if (type == "application/json")
            {
                using var json = JsonDocument.Parse(body);
                var faults = _document.Faults(json.RootElement, known.GetProperty("schema")).ToList();
                Assert.True(faults.Count == 0, $"{about}: {string.Join(", ", faults)} in {body}");
            }
        }
        else
        {
            Assert.Equal("", body);
        }

        foreach (var header in said.TryGetProperty("headers", out var headers) ? headers.EnumerateObject() : default)
        {
            var value = answer.Header(header.Name);
            if (value is null && header.Name == SearchEndpoints.TotalHeader)
            {
                continue; // It comes only where rows were cut off.
            }

            Assert.True(value is not null, $"{about}: {header.Name} is missing");
            Assert.True(header.Value.GetProperty("schema").GetProperty("type").GetString() != "integer"
                || long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _), $"{about}: {header.Name} is {value}");
        }

        _seen.Add(about);
    }
}
