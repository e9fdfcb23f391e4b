using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Domain.Flows;
using Dashboard.Flows.Seedata;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.SeedataApi;

/// <summary>The hour that a clock change repeats: a time that is asked for finds every flow that shows it.</summary>
[Trait("Category", "Server")]
public sealed class RepeatedHourTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    // Clocks went back from 3:00 to 2:00 at 1:00 UTC.
    private static readonly DateTimeOffset Change = new(2026, 10, 25, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(20261025)]
    public async Task Time_OfOctobersNight_FindsWhatIsShownSo(int seed)
    {
        await using var app = await DashboardApp.StartAsync("--TimeZone=Europe/Berlin");
        var camera = await app.AddCameraAsync("gate");
        var random = new Random(seed);
        var flows = Enumerable.Range(0, 60).Select(i =>
        {
            // Steps of a quarter of an hour, so that shown times meet; the second hour repeats the first.
            var moment = Change.AddMinutes(15 * random.Next(-12, 13)).AddMilliseconds(random.Next(1000));
            return new Flow { CameraId = camera, Plate = $"P{i}", CapturedAt = moment, FirstSeenAt = moment, LastSeenAt = moment };
        }).ToArray();
        await app.SeedFlowsAsync(flows);
        using var client = await app.ApiClientAsync();

        foreach (var shown in flows.Select(flow => SeedataTimestamp.Show(flow.CapturedAt, Berlin)).Distinct())
        {
            var same = flows.Where(flow => SeedataTimestamp.Show(flow.CapturedAt, Berlin) == shown).Select(flow => flow.Id).ToHashSet();
            Assert.Equal(same.Order(), await FindAsync(client, shown));
            Assert.Equal(same.Order(), await FindAsync(client, new Dictionary<string, string> { ["="] = shown }));
            Assert.Equal(
                flows.Select(flow => flow.Id).Where(id => !same.Contains(id)).Order(),
                await FindAsync(client, new Dictionary<string, string> { ["!="] = shown }));
        }

        Assert.Contains(flows.GroupBy(flow => SeedataTimestamp.Show(flow.CapturedAt, Berlin)), same =>
            same.Max(flow => flow.CapturedAt) - same.Min(flow => flow.CapturedAt) > TimeSpan.FromMinutes(59));
    }

    private static async Task<IEnumerable<long>> FindAsync(HttpClient client, object timestamp)
    {
        var found = new List<long>();
        for (var page = 1; ; page++)
        {
            using var answer = await client.PostAsJsonAsync("/flows/search?per-page=50", new { filter = new { timestamp }, page }, Cancellation);
            using var rows = JsonDocument.Parse(await answer.ReadAsync());
            found.AddRange(rows.RootElement.EnumerateArray().Select(row => row.GetProperty("id").GetInt64()));
            if (page >= int.Parse(answer.Header("X-Pagination-Page-Count")!, CultureInfo.InvariantCulture))
            {
                return found.Order();
            }
        }
    }
}
