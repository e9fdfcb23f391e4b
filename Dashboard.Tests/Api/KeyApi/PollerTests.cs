using System.Text.Json;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.KeyApi;

/// <summary>Programs that poll while agents push: groups in time, late ones, and previews that grow.</summary>
public sealed class PollerTests : IAsyncLifetime
{
    private const int Agents = 4;
    private const int GroupsEach = 60;
    private const int RowsAtOnce = 7;
    private const long Start = 1_795_400_000_000;
    private readonly DashboardApp _app = DashboardApp.Create("--Scout:RequestsPerSecond=100000");
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _key = await _app.ApiKeyAsync(Roles.Operator);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Poller_BehindItsLastPk_MissesNothingAndRepeatsNothing_AlsoOfWhatComesLate()
    {
        var ingest = IngestAsync(withLate: true);
        var seen = new List<long>();
        await PollAsync(ingest, async () =>
        {
            foreach (var row in await RowsAsync($"after={(seen.Count == 0 ? 0 : seen[^1])}&topn={RowsAtOnce}"))
            {
                seen.Add(row.GetProperty("pk").GetInt64());
            }
        });

        var all = (await RowsAsync("start=2020-01-01&topn=10000")).Select(row => row.GetProperty("pk").GetInt64()).Order().ToList();
        Assert.Equal(Agents * GroupsEach, all.Count);
        Assert.Equal(all, seen);
    }

    [Fact]
    public async Task Walker_NewestFirstUntilThePkItKnows_MissesNothing_WhereGroupsComeInTime()
    {
        var ingest = IngestAsync(withLate: false);
        var (known, seen) = (0L, new HashSet<long>());
        await PollAsync(ingest, async () =>
        {
            var fresh = (await RowsAsync("start=2020-01-01&topn=10000")).Select(row => row.GetProperty("pk").GetInt64()).TakeWhile(pk => pk != known).ToList();
            fresh.ForEach(pk => seen.Add(pk));
            known = fresh.Count > 0 ? fresh[0] : known;
        });

        Assert.Equal(GroupsEach, seen.Count);
    }

    private static async Task PollAsync(Task ingest, Func<Task> poll)
    {
        while (!ingest.IsCompleted)
        {
            await poll();
        }

        await ingest;
        for (var i = 0; i <= Agents * GroupsEach / RowsAtOnce; i++)
        {
            await poll();
        }
    }

    // Several agents at once; each pushes previews that it ends later, and, where asked, groups that are older than what it sent before.
    private Task IngestAsync(bool withLate) => withLate
        ? Parallel.ForAsync(0, Agents, async (agent, _) => await PushAllAsync($"AGENT{agent}", i => Start + (((i * 37) % GroupsEach) * 1000L)))
        : PushAllAsync("AGENT0", i => Start + (i * 1000L));

    private async Task PushAllAsync(string agent, Func<int, long> at)
    {
        for (var i = 0; i < GroupsEach; i++)
        {
            await _app.PushAsync(_key, ScoutPushes.Group($"P{i}", at(i), agent, isPreview: i % 3 == 0));
            if (i % 3 == 2)
            {
                await _app.PushAsync(_key, ScoutPushes.Group($"END{i}", at(i - 2), agent));
            }
        }
    }

    private async Task<IReadOnlyList<JsonElement>> RowsAsync(string query)
    {
        using var client = _app.AnonymousClient();
        using var json = JsonDocument.Parse(await client.GetStringAsync($"/api/search/plate?{query}&api_key={_key}"));
        return [.. json.RootElement.Clone().EnumerateArray()];
    }
}
