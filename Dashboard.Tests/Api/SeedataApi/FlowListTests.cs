using System.Net;
using Dashboard.Domain.Flows;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.SeedataApi;

[Trait("Category", "Server")]
public sealed class FlowListTests(SixtyFlows sixty) : IClassFixture<SixtyFlows>
{
    [Fact]
    public async Task List_OfFlows_IsTheDocumentedText()
    {
        await using var app = await DashboardApp.StartAsync("--TimeZone=Europe/Vienna");
        var camera = await app.AddCameraAsync("Zufahrt <Süd>/1");
        var ids = await app.SeedFlowsAsync(
            TestFlows.Make(camera),
            TestFlows.Make(camera, "BBB2B22", score: 0.0000014, mode: TriggerMode.Manual),
            TestFlows.Make(camera, "", second: -60),
            TestFlows.Make(camera, "C1", score: 1, second: 3600));
        using var client = await app.ApiClientAsync();

        using var answer = await client.GetAsync("/flows", Cancellation);

        Assert.Equal(
            $$"""[{"id":{{ids[3]}},"camera":"Zufahrt <Süd>/1","plate":"c1","score":1,"timestamp":"2025-02-09 00:52:46","trigger_mode":"auto","lpr_version":"1.8.0"},"""
            + $$"""{"id":{{ids[1]}},"camera":"Zufahrt <Süd>/1","plate":"bbb2b22","score":0.000001,"timestamp":"2025-02-08 23:52:46","trigger_mode":"manual","lpr_version":"1.8.0"},"""
            + $$"""{"id":{{ids[0]}},"camera":"Zufahrt <Süd>/1","plate":"aaa1a11","score":0.952351,"timestamp":"2025-02-08 23:52:46","trigger_mode":"auto","lpr_version":"1.8.0"},"""
            + $$"""{"id":{{ids[2]}},"camera":"Zufahrt <Süd>/1","plate":"","score":0,"timestamp":"2025-02-08 23:51:46","trigger_mode":"auto","lpr_version":"1.8.0"}]""",
            await answer.ReadAsync());
        Assert.Equal("application/json; charset=UTF-8", answer.Header("Content-Type"));
    }

    [Fact]
    public async Task List_WithoutFlows_IsPageOneOfNone()
    {
        await using var app = await DashboardApp.StartAsync();
        using var client = await app.ApiClientAsync();

        using var answer = await client.GetAsync("/flows?page=7", Cancellation);

        Assert.Equal("[]", await answer.ReadAsync());
        AssertPaging(answer, current: 1, count: 0, size: 20, total: 0);
        Assert.Equal($"<{app.Address}/flows?page=1>; rel=self", answer.Header("Link"));
    }

    [Fact]
    public async Task List_OfManyFlows_IsServedPageByPage()
    {
        var flows = $"{sixty.App.Address}/flows";
        using var client = await sixty.App.ApiClientAsync();

        using var first = await client.GetAsync("/flows", Cancellation);
        Assert.Equal(sixty.NewestFirst.Take(20), TestFlows.Ids(await first.ReadAsync()));
        AssertPaging(first, current: 1, count: 3, size: 20, total: 60);
        Assert.Equal(
            $"<{flows}?page=1>; rel=self, <{flows}?page=1>; rel=first, <{flows}?page=3>; rel=last, <{flows}?page=2>; rel=next", first.Header("Link"));

        using var second = await client.GetAsync("/flows?page=2", Cancellation);
        Assert.Equal(
            $"<{flows}?page=2>; rel=self, <{flows}?page=1>; rel=first, <{flows}?page=3>; rel=last, <{flows}?page=1>; rel=prev, <{flows}?page=3>; rel=next",
            second.Header("Link"));

        using var last = await client.GetAsync("/flows?page=99999999999999999999&per-page=50", Cancellation);
        Assert.Equal(sixty.NewestFirst.Skip(50), TestFlows.Ids(await last.ReadAsync()));
        AssertPaging(last, current: 2, count: 2, size: 50, total: 60);
        Assert.Equal(
            $"<{flows}?page=2&per-page=50>; rel=self, <{flows}?page=1&per-page=50>; rel=first, <{flows}?page=2&per-page=50>; rel=last, "
            + $"<{flows}?page=1&per-page=50>; rel=prev",
            last.Header("Link"));
    }

