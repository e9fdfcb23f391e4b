using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dashboard.Domain.Users;
using Dashboard.Tests.Agents.Reads;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>How bodies come, and what is no body: an agent repeats a 5xx for ever, so there is none.</summary>
[Trait("Category", "Server")]
public sealed class PushedBodyTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    private const string Results = """{"data_type":"alpr_results","site_id":"north","camera_id":1,"epoch_time":1795400000000,"results":[]}""";

    [Theory]
    [InlineData("gzip")]
    [InlineData("GZIP")]
    public async Task Body_PackedWithGzip_IsTaken(string name)
    {
        var group = """{"data_type":"alpr_group","agent_uid":"GZ","camera_id":1,"epoch_start":1795400000000,"best_plate_number":"GZIP1"}""";
        Assert.Equal(HttpStatusCode.OK, (await PushAsync(AlprdMinute.Pack(Encoding.UTF8.GetBytes(group)), name)).Status);
        await using var db = await app.OpenDatabaseAsync();
        Assert.True(await db.Flows.AnyAsync(flow => flow.Plate == "GZIP1", Cancellation));
    }

    [Fact]
    public async Task Body_ThatUnpacksToTooMuch_Is413()
    {
        var bomb = AlprdMinute.Pack(new byte[64 * 1024 * 1024]);
        Assert.InRange(bomb.Length, 1, 1024 * 1024);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PushAsync(bomb, "gzip")).Status);
    }

    [Theory]
    [InlineData("gzip", HttpStatusCode.BadRequest)]
    [InlineData("br", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("identity", HttpStatusCode.OK)]
    public async Task Body_PackedOtherwiseThanItSays_IsRefused(string packing, HttpStatusCode expected) =>
        Assert.Equal(expected, (await PushAsync(Encoding.UTF8.GetBytes(Results), packing)).Status);

    [Theory]
    [InlineData("""{"data_type":"alpr_results","site_id":"north","camera_id":1,"epoch_time":1795400000000}""", "results:")]
    [InlineData("""{"data_type":"alpr_results","site_id":"north","camera_id":1,"epoch_time":1795400000000,"results":{}}""", "results:")]
    [InlineData("""{"data_type":"alpr_results","agent_uid":"A","camera_id":1}""", "results:")]
    [InlineData("""{"data_type":"alpr_results","camera_id":1,"epoch_time":1795400000000,"results":[]}""", "site_id:")]
    [InlineData("""{"data_type":"alpr_results","site_id":"north","camera_id":"gate","epoch_time":1795400000000,"results":[]}""", "camera_id:")]
    [InlineData("""{"data_type":"alpr_results","site_id":"north","camera_id":1,"results":[]}""", "epoch_time:")]
    [InlineData("""{"data_type":"alpr_group","agent_uid":"BAD","camera_id":1,"epoch_start":1795400000000,"\ud800":1}""", "The body")]
    [InlineData("""{"data_type":"alpr_group","agent_uid":"BAD","camera_id":1,"epoch_start":1795400000000,"custom_data":{"a":[{"\udc00x":1}]}}""", "The body")]
    [InlineData("""{"data_type":"heartbeat","agent_uid":"BAD","\ud800":1}""", "The body")]
    [InlineData("""{"data_type":"vehicle","\ud800":1}""", "The body")]
    [InlineData("""{"data_type":"nonsense"}""", "data_type:")]
    [InlineData("[]", "data_type:")]
    [InlineData("", "The body")]
    public async Task Body_ThatCanNeverBeStored_Is400AndStoresNothing(string body, string begin)
    {
        var (status, answer) = await PushAsync(Encoding.UTF8.GetBytes(body));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith($$"""{"error":"{{begin}}""", answer);
        await using var db = await app.OpenDatabaseAsync();
        Assert.False(await db.Agents.AnyAsync(agent => agent.Uid == "BAD", Cancellation));
    }

    [Theory]
    [InlineData("custom_data")]
    [InlineData("best_plate_number")]
    public async Task Body_ThatIsNoUtf8_Is400AndStoresNothing(string field)
    {
        var body = Encoding.Latin1.GetBytes(
            $$"""{"data_type":"alpr_group","agent_uid":"BAD","camera_id":1,"epoch_start":1795400000000,"{{field}}":"Ö"}""");
        Assert.Equal(HttpStatusCode.BadRequest, (await PushAsync(body)).Status);
        await using var db = await app.OpenDatabaseAsync();
        Assert.False(await db.Agents.AnyAsync(agent => agent.Uid == "BAD", Cancellation));
    }

    [Theory]
    [InlineData("""{"data_type":"vehicle","agent_uid":"A","camera_id":1}""")]
    [InlineData("""{"openalpr_webhook":"test"}""")]
    [InlineData("""{"openalpr_webhook": "test", "custom_data": null}""")]
    public async Task Body_ThatMakesNothing_IsAnsweredAndCounted(string body)
    {
        var before = app.Pushed;
        Assert.Equal(HttpStatusCode.OK, (await PushAsync(Encoding.UTF8.GetBytes(body))).Status);
        Assert.Equal((before.Others + 1, before.Stored), (app.Pushed.Others, app.Pushed.Stored));
    }

    [Theory]
    [InlineData("\"7\"", 7)]
    [InlineData("\" 8 \"", 8)]
    [InlineData("9.0", 9)]
    public async Task CameraNumber_AsText_IsTaken(string told, long number)
    {
        var agent = $"TEXT{number}";
        var group = $$"""{"data_type":"alpr_group","agent_uid":"{{agent}}","camera_id":{{told}},"epoch_start":1795400000000}""";
        Assert.Equal(HttpStatusCode.OK, (await PushAsync(Encoding.UTF8.GetBytes(group))).Status);
        await using var db = await app.OpenDatabaseAsync();
        var id = (await db.Agents.SingleAsync(known => known.Uid == agent, Cancellation)).Id;
        Assert.Equal(number, (await db.Cameras.SingleAsync(camera => camera.AgentId == id, Cancellation)).Number);
    }

    [Fact]
    public async Task Body_WithAByteOrderMark_IsTaken() =>
        Assert.Equal(HttpStatusCode.OK, (await PushAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Results)])).Status);

    /// <summary>
    /// Bodies that were changed at random. <c>PUSH_FUZZ_BODIES</c> sets how many, <c>PUSH_FUZZ_SEED</c> which; a failure names the seed.
    /// </summary>
    [Fact]
    public async Task Body_ChangedAtRandom_IsNever5xx()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("PUSH_FUZZ_BODIES") ?? "2000", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("PUSH_FUZZ_SEED") ?? "20261127", CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} bodies, seed {seed}");
        await using var server = await DashboardApp.StartAsync();
        using var client = server.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await server.ApiKeyAsync(Roles.Operator));
        var taken = 0;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation }, async (i, stop) =>
        {
            var (body, packing) = PushFuzz.Create(seed, i);
            using var content = new ByteArrayContent(body);
            if (packing is not null)
            {
                content.Headers.ContentEncoding.Add(packing);
            }

            using var answer = await client.PostAsync("/push/", content, stop);
            Assert.True(
                (int)answer.StatusCode < 500,
                $"Body {i} of seed {seed} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stop)}\n{Convert.ToBase64String(body)}");
            Interlocked.Add(ref taken, answer.StatusCode == HttpStatusCode.OK ? 1 : 0);
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{taken} of {count} were taken");
        Assert.InRange(taken, count / 20, count * 19 / 20);

        // And what was taken can be read.
        await client.GetAsync("/api/search/plate?start=2000-01-01&topn=1000", Cancellation).ReadAsync();
        await client.GetAsync("/api/cameras/", Cancellation).ReadAsync();
        await client.GetAsync("/api/agents/", Cancellation).ReadAsync();
    }

    private async Task<(HttpStatusCode Status, string Answer)> PushAsync(byte[] body, string? packing = null)
    {
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (packing is not null)
        {
            content.Headers.ContentEncoding.Add(packing);
        }

        using var answer = await client.PostAsync("/push/", content, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }
}
