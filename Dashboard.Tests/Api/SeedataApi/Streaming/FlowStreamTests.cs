using System.Net;
using Dashboard.Api.SeedataApi;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.SeedataApi.Streaming;

[Trait("Category", "Server")]
public sealed class FlowStreamTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task Flow_ThatIsStored_ComesAsItsRowInTheList()
    {
        var camera = await app.AddCameraAsync("Süd \"1\"");
        await app.SeedFlowsAsync(TestFlows.Make(camera, "OLD1"));
        using var client = await app.ApiClientAsync();
        using var stream = await EventStream.OpenAsync(client);

        var id = (await app.ArriveAsync(TestFlows.Make(camera, "NEW1", second: 50_000)))[0];
        var block = await stream.BlockAsync();

        var row = (await client.GetAsync("/flows?per-page=1", Cancellation).ReadAsync())[1..^1];
        Assert.StartsWith($"{{\"id\":{id},\"camera\":\"Süd \\\"1\\\"\",\"plate\":\"new1\",", row);
        Assert.Equal([$"id: {id}", "event: flow", $"data: {row}"], block);
        Assert.Equal("text/event-stream", stream.Answer.Header("Content-Type"));
        Assert.Equal("no-store", stream.Answer.Header("Cache-Control"));
        Assert.Equal("no", stream.Answer.Header("X-Accel-Buffering"));
    }

    [Fact]
    public async Task Caller_ThatBreaksOffAgainAndAgain_GetsEveryFlowOnce()
    {
        const int Writers = 3, FlowsOfEach = 120;
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var camera = await app.AddCameraAsync("busy");
        using var client = await app.ApiClientAsync();
        long start;
        using (var first = await EventStream.OpenAsync(client))
        {
            start = first.Start;
        }

        var storing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            var stored = new List<long>();
            for (var i = 0; i < FlowsOfEach; i++)
            {
                stored.AddRange(await app.ArriveAsync(TestFlows.Make(camera, second: i)));
            }

            return stored;
        })));
        var received = new List<long>();
        for (var last = start; received.Count < Writers * FlowsOfEach;)
        {
            // A caller's connection stays for a while after it was left.
            await Eventually.TrueAsync(() => app.Get<FlowStreamSlots>().Taken < FlowStreamEndpoint.MaxOfAccount, "there is a place");
            var useHeader = random.Next(2) == 0;
            using var stream = useHeader
                ? await EventStream.OpenAsync(client, last)
                : await EventStream.OpenAsync(client, path: $"/flows/stream?last_event_id={last}");
            Assert.Equal(last, stream.Start);
            for (var left = random.Next(40); left > 0 && received.Count < Writers * FlowsOfEach; left--)
            {
                received.Add(last = await stream.FlowAsync());
            }
        }

        var expected = (await storing).SelectMany(ids => ids).Order().ToList();
        Assert.True(expected.SequenceEqual(received), $"With seed {seed}: {string.Join(' ', received)}");
    }

    [Fact]
    public async Task Backlog_LongerThanABatch_ComesInTheOrderOfStoring_AndTheHeaderWins()
    {
        var camera = await app.AddCameraAsync("backlog");
        var ids = await app.SeedFlowsAsync([.. Enumerable.Range(0, 230).Select(i => TestFlows.Make(camera, second: 230 - i))]);
        using var client = await app.ApiClientAsync();
        using var stream = await EventStream.OpenAsync(client, last: ids[0], path: "/flows/stream?last_event_id=0");

        var received = new List<long>();
        while (received.Count < ids.Count - 1)
        {
            received.Add(await stream.FlowAsync());
        }

        Assert.Equal(ids.Skip(1), received);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("1,2")]
    [InlineData("99999999999999999999")]
    public async Task LastEventId_ThatIsNoNumber_Is400ThatSaysWhatIs(string id)
    {
        using var client = await app.ApiClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/flows/stream");
        request.Headers.Add("Last-Event-ID", id);

        Assert.Equal(Refusal("Last-Event-ID"), await client.SendAsync(request, Cancellation).ReadAsync(HttpStatusCode.BadRequest));
        Assert.Equal(
            Refusal("last_event_id"),
            await client.GetAsync($"/flows/stream?last_event_id={id}", Cancellation).ReadAsync(HttpStatusCode.BadRequest));
        Assert.Equal(
            Refusal("last_event_id"),
            await client.GetAsync("/flows/stream?last_event_id=", Cancellation).ReadAsync(HttpStatusCode.BadRequest));

        static string Refusal(string name) => $$"""
            {"name":"Bad Request","message":"{{name}} must be the id of the last flow received: an integer from 0 to 9223372036854775807.","code":0,"status":400}
            """;
    }

    [Fact]
    public async Task Request_ThatMayNotListen_IsRefusedAsElsewhere()
    {
        using var nobody = app.AnonymousClient();
        await nobody.GetAsync("/flows/stream", Cancellation).ReadAsync(HttpStatusCode.Unauthorized);

        using var client = await app.ApiClientAsync();
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Post, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, "/flows/stream");
            using var answer = await client.SendAsync(request, Cancellation);
            var body = await answer.ReadAsync(HttpStatusCode.MethodNotAllowed);
            Assert.Equal("GET, OPTIONS", answer.Header("Allow"));
            Assert.True(method == HttpMethod.Head || body.StartsWith("""{"name":"Method Not Allowed",""", StringComparison.Ordinal), body);
        }
    }

    [Fact]
    public async Task Callers_BeyondMaxStreams_AreToldToComeBackLater()
    {
        await using var own = await DashboardApp.StartAsync();
        using var client = await own.ApiClientAsync();
        var open = new List<EventStream>();
        try
        {
            using var other = own.AnonymousClient();
            var key = await own.ApiKeyAsync(await own.CreateUserAsync("other@example.com"));
            other.DefaultRequestHeaders.Authorization = new("Bearer", key.Text);
            foreach (var of in new[] { client, await own.ApiClientAsync(Roles.Operator), await own.ApiClientAsync(Roles.Administrator), other })
            {
                for (var i = 0; i < FlowStreamEndpoint.MaxOfAccount; i++)
                {
                    open.Add(await EventStream.OpenAsync(of));
                }

                if (open.Count < FlowStreamEndpoint.MaxStreams)
                {
                    // One account does not shut the others out.
                    using var more = await of.GetAsync("/flows/stream", Cancellation);
                    Assert.Contains("25 callers of this account", await more.ReadAsync(HttpStatusCode.ServiceUnavailable));
                }
            }

            using (var answer = await client.GetAsync("/flows/stream", Cancellation))
            {
                Assert.Equal(
                    """{"name":"Service Unavailable","message":"100 callers are listening already, which is the most; try again in 30 seconds (Retry-After).","code":0,"status":503}""",
                    await answer.ReadAsync(HttpStatusCode.ServiceUnavailable));
                Assert.Equal("30", answer.Header("Retry-After"));
            }

            open[0].Dispose();
            await Eventually.TrueAsync(
                async () =>
                {
                    using var answer = await client.GetAsync("/flows/stream", HttpCompletionOption.ResponseHeadersRead);
                    return answer.StatusCode == HttpStatusCode.OK;
                },
                "a caller that hung up leaves its place to another");
        }
        finally
        {
            open.ForEach(stream => stream.Dispose());
        }
    }
}
