using System.Net.Http.Headers;
using Dashboard.Api.SeedataApi;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Api.SeedataApi.Streaming;

/// <summary>What a stream does while time passes, and when it ends.</summary>
[Trait("Category", "Server")]
public sealed class FlowStreamLifeTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private DashboardApp _app = null!;
    private int _camera;

    public async ValueTask InitializeAsync()
    {
        _app = await DashboardApp.StartAsync(_time, null, "--Security:TokenHours=1");
        _camera = await _app.AddCameraAsync("gate");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Heartbeat_ComesEveryFifteenSeconds()
    {
        using var client = await _app.ApiClientAsync();
        using var stream = await OpenAsync(client);
        for (var round = 0; round < 2; round++)
        {
            _time.Advance(FlowStream.HeartbeatInterval - FlowStream.PollInterval);
            await ArriveAsync(stream);
            _time.Advance(FlowStream.PollInterval);
            Assert.Equal([": heartbeat"], await stream.BlockAsync());
        }
    }

    [Fact]
    public async Task Flow_StoredByAnotherProcess_ComesWithTheNextLook()
    {
        using var client = await _app.ApiClientAsync();
        using var stream = await OpenAsync(client);
        var ids = await _app.SeedFlowsAsync(TestFlows.Make(_camera));

        _time.Advance(FlowStream.PollInterval);

        Assert.Equal(ids[0], await stream.FlowAsync());
    }

    [Fact]
    public async Task Stream_WhoseTokenExpires_Ends()
    {
        using var client = await _app.ApiClientAsync();
        using var stream = await OpenAsync(client);

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal([": heartbeat"], await stream.BlockAsync());
        _time.Advance(TimeSpan.FromMinutes(1));

        await AssertEndedAsync(stream);
    }

    [Fact]
    public async Task Stream_WhoseUserIsDisabled_Ends()
    {
        using var client = await _app.ApiClientAsync(Roles.Operator);
        using var stream = await OpenAsync(client);

        await _app.DisableUserAsync(await _app.UserAsync(Roles.Operator));
        _time.Advance(FlowStream.HeartbeatInterval);

        await AssertEndedAsync(stream);
    }

    [Fact]
    public async Task Stream_WhoseKeyIsRevoked_Ends()
    {
        using var client = _app.AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _app.ApiKeyAsync());
        using var stream = await OpenAsync(client);

        await _app.RevokeKeysAsync(Roles.Viewer);
        _time.Advance(FlowStream.HeartbeatInterval);

        await AssertEndedAsync(stream);
    }

    [Fact]
    public async Task Stream_WhenTheServerStops_EndsAtOnce()
    {
        var stopping = await DashboardApp.StartAsync();
        using var client = await stopping.ApiClientAsync();
        using var stream = await EventStream.OpenAsync(client);

        await stopping.DisposeAsync();

        Assert.Null(await stream.BlockAsync());
    }

    [Fact]
    public async Task Caller_ThatTakesNothing_IsCutOff_AndHoldsNobodyUp()
    {
        var heavy = Enumerable.Range(0, 1200).Select(_ => TestFlows.Make(_camera)).ToArray();
        foreach (var flow in heavy)
        {
            flow.LprVersion = new string('x', 10_000); // More than all buffers on the way hold.
        }

        await _app.SeedFlowsAsync(heavy);
        using var client = await _app.ApiClientAsync();
        using var idle = await EventStream.OpenAsync(client, last: 0);
        var busy = await EventStream.OpenAsync(client, last: 0);
        for (var i = 0; i < heavy.Length; i++)
        {
            await busy.FlowAsync();
        }

        busy.Dispose();
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(FlowStream.MaxStall);
                return _app.OpenStreams == 0;
            },
            "the place of the caller that takes nothing is free");

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await idle.BlockAsync() is not null)
            {
            }
        });
    }

    // A flow that came tells that the stream's timers run: only then may time move.
    private async Task<EventStream> OpenAsync(HttpClient client)
    {
        var stream = await EventStream.OpenAsync(client);
        await ArriveAsync(stream);
        return stream;
    }

    private async Task ArriveAsync(EventStream stream)
    {
        var ids = await _app.ArriveAsync(TestFlows.Make(_camera));
        Assert.Equal($"id: {ids[0]}", (await stream.BlockAsync())![0]);
    }

    private static async Task AssertEndedAsync(EventStream stream)
    {
        IReadOnlyList<string>? block;
        do
        {
            block = await stream.BlockAsync();
        }
        while (block is [": heartbeat"]);

        Assert.Equal([": the token or key works no longer"], block);
        Assert.Null(await stream.BlockAsync());
    }
}
