using System.Net;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.ScoutApi;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Agents;

/// <summary>What is final stays as it is, whoever sends it again and with whatever picture.</summary>
[Trait("Category", "Server")]
public sealed class FinalEvidenceTests : IAsyncLifetime
{
    private static readonly string Agent = new('A', 40);
    private readonly DashboardApp _app = new();
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _key = await _app.ApiKeyAsync(Roles.Operator);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Group_SentAgainWithAnotherPicture_KeepsThePictureThatItHas()
    {
        var (jpeg, other) = (_app.Jpeg(64, 48), _app.Jpeg(128, 96));
        await PushAsync(_key, jpeg);
        var before = Pictures();
        await PushAsync(_key, other);

        Assert.Equal(jpeg, await ServedAsync());
        Assert.Equal(before, Pictures());
    }

    [Fact]
    public async Task Group_SentAgainByAnOperatorOfAnotherSite_KeepsThePictureThatItHas()
    {
        var (jpeg, other) = (_app.Jpeg(64, 48), _app.Jpeg(128, 96));
        await PushAsync(_key, jpeg);
        var before = Pictures();
        var (_, foreign) = await _app.LimitedKeyAsync("elsewhere@example.com", Roles.Operator, await _app.AddSiteAsync("Elsewhere"));
        await PushAsync(foreign, other, expected: null);

        Assert.Equal(jpeg, await ServedAsync());
        Assert.Equal(before, Pictures());
    }

    /// <summary>The picture's moment, and so its folder, is what the body says: it must not lead anywhere else.</summary>
    [Fact]
    public async Task Group_SentAgainWithAnotherDay_LeavesNoFileBehind()
    {
        var jpeg = _app.Jpeg(64, 48);
        await PushAsync(_key, jpeg);
        var before = Pictures();
        await PushAsync(_key, _app.Jpeg(128, 96), PushedGroups.Start + 500 + (long)TimeSpan.FromDays(1).TotalMilliseconds);

        Assert.Equal(jpeg, await ServedAsync());
        Assert.Equal(before, Pictures());
    }

    /// <summary>Of two at once one is the first; the other's picture belongs to no flow and goes.</summary>
    [Fact]
    public async Task Group_SentByManyAtOnce_KeepsOnePictureAndItsReading()
    {
        var sizes = Enumerable.Range(4, 12).Select(i => _app.Jpeg(16 * i, 48)).ToList();
        await Parallel.ForEachAsync(sizes, async (jpeg, _) => await PushAsync(_key, jpeg));

        var flow = Assert.Single(await _app.StoredFlowsAsync());
        Assert.Single(Pictures());
        var served = await ServedAsync();
        Assert.Contains(sizes, jpeg => jpeg.AsSpan().SequenceEqual(served));
        Assert.NotNull(await _app.ReadPictureAsync(flow));
    }

    [Fact]
    public async Task Group_StoredWithoutAPicture_GainsTheFirstThatComes_AndNoOther()
    {
        var (jpeg, other) = (_app.Jpeg(64, 48), _app.Jpeg(128, 96));
        var now = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeMilliseconds();
        await PushAsync(_key, [], now);
        var bare = Assert.Single(await _app.StoredFlowsAsync());
        await PushAsync(_key, jpeg, now);
        await PushAsync(_key, other, now);

        Assert.False(bare.HasPicture);
        Assert.Equal(jpeg, await ServedAsync(now));
        Assert.Single(Pictures());
        var flow = Assert.Single(await _app.StoredFlowsAsync());
        Assert.Equal((bare.Id, bare.Plate, bare.CapturedAt), (flow.Id, flow.Plate, flow.CapturedAt));
    }

    [Fact]
    public async Task Group_WhosePictureWasRemoved_DoesNotGetItBack()
    {
        var now = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeMilliseconds();
        await PushAsync(_key, _app.Jpeg(64, 48), now);
        await using (var db = await _app.OpenDatabaseAsync())
        {
            await db.Flows.ExecuteUpdateAsync(
                set => set.SetProperty(flow => flow.HasPicture, false).SetProperty(flow => flow.PictureDay, (DateOnly?)null), Cancellation);
        }

        await PushAsync(_key, _app.Jpeg(128, 96), now);

        Assert.False(Assert.Single(await _app.StoredFlowsAsync()).HasPicture);
        Assert.Single(Pictures());
    }

    /// <summary>Nothing is acknowledged that was not stored, and what is in the way is no fault of the agent's.</summary>
    [Fact]
    public async Task Group_ThatCannotBeStoredNow_IsSentAgainLater()
    {
        var folder = Path.Combine(_app.DataDirectory, "pictures");
        await File.WriteAllTextAsync(folder, "in the way", Cancellation);
        await PushAsync(_key, _app.Jpeg(64, 48), expected: HttpStatusCode.ServiceUnavailable);
        Assert.Empty(await _app.StoredFlowsAsync());

        File.Delete(folder);
        await PushAsync(_key, _app.Jpeg(64, 48));
        Assert.Single(await _app.StoredFlowsAsync());
        Assert.Single(Pictures());
    }

    private IReadOnlyList<string> Pictures() =>
        [.. Directory.GetFiles(Path.Combine(_app.DataDirectory, "pictures"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private async Task<byte[]> ServedAsync(long captured = PushedGroups.Start + 500)
    {
        using var client = _app.AnonymousClient();
        return await client.GetByteArrayAsync($"/img/{Agent}/{Agent}-7-{captured}.jpg?api_key={_key}", Cancellation);
    }

    private async Task PushAsync(string key, byte[] jpeg, long? captured = null, HttpStatusCode? expected = HttpStatusCode.OK)
    {
        using var client = _app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        var at = captured ?? PushedGroups.Start + 500;
        using var answer = await client.PostAsync("/push/", HttpAssert.Json(System.Text.Json.JsonSerializer.Serialize(new
        {
            data_type = "alpr_group",
            epoch_start = PushedGroups.Start,
            agent_uid = Agent,
            camera_id = 7,
            best_plate_number = "ABC123",
            best_confidence = 90,
            best_uuid = $"{Agent}-7-{at}",
            best_uuid_epoch_ms = at,
            best_image_width = 64,
            best_image_height = 48,
            overview_jpeg = Convert.ToBase64String(jpeg),
        })), Cancellation);
        if (expected is { } status)
        {
            Assert.Equal((status, status == HttpStatusCode.ServiceUnavailable), (answer.StatusCode, answer.Headers.RetryAfter is not null));
        }
    }
}
