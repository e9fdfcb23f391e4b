using System.Net.Http.Json;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Domain.Users;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>
/// Programs that follow the groups by <c>pk</c> while many agents push and the server's own cameras see vehicles: they miss nothing and get nothing
/// twice.
/// </summary>
[Trait("Category", "Server")]
public sealed class PollerTests : IAsyncDisposable
{
    private const int Writers = 5;
    private const int GroupsEach = 30;
    private const int OwnVehicles = 40;

    private DashboardApp? _app;
    private HttpClient _client = new();

    private DashboardApp App => _app!;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await (_app?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Theory, ProviderData]
    public async Task After_WhileManyWrite_LateOnesAndPreviewsToo_MissesAndRepeatsNothing(string provider)
    {
        await StartAsync(provider);
        var camera = await App.AddCameraAsync("own");
        var writing = Task.WhenAll([.. Enumerable.Range(0, Writers).Select(PushManyAsync), RecordManyAsync(camera)]);
        var groups = FollowAsync<PlateFields<double, double?, long?>>("plate", 7, writing);
        var slow = FollowAsync<PlateFields<double, double?, long?>>("plate", 40, writing);
        var candidates = FollowAsync<CandidateFields<double>>("platecandidate", 11, writing);
        await writing;

        // One row a group however often it was sent, those of our own camera too.
        var stored = await AllAsync();
        Assert.Equal((Writers * GroupsEach) + OwnVehicles, stored.Count);
        Assert.Equal(stored.Count, stored.Select(row => row.Fields.BestPlate).Distinct().Count());
        Assert.All(stored, row => Assert.Equal(row.Fields.AgentUid == App.AgentUid ? 91 : 90, row.Fields.BestConfidence));

        var all = stored.Select(row => row.Pk).Order().ToList();
        Assert.Equal(all, (await groups).Select(row => row.Pk));
        Assert.Equal(all, (await slow).Select(row => row.Pk));
        Assert.Equal(all.SelectMany(pk => new[] { pk, pk }), (await candidates).Select(row => row.Fields.Group));
        Assert.Equal(2 * all.Count, (await candidates).Select(row => row.Pk).Distinct().Count());
    }

    [Theory, ProviderData]
    public async Task NewestFirst_UntilTheLastKnown_GroupsInTimeOrder_MissesAndRepeatsNothing(string provider)
    {
        await StartAsync(provider);
        var camera = await App.AddCameraAsync("own");
        var writing = WriteInTimeOrderAsync(camera);
        List<long> seen = [];
        bool isLast;
        do
        {
            isLast = writing.IsCompleted;
            var news = await NewsAsync(seen.Count == 0 ? 0 : seen[^1]);
            seen.AddRange(news.Select(row => row.Pk).Reverse());
        }
        while (!isLast);
        await writing;

        var stored = await AllAsync();
        Assert.Equal((Writers * GroupsEach) + OwnVehicles, stored.Count);
        Assert.Equal(stored.Select(row => row.Pk).Order(), seen);
    }

    // Each its own agent. Every third group is late by up to an hour, every fourth has a preview before and is sent twice at its end.
    private async Task PushManyAsync(int writer)
    {
        for (var i = 0; i < GroupsEach; i++)
        {
            var start = PushedGroups.Start + (i * 1000) - (i % 3 == 0 ? 3_600_000 / (writer + 1) : 0);
            var (agent, plate) = ($"AGENT{writer}", $"W{writer}N{i:00}");
            if (i % 4 == 0)
            {
                await _client.PushAsync(PushedGroups.Small(agent, 1, start, plate[..^1] + "X", isPreview: true));
                await _client.PushAsync(PushedGroups.Small(agent, 1, start, plate));
            }

            await _client.PushAsync(PushedGroups.Small(agent, 1, start, plate));
        }
    }

    private async Task RecordManyAsync(int camera)
    {
        for (var i = 0; i < OwnVehicles; i++)
        {
            await App.ObserveAsync(Vehicle(camera, $"OWN{i:00}", PushedGroups.Start + (i * 700)));
        }

        await Eventually.TrueAsync(() => App.Recorded == OwnVehicles, "the recorder has stored its vehicles");
    }

