using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dashboard.Domain.Flows;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.SeedataApi;

/// <summary>A server in Vienna with five flows, 1 to 5 in the order of their ids.</summary>
public sealed class FiveFlows : IAsyncLifetime
{
    public DashboardApp App { get; } = DashboardApp.Create("--TimeZone=Europe/Vienna");

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        var gate = await App.AddCameraAsync("camera_1");
        var yard = await App.AddCameraAsync("Yard 100% [Süd]");
        await App.SeedFlowsAsync(
            TestFlows.Make(gate, "AAA1A11"), // 23:52:46
            TestFlows.Make(gate, "", second: 1),
            TestFlows.Make(yard, "BAA12", second: 2, mode: TriggerMode.Manual),
            TestFlows.Make(yard, "ZZ9", second: 2),
            TestFlows.Make(yard, "AAA1A11", second: 3600)); // the next day
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

[Trait("Category", "Server")]
public sealed class FlowSearchTests(FiveFlows five) : IClassFixture<FiveFlows>
{
    [Theory]
    [InlineData("""{"id":3}""", "3")]
    [InlineData("""{"id":{"!=":3}}""", "5 4 2 1")]
    [InlineData("""{"id":{">":3}}""", "5 4")]
    [InlineData("""{"id":{">=":3}}""", "5 4 3")]
    [InlineData("""{"id":{"<":3}}""", "2 1")]
    [InlineData("""{"id":{"<=":3}}""", "3 2 1")]
    [InlineData("""{"id":{">":1,"<":4,"!=":2}}""", "3")]
    [InlineData("""{"id":{"in":[4,1,77]}}""", "4 1")]
    [InlineData("""{"id":{"nin":[4,1,77]}}""", "5 3 2")]
    [InlineData("""{"id":{"in":[]}}""", "")]
    [InlineData("""{"id":{"nin":[]}}""", "5 4 3 2 1")]
    [InlineData("""{"id":9223372036854775807}""", "")]
    [InlineData("""{"timestamp":"2025-02-08 23:52:48"}""", "4 3")]
    [InlineData("""{"timestamp":{"!=":"2025-02-08 23:52:48"}}""", "5 2 1")]
    [InlineData("""{"timestamp":{">":"2025-02-08 23:52:47"}}""", "5 4 3")]
    [InlineData("""{"timestamp":{">=":"2025-02-08 23:52:47"}}""", "5 4 3 2")]
    [InlineData("""{"timestamp":{"<":"2025-02-08 23:52:47"}}""", "1")]
    [InlineData("""{"timestamp":{"<=":"2025-02-08 23:52:47"}}""", "2 1")]
    [InlineData("""{"timestamp":{">=":"2025-02-09"}}""", "5")]
    [InlineData("""{"timestamp":{">=":"2025-02-08T22:52:47Z","<":"2025-02-08T22:52:48Z"}}""", "2")]
    [InlineData("""{"timestamp":{"<=":"9999-12-31 23:59:59",">=":"0001-01-01"}}""", "5 4 3 2 1")]
    [InlineData("""{"camera":"CAMERA_1"}""", "2 1")]
    [InlineData("""{"camera":{"!=":"camera_1"}}""", "5 4 3")]
    [InlineData("""{"camera":{"like":"a_1"}}""", "2 1")]
    [InlineData("""{"camera":{"like":"0% [sÜD"}}""", "5 4 3")]
    [InlineData("""{"camera":{"like":"%"}}""", "5 4 3")]
    [InlineData("""{"camera":{"like":"\\"}}""", "")]
    [InlineData("""{"camera":{"like":"camera-1"}}""", "")]
    [InlineData("""{"camera":"nowhere"}""", "")]
    [InlineData("""{"camera":{"!=":"nowhere"}}""", "5 4 3 2 1")]
    [InlineData("""{"plate":"aaa-1a 11"}""", "5 1")]
    [InlineData("""{"plate":""}""", "2")]
    [InlineData("""{"plate":{"!=":""}}""", "5 4 3 1")]
    [InlineData("""{"plate":{"!=":"AAA1A11"}}""", "4 3 2")]
    [InlineData("""{"plate":{"like":"aa1"}}""", "5 3 1")]
    [InlineData("""{"plate":{"like":""}}""", "5 4 3 2 1")]
    [InlineData("""{"plate":{"like":"%"}}""", "")]
    [InlineData("""{"plate":{"like":"a_1"}}""", "")]
    [InlineData("""{"plate":{"!=":"%"}}""", "5 4 3 2 1")]
    [InlineData("""{"trigger_mode":"manual"}""", "3")]
    [InlineData("""{"trigger_mode":{"=":"AUTO"}}""", "5 4 2 1")]
    [InlineData("""{"timestamp":{">=":"2024-11-18 00:00:00"},"camera":{"like":"camera_1"}}""", "2 1")]
    [InlineData("""{"plate":{"like":"aaa"},"camera":{"like":"yard"}}""", "5")]
    [InlineData("{}", "5 4 3 2 1")]
    [InlineData("[]", "5 4 3 2 1")]
    [InlineData("null", "5 4 3 2 1")]
    public async Task Filter_FindsItsFlows_NewestFirst(string filter, string expected) =>
        Assert.Equal(expected, string.Join(' ', TestFlows.Ids(await SearchAsync($$"""{"filter":{{filter}}}"""))));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\uFEFF{}")]
    [InlineData("""{"page":null,"filter":null,"sort":"id"}""")]
    public async Task Body_WithoutFilter_FindsAllFlows(string body) => Assert.Equal([5, 4, 3, 2, 1], TestFlows.Ids(await SearchAsync(body)));

