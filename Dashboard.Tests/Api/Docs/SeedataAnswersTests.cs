using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Dashboard.Api.Http;
using Dashboard.Api.SeedataApi;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Api.SeedataApi.Streaming;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Docs;

/// <summary>Whatever the document says that the server answers, the server answers so.</summary>
[Trait("Category", "Server")]
public sealed class SeedataAnswersTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    private const string TooLarge = "1MB";
    private readonly List<string> _seen = [];
    private OpenApiFile _document = null!;
    private HttpClient _client = null!;

    [Fact]
    public async Task EveryAnswer_IsAsTheDocumentSays()
    {
        _document = await OpenApiFile.LoadAsync(app, "seedata");
        _client = await app.ApiClientAsync();
        await StoreAsync();

        await FailToSignInAsync();
        await AskForFlowsAsync();
        await SearchAsync();
        await ListenAsync();
        await AskForCamerasAsync();
        await CaptureAsync();

        // A fault of the server has a test of its own, and so has one of recognition and a server that is too busy.
        var said = from one in _document.Operations
                   let id = one.Operation.GetProperty("operationId").GetString()
                   from response in one.Operation.GetProperty("responses").EnumerateObject()
                   let outcome = $"{id} {response.Name}"
                   where outcome == "streamFlows 503" || response.Name is not ("500" or "502" or "503")
                   select outcome;
        Assert.Equal(said.Order(), _seen.Distinct().Order());
    }

    private async Task StoreAsync()
    {
        var camera = await app.AddCameraAsync("gate", "rtsp://user:hush@camera.example/1", camera => camera with { KeepAlive = TestFlows.Start });
        await app.AddCameraAsync("never seen");
        var withPlate = TestFlows.Make(camera);
        withPlate.Corners = PlateCorners.FromBox(20, 20, 24, 6).ToText();
        await app.StorePictureAsync(withPlate);
        await app.SeedFlowsAsync(
            TestFlows.Make(camera), TestFlows.Make(camera, ""), TestFlows.Make(camera, "B1", .5, mode: TriggerMode.Manual), withPlate);
    }

    private async Task FailToSignInAsync()
    {
        const string Id = "authenticate", Path = "/authenticate";
        await app.CreateUserAsync("somebody@test.example");
        await PostAsync(Id, 200, Path, $$"""{"email":"somebody@test.example","password":"{{DashboardApp.Password}}"}""");
        await PostAsync(Id, 400, Path, "[1]");
        await PostAsync(Id, 401, Path, """{"email":"nobody@test.example","password":"x"}""");
        await PostAsync(Id, 413, Path, TooLarge);
        await PostAsync(Id, 415, Path, "x", "text/plain");
        await PostAsync(Id, 422, Path, """{"email":"somebody@test.example"}""");
        for (var attempt = 0; attempt < 100 && !_seen.Contains($"{Id} 429"); attempt++)
        {
            using var body = Body("""{"email":"nobody@test.example","password":"x"}""", "application/json");
            using var answer = await _client.PostAsync(Path, body);
            await CheckAsync(Id, (int)answer.StatusCode, answer);
        }
    }

    private async Task AskForFlowsAsync()
    {
        await GetAsync("listFlows", 200, "/flows?per-page=50");
        await GetAsync("listFlows", 302, "/flows", bearer: null, accept: "text/html");
        await GetAsync("listFlows", 400, "/flows?page=x");
        await GetAsync("listFlows", 401, "/flows", bearer: "x");
        for (var id = 1; id <= 4; id++)
        {
            await GetAsync("getFlow", 200, $"/flows/{id}");
        }

        await GetAsync("getFlow", 401, "/flows/1", bearer: null);
        await GetAsync("getFlow", 404, "/flows/99");
    }

    private async Task SearchAsync()
    {
        const string Id = "searchFlows", Path = "/flows/search";
        await PostAsync(Id, 200, Path, """{"filter":{"plate":{"like":"a"}}}""");
        await PostAsync(Id, 400, Path, "{");
        await PostAsync(Id, 413, Path, TooLarge);
        await PostAsync(Id, 415, Path, "x", "text/plain");
        await PostAsync(Id, 422, Path, """{"filter":{"color":"red"}}""");
        _client.DefaultRequestHeaders.Authorization = null;
        await PostAsync(Id, 401, Path, "{}");
        _client = await app.ApiClientAsync();
    }

    private async Task ListenAsync()
    {
        const string Id = "streamFlows", Path = "/flows/stream";
        await GetAsync(Id, 400, Path + "?last_event_id=x");
        await GetAsync(Id, 401, Path, bearer: null);
        var open = new List<EventStream>();
        for (var i = 0; i < FlowStreamEndpoint.MaxOfAccount; i++)
        {
            open.Add(await EventStream.OpenAsync(_client));
        }

        await GetAsync(Id, 503, Path);
        await CheckAsync(Id, 200, open[0].Answer, isOpen: true);
        open.ForEach(stream => stream.Dispose());
    }

    private async Task AskForCamerasAsync()
    {
        await GetAsync("listCameras", 200, "/cameras");
        await GetAsync("listCameras", 302, "/cameras", bearer: null, accept: "text/html");
        await GetAsync("listCameras", 401, "/cameras", bearer: null);
        await GetAsync("getCamera", 200, "/cameras/1");
        await GetAsync("getCamera", 401, "/cameras/1", bearer: null);
        await GetAsync("getCamera", 404, "/cameras/99");
    }

    private async Task CaptureAsync()
    {
        const string Id = "createFlow", Path = "/flows";
        var camera = await app.AddCameraAsync("watched", with: camera => camera with { IsEnabled = true });
        await PostAsync(Id, 403, Path, """{"camera_id":1}""");
        _client.DefaultRequestHeaders.Authorization = null;
        await PostAsync(Id, 401, Path, """{"camera_id":1}""");
        _client = await app.ApiClientAsync(Roles.Operator);
        await PostAsync(Id, 400, Path, "[1]");
        await PostAsync(Id, 404, Path, """{"camera_id":99}""");
        await PostAsync(Id, 405, Path, """{"camera_id":1}""");
        await PostAsync(Id, 413, Path, TooLarge);
        await PostAsync(Id, 415, Path, "x", "text/plain");
        await PostAsync(Id, 422, Path, """{"camera_id":1,"max_retries":9}""");
        app.ShowFrame(camera);
        await PostAsync(Id, 200, Path, $$"""{"camera_id":{{camera}},"max_retries":0}""");
    }

    private async Task GetAsync(string id, int status, string path, string? bearer = "", string accept = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.Authorization = bearer?.Length == 0
            ? _client.DefaultRequestHeaders.Authorization
            : bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        using var client = app.AnonymousClient();
        using var answer = await client.SendAsync(request);
        await CheckAsync(id, status, answer);
    }

    private async Task PostAsync(string id, int status, string path, string body, string type = "application/json")
    {
        using var content = Body(body == TooLarge ? new string(' ', JsonBody.MaxLength + 1) : body, type);
        using var answer = await _client.PostAsync(path, content);
        await CheckAsync(id, status, answer);
    }

    private static StringContent Body(string text, string type) => new(text, new MediaTypeHeaderValue(type));

    private async Task CheckAsync(string id, int status, HttpResponseMessage answer, bool isOpen = false)
    {
        var about = $"{id} {status}";
        var body = isOpen ? "" : await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{about}: {(int)answer.StatusCode} {body}");
        var said = _document.Response(id, status);
        if (said.TryGetProperty("content", out var content))
        {
            var type = Assert.Single(content.EnumerateObject());
            Assert.Equal(type.Name, answer.Content.Headers.ContentType?.MediaType);
            if (!isOpen)
            {
                using var json = JsonDocument.Parse(body);
                var faults = _document.Faults(json.RootElement, type.Value.GetProperty("schema")).ToList();
                Assert.True(faults.Count == 0, $"{about}: {string.Join(", ", faults)} in {body}");
            }
        }
        else
        {
            Assert.Equal("", body);
        }

        if (said.TryGetProperty("headers", out var headers))
        {
            foreach (var header in headers.EnumerateObject())
            {
                var value = answer.Header(header.Name);
                Assert.True(value is not null, $"{about}: {header.Name} is missing");
                var isNumber = header.Value.GetProperty("schema").GetProperty("type").GetString() == "integer";
                Assert.True(
                    !isNumber || long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _), $"{about}: {header.Name} is {value}");
            }
        }

        _seen.Add(about);
    }
}