    [Theory]
    [InlineData("page=0", 1, 20)]
    [InlineData("page=-3", 1, 20)]
    [InlineData("page=1&page=2", 2, 20)]
    [InlineData("per-page=0", 1, 1)]
    [InlineData("per-page=-9", 1, 1)]
    [InlineData("per-page=51", 1, 50)]
    [InlineData("per-page=99999999999999999999", 1, 50)]
    [InlineData("page=2&per-page=7", 2, 7)]
    [InlineData("page=2147483647&per-page=1", 60, 1)]
    public async Task Paging_OutOfRange_IsClamped(string query, int page, int size)
    {
        using var client = await sixty.App.ApiClientAsync();

        using var answer = await client.GetAsync($"/flows?{query}", Cancellation);

        await answer.ReadAsync();
        AssertPaging(answer, page, (60 + size - 1) / size, size, 60);
    }

    [Theory]
    [InlineData("page=", "page")]
    [InlineData("page=abc", "page")]
    [InlineData("page=1.5", "page")]
    [InlineData("page=%201", "page")]
    [InlineData("page=1%0A", "page")]
    [InlineData("page=%2B1", "page")]
    [InlineData("page=true", "page")]
    [InlineData("per-page=all", "per-page")]
    public async Task Paging_ThatIsNoInteger_Is400(string query, string name)
    {
        using var client = await sixty.App.ApiClientAsync();

        Assert.Equal(
            $$"""{"name":"Bad Request","message":"{{name}} must be an integer.","code":0,"status":400}""",
            await client.GetAsync($"/flows?{query}", Cancellation).ReadAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Walk_WhileFlowsArrive_MissesNoneThatWereThere()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("gate");
        var before = await app.SeedFlowsAsync([.. Enumerable.Range(0, 50).Select(i => TestFlows.Make(camera, second: i / 4))]);
        using var client = await app.ApiClientAsync();
        var seen = new List<long>();
        for (string? next = "/flows?per-page=7"; next is not null;)
        {
            using var answer = await client.GetAsync(next, Cancellation);
            seen.AddRange(TestFlows.Ids(await answer.ReadAsync()));
            await app.SeedFlowsAsync(TestFlows.Make(camera, second: 100), TestFlows.Make(camera, second: 100));
            next = NextOf(answer);
        }

        Assert.Empty(before.Except(seen));
    }

    [Fact]
    public async Task Walk_HeldToAnId_IsExactWhileFlowsArrive()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("gate");
        var before = await app.SeedFlowsAsync([.. Enumerable.Range(0, 50).Select(i => TestFlows.Make(camera, second: i / 4))]);
        using var client = await app.ApiClientAsync();
        var seen = new List<long>();
        for (string? next = "/flows/search?per-page=7"; next is not null;)
        {
            using var body = HttpAssert.Json("{\"filter\":{\"id\":{\"<=\":" + before[^1] + "}}}");
            using var answer = await client.PostAsync(next, body, Cancellation);
            seen.AddRange(TestFlows.Ids(await answer.ReadAsync()));
            Assert.Equal("50", answer.Header("X-Pagination-Total-Count"));
            await app.SeedFlowsAsync(TestFlows.Make(camera, second: 5), TestFlows.Make(camera, second: 100));
            next = NextOf(answer);
        }

        Assert.Equal(before.Reverse(), seen);
    }

    [Fact]
    public async Task Head_OfTheList_IsTheHeadersAlone()
    {
        using var client = await sixty.App.ApiClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/flows");

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal("", await answer.ReadAsync());
        AssertPaging(answer, current: 1, count: 3, size: 20, total: 60);
    }

    private static void AssertPaging(HttpResponseMessage answer, int current, int count, int size, int total) => Assert.Equal(
        $"{current}/{count}, {size} a page, {total}",
        $"{answer.Header("X-Pagination-Current-Page")}/{answer.Header("X-Pagination-Page-Count")}, "
        + $"{answer.Header("X-Pagination-Per-Page")} a page, {answer.Header("X-Pagination-Total-Count")}");

    private static string? NextOf(HttpResponseMessage answer) =>
        answer.Header("Link")!.Split(", ").FirstOrDefault(link => link.EndsWith("rel=next", StringComparison.Ordinal))?.Split('<', '>')[1];
}