    // Several agents and a camera take turns; a preview's end comes while the others go on.
    private async Task WriteInTimeOrderAsync(int camera)
    {
        var start = PushedGroups.Start;
        List<Task> ends = [];
        for (var i = 0; i < Writers * GroupsEach; i++)
        {
            var (agent, at, plate) = ($"AGENT{i % Writers}", start += 10, $"T{i:000}");
            await _client.PushAsync(PushedGroups.Small(agent, 1, at, plate, isPreview: i % 4 == 0));
            if (i % 4 == 0)
            {
                ends.Add(_client.PushAsync(PushedGroups.Small(agent, 1, at, plate)));
            }

            if (i < OwnVehicles)
            {
                await App.ObserveAsync(Vehicle(camera, $"OWN{i:00}", start += 10));
                await Eventually.TrueAsync(() => App.Recorded == i + 1, "the recorder has stored the vehicle");
            }
        }

        await Task.WhenAll(ends);
    }

    // Asks again and again until all was written and nothing more comes.
    private async Task<IReadOnlyList<Row<T>>> FollowAsync<T>(string search, int maxRows, Task writing)
    {
        List<Row<T>> seen = [];
        var after = 0L;
        bool isLast;
        Row<T>[] rows;
        do
        {
            isLast = writing.IsCompleted;
            rows = (await _client.GetFromJsonAsync<Row<T>[]>($"/api/search/{search}?after={after}&topn={maxRows}", StrictRows.Strict))!;
            Assert.InRange(rows.Length, 0, maxRows);
            seen.AddRange(rows);
            after = rows.Length > 0 ? rows[^1].Pk : after;
        }
        while (!isLast || rows.Length > 0);
        return seen;
    }

    // Pages of five from the newest on, until the last known one.
    private async Task<IReadOnlyList<Row<PlateFields<double, double?, long?>>>> NewsAsync(long known)
    {
        List<Row<PlateFields<double, double?, long?>>> news = [];
        var end = DateTimeOffset.FromUnixTimeMilliseconds(PushedGroups.Start).AddYears(1);
        while (true)
        {
            var page = await RowsAsync($"start=2020-01-01&end={end:yyyy-MM-ddTHH:mm:ss.fffZ}&topn=5");
            foreach (var row in page)
            {
                if (row.Pk == known)
                {
                    return news;
                }

                news.Add(row);
            }

            if (page.Length < 5)
            {
                return news;
            }

            end = page[^1].Fields.EpochTimeStart;
        }
    }

    private async Task<IReadOnlyList<Row<PlateFields<double, double?, long?>>>> AllAsync() => await RowsAsync("start=2020-01-01&topn=10000");

    private async Task<Row<PlateFields<double, double?, long?>>[]> RowsAsync(string query) =>
        (await _client.GetFromJsonAsync<Row<PlateFields<double, double?, long?>>[]>($"/api/search/plate?{query}", StrictRows.Strict))!;

    private async Task StartAsync(string provider)
    {
        _app = await DashboardApp.StartAsync(
            $"--Database:Provider={provider}",
            $"--Database:ConnectionString={await TestServers.CreateDatabaseAsync(provider)}",
            "--Scout:RequestsPerSecond=100000");
        _client = _app.AnonymousClient();
        _client.DefaultRequestHeaders.Add("X-Api-Key", await _app.ApiKeyAsync(Roles.Operator));
    }

    private static FlowDraft Vehicle(int camera, string plate, long start)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(start);
        PlateCandidate[] candidates = [new(plate, 0.91), new(plate + "X", 0.05)];
        var read = new PlateRead(PlateCorners.FromBox(10, 20, 100, 25), candidates, "eu-at");
        return new FlowDraft(camera, new PlateGroup(1, candidates, read, at, at, at.AddMilliseconds(900), 9, IsParked: false), [], 640, 360, "v1");
    }
}
