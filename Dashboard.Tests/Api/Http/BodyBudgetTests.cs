using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Api.Http;
using Dashboard.Domain.Users;
using Dashboard.Hosting.Process;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Tests.Api.Http;

/// <summary>Bodies take a bounded share of the memory, whoever sends them and however slowly.</summary>
public sealed class BodyBudgetTests
{
    [Fact]
    public void Caller_TakesHalfAtMost_AndLeavesTheRestToOthers()
    {
        var memory = new MemoryOptions();
        var (budget, half) = (new BodyBudget(memory), memory.BodyBytes / 2);
        budget.Take("one", half);
        var refused = Assert.Throws<ApiException>(() => budget.Take("one", 1));
        Assert.Equal((503, BodyBudget.Busy), (refused.Status, refused.Message));

        budget.Take("two", half);
        Assert.Throws<ApiException>(() => budget.Take("three", 1));
        budget.GiveBack("one", half);
        budget.Take("three", half);
        budget.GiveBack("two", half);
        budget.GiveBack("three", half);
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void LargeBodies_CountUntilTheyAreCollected()
    {
        var (memory, collected) = (new MemoryOptions(), 0);
        var budget = new BodyBudget(memory, () => collected++);
        for (var sent = 0L; sent < 3 * memory.BodyBytes; sent += memory.BodyBytes / 4)
        {
            budget.Take("one", memory.BodyBytes / 4);
            budget.GiveBack("one", memory.BodyBytes / 4);
        }

        Assert.Equal(2, collected);
        for (var sent = 0L; sent < 3 * memory.BodyBytes; sent += LargeGarbage.MinBytes - 1)
        {
            budget.Take("one", LargeGarbage.MinBytes - 1);
            budget.GiveBack("one", LargeGarbage.MinBytes - 1);
        }

        Assert.InRange(collected, 2, 3);
        Assert.Equal(0, budget.Used);
    }

    /// <summary>An agent repeats 503 for ever.</summary>
    [Fact]
    public void Body_ThatNeverFits_Is413()
    {
        var budget = new BodyBudget(new MemoryOptions { MemoryMegabytes = 400 });
        var share = new BodyShare(budget, new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } });
        share.Add(budget.MaxOfOne);
        var refused = Assert.Throws<ApiException>(() => share.Add(1));
        Assert.Equal((413, BodyBudget.NeverFits), (refused.Status, refused.Message));
    }

    [Fact]
    [Trait("Category", "Server")]
    public async Task SlowBodies_OfOneKey_LeaveOthersTheirs()
    {
        await using var app = await DashboardApp.StartAsync();
        var slow = new List<TcpClient>();
        var budget = app.Get<BodyBudget>();
        var address = new Uri(app.Address);
        var head = Encoding.ASCII.GetBytes(
            $"POST /push/ HTTP/1.1\r\nHost: {address.Authority}\r\nX-Api-Key: {await app.ApiKeyAsync(Roles.Operator)}\r\n"
            + "Content-Length: 900000\r\n\r\n{\"a\":\"" + new string('x', 100_000));
        for (var i = 0; i < 2 * Dashboard.Agents.Intake.GroupIntake.MaxParallel; i++)
        {
            var client = new TcpClient();
            slow.Add(client);
            await client.ConnectAsync(address.Host, address.Port, Cancellation);
            await client.GetStream().WriteAsync(head, Cancellation);
        }

        await Eventually.TrueAsync(() => budget.Used >= slow.Count * 100_000L, "all slow bodies are being read");
        using var other = app.AnonymousClient();
        other.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Administrator));
        using var group = new StringContent(
            """{"data_type":"alpr_group","agent_uid":"QUICK","camera_id":1,"epoch_start":1795400000000,"best_plate_number":"QUICK1"}""");
        using var answer = await other.PostAsync("/push/", group, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        slow.ForEach(client => client.Dispose());
        await Eventually.TrueAsync(() => budget.Used == 0, "who hung up has given back");
    }

    [Theory]
    [Trait("Category", "Server")]
    [InlineData("/push/", RequestBody.MaxTokens, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/push/", 1000, HttpStatusCode.BadRequest)]
    [InlineData("/authenticate", RequestBody.MaxTokens, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/authenticate", 1000, HttpStatusCode.UnprocessableEntity)]
    public async Task Body_OfTooManyParts_Is413(string path, int values, HttpStatusCode expected)
    {
        await using var app = await DashboardApp.StartAsync();
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        using var body = new StringContent($$"""{"x":[{{string.Join(',', Enumerable.Repeat('0', values))}}]}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(path, body, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(
            expected == HttpStatusCode.RequestEntityTooLarge,
            (await answer.Content.ReadAsStringAsync(Cancellation)).Contains(RequestBody.TooManyTokens, StringComparison.Ordinal));
        Assert.Equal(0, app.Get<BodyBudget>().Used);
    }

    [Theory]
    [Trait("Category", "Server")]
    [InlineData(1000, false)]
    [InlineData(100_000, true)]
    public async Task Form_OfAPage_IsShort(int length, bool isTooLarge)
    {
        await using var app = await DashboardApp.StartAsync();
        using var client = app.AnonymousClient();
        using var form = new FormUrlEncodedContent([new("email", new string('a', length))]);
        using var answer = await client.PostAsync("/app/sign-in", form, Cancellation);
        Assert.Equal(isTooLarge, answer.StatusCode == HttpStatusCode.RequestEntityTooLarge);
    }
}