    [Theory]
    [InlineData("", """{"page":2}""", 2, 20, 1)]
    [InlineData("?per-page=2", """{"page":2}""", 2, 2, 3)]
    [InlineData("?per-page=2&page=2", "{}", 2, 2, 3)]
    [InlineData("?per-page=2&page=2", """{"page":3}""", 3, 2, 3)]
    [InlineData("?per-page=2", """{"page":"2"}""", 2, 2, 3)]
    [InlineData("?per-page=2", """{"page":0}""", 1, 2, 3)]
    [InlineData("?per-page=2", """{"page":-5}""", 1, 2, 3)]
    [InlineData("?per-page=2", """{"page":99999999999999999999}""", 3, 2, 3)]
    [InlineData("?per-page=2", """{"page":9,"per-page":1}""", 3, 2, 3)]
    public async Task Page_IsTakenFromBodyBeforeQuery(string query, string body, int page, int size, int count)
    {
        using var client = await five.App.ApiClientAsync();
        using var content = HttpAssert.Json(body);

        using var answer = await client.PostAsync($"/flows/search{query}", content, Cancellation);

        await answer.ReadAsync();
        Assert.Equal($"{Math.Min(page, count)}", answer.Header("X-Pagination-Current-Page"));
        Assert.Equal($"{size}", answer.Header("X-Pagination-Per-Page"));
        Assert.Equal($"{count}", answer.Header("X-Pagination-Page-Count"));
        Assert.Equal("5", answer.Header("X-Pagination-Total-Count"));
        Assert.StartsWith(
            $"<{five.App.Address}/flows/search?page={Math.Min(page, count)}{(size == 20 ? "" : $"&per-page={size}")}>; rel=self",
            answer.Header("Link"));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"two\"")]
    [InlineData("true")]
    [InlineData("1.5")]
    [InlineData("1e2")]
    [InlineData("[]")]
    [InlineData("{}")]
    public async Task Page_ThatIsNoInteger_Is400(string page) => Assert.Equal(
        """{"name":"Bad Request","message":"page must be an integer.","code":0,"status":400}""",
        await SearchAsync($$"""{"page":{{page}}}""", HttpStatusCode.BadRequest));

    [Fact]
    public async Task Filter_ThatIsWrong_Is422InTheDocumentedWords() => Assert.Equal(
        """{"name":"Unprocessable entity","message":"filter: plate has no operator '>'. plate allows =, !=, like with a string.","code":0,"status":422}""",
        await SearchAsync("""{"filter":{"plate":{">":"a"}}}""", HttpStatusCode.UnprocessableEntity));

    [Theory]
    [InlineData("{", "The request body is not valid JSON at line 1, byte 2.")]
    [InlineData("{}{}", "The request body is not valid JSON at line 1, byte 3.")]
    [InlineData("{\"a\":1,}", "The request body is not valid JSON at line 1, byte 8.")]
    [InlineData("5", "The request body must be a JSON object.")]
    [InlineData("\"x\"", "The request body must be a JSON object.")]
    [InlineData("[1]", "The request body must be a JSON object.")]
    [InlineData("{\"filter\":{\"plate\":\"\\ud800\"}}", "The request body holds half of a surrogate pair.")]
    [InlineData("{\"\\udc00\":1}", "The request body holds half of a surrogate pair.")]
    public async Task Body_ThatIsNoJsonObject_Is400(string body, string message) => Assert.Equal(
        $$"""{"name":"Bad Request","message":"{{message}}","code":0,"status":400}""", await SearchAsync(body, HttpStatusCode.BadRequest));

    [Fact]
    public async Task Body_NestedWithoutEnd_Is400() =>
        Assert.Contains("\"status\":400", await SearchAsync(string.Concat(Enumerable.Repeat("{\"filter\":", 100_000)), HttpStatusCode.BadRequest));

    [Fact]
    public async Task Body_OverOneMegabyte_Is413()
    {
        const int Frame = 8; // {"x":""}
        await SearchAsync($$"""{"x":"{{new string('a', (1024 * 1024) - Frame)}}"}""");
        Assert.Equal(
            """{"name":"Payload Too Large","message":"The request body is over 1 MB.","code":0,"status":413}""",
            await SearchAsync($$"""{"x":"{{new string('a', (1024 * 1024) - Frame + 1)}}"}""", HttpStatusCode.RequestEntityTooLarge));
        await SearchAsync(new string('a', 5_000_000), HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task Body_OfAnotherType_Is415(string? type)
    {
        using var client = await five.App.ApiClientAsync();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);

        Assert.Equal(
            """{"name":"Unsupported Media Type","message":"The request body must be JSON in UTF-8, with the header Content-Type: application/json.","code":0,"status":415}""",
            await client.PostAsync("/flows/search", content, Cancellation).ReadAsync(HttpStatusCode.UnsupportedMediaType));
    }

    [Fact]
    public async Task Body_OfBrokenBytes_IsNeverAFault()
    {
        using var client = await five.App.ApiClientAsync();
        var valid = Encoding.UTF8.GetBytes(
            """{"filter":{"timestamp":{">=":"2024-11-18 00:00:00"},"camera":{"like":"Süd"},"id":{"in":[1,2]}},"page":1}""");
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            var bytes = valid.ToArray();
            for (var change = 0; change <= i % 4; change++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new("application/json");
            using var answer = await client.PostAsync("/flows/search", content, Cancellation);
            Assert.True((int)answer.StatusCode is 200 or 400 or 422, $"{(int)answer.StatusCode} for {Convert.ToHexString(bytes)}");
        }
    }

    private async Task<string> SearchAsync(string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var client = await five.App.ApiClientAsync();
        using var content = HttpAssert.Json(body);
        return await client.PostAsync("/flows/search", content).ReadAsync(expected);
    }
}
