using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Flows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts;

/// <summary>What a list takes, every search finds and every push alerts, whoever wrote it how.</summary>
[Trait("Category", "Server")]
public sealed class WorldTextJourneyTests
{
    private const int Plates = 120;

    [Fact]
    public async Task Plate_WrittenAnewEachTime_IsListedPushedAlertedAndFound()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AlertsReadyAsync();
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        using var seedata = await app.ApiClientAsync();
        var random = new Random(11);
        var written = Texts(random);

        using var imported = await ImportAsync(client, await ListAsync(client), written.Values);
        Assert.Contains($"\"added\":{written.Count}", await imported.Content.ReadAsStringAsync(Cancellation));
        var start = 1_795_400_000_000;
        foreach (var plate in written.Keys)
        {
            await PushAsync(client, Again(random, plate, written[plate]), start += 10_000);
        }

        JsonElement[] alerts = [];
        await Eventually.TrueAsync(
            async () => (alerts = (await client.GetFromJsonAsync<JsonElement[]>("/api/search/alert?end=2100-01-01&topn=1000", Cancellation))!).Length >= written.Count,
            "an alert of each");
        Assert.Equal(
            written.Keys.Order(StringComparer.Ordinal),
            alerts.Select(alert => alert.GetProperty("fields").GetProperty("plate_number").GetString()!).Order(StringComparer.Ordinal));

        foreach (var plate in written.Keys)
        {
            var asked = Again(random, plate, written[plate]);
            Assert.Equal([plate], await ScoutAsync(client, "plate", "best_plate", asked));
            Assert.Equal([plate], await ScoutAsync(client, "platecandidate", "plate_number", asked));
            Assert.Equal([plate], await ScoutAsync(client, "alert", "plate_number", asked));
            Assert.Equal([plate.ToLowerInvariant()], await SeedataAsync(seedata, asked));
            Assert.Equal([plate], await PageAsync(app, asked));
        }
    }

    [Fact]
    public async Task Umlaut_OnAList_IsKeptAsItCame_AndWhatNoPlateHasIsRefusedByItsName()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AlertsReadyAsync();
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        var list = await ListAsync(client);
        using var imported = await ImportAsync(client, list, ["GÖ-AB 123", "ka-1234"]);
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);

        // Letters of other alphabets come back as they were; what programs compare stays upper case without separators.
        Assert.Equal(
            "Plate Number,Description,State/Province\r\nGÖ-AB 123,,\r\nKA1234,,\r\n",
            await client.GetStringAsync($"/api/alert-group-export-csv/?pk={list}", Cancellation));
        await using var db = await app.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
        Assert.Equal(
            [("GOAB123", "GÖ-AB 123"), ("KA1234", "ka-1234")],
            (await db.AlertEntries.OrderBy(entry => entry.Plate).ToListAsync(Cancellation)).Select(entry => (entry.Plate, entry.Written)));

        await PushAsync(client, "GOAB123", 1_795_400_000_000);
        await Eventually.TrueAsync(
            async () => (await client.GetFromJsonAsync<JsonElement[]>("/api/search/alert?end=2100-01-01", Cancellation))!.Length == 1, "the alert");

        using var wrong = await ImportAsync(client, list, ["A1", "京A12345"]);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var errors = (await wrong.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors");
        Assert.Equal(1, errors.GetArrayLength());
        Assert.Equal((3, true), (errors[0][0].GetInt32(), errors[0][1].GetString()!.Contains("'京'", StringComparison.Ordinal)));

        // A pushed plate keeps what can be read, and what came stays.
        await PushAsync(client, "京А 123", 1_795_400_100_000);
        Assert.Equal(["A123"], await ScoutAsync(client, "plate", "best_plate", "a123"));
        Assert.Equal("京А 123", (await db.FlowDetails.SingleAsync(detail => detail.WrittenPlate != "", Cancellation)).WrittenPlate);
    }

    // Plates by what they are compared as: written in endless ways, and whatever else a list takes.
    private static Dictionary<string, string> Texts(Random random)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (texts.Count < Plates)
        {
            var text = random.Next(3) == 0 ? WorldText.Any(random) : WorldText.Write(random, WorldText.Plate(random));
            var plate = EntryPlate.Normalize(text);
            if (EntryPlate.Error(plate, EntryPlate.Written(text)) is null
                && !plate.AsSpan().ContainsAny('*', '?')
                && !text.AsSpan().ContainsAny('\r', '\n', '\0'))
            {
                texts[plate] = text;
            }
        }

        return texts;
    }

    private static string Again(Random random, string plate, string written) => random.Next(3) == 0 ? written : WorldText.Write(random, plate);

    private static async Task<int> ListAsync(HttpClient client)
    {
        using var made = await client.PostAsync("/api/alert-lists/", new FormUrlEncodedContent([new("name", "Wanted")]));
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();
    }

    private static Task<HttpResponseMessage> ImportAsync(HttpClient client, int list, IEnumerable<string> plates)
    {
        var rows = string.Concat(plates.Select(plate => $"\"{plate.Replace("\"", "\"\"", StringComparison.Ordinal)}\",,\r\n"));
        return client.PostAsync("/api/alert-group-import-csv/", new MultipartFormDataContent
        {
            { new StringContent(list.ToString(CultureInfo.InvariantCulture)), "pk" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes("Plate Number,Description,State/Province\r\n" + rows)), "files", "list.csv" },
        });
    }

    private static async Task PushAsync(HttpClient client, string plate, long start)
    {
        using var answer = await client.PostAsJsonAsync("/push/", new
        {
            data_type = "alpr_group",
            epoch_start = start,
            agent_uid = "AGENT",
            camera_id = 1,
            best_plate_number = plate,
            best_confidence = 90,
            candidates = new[] { new { plate, confidence = 90 } },
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<IEnumerable<string?>> ScoutAsync(HttpClient client, string search, string field, string plate)
    {
        var rows = await client.GetFromJsonAsync<JsonElement[]>($"/api/search/{search}?end=2100-01-01&plate={Uri.EscapeDataString(plate)}");
        return rows!.Select(row => row.GetProperty("fields").GetProperty(field).GetString());
    }

    private static async Task<IEnumerable<string?>> SeedataAsync(HttpClient client, string plate)
    {
        using var answer = await client.PostAsJsonAsync("/flows/search", new { filter = new { plate } });
        return (await answer.Content.ReadFromJsonAsync<JsonElement[]>())!.Select(row => row.GetProperty("plate").GetString());
    }

    // As the list of flows searches, for the whole plate.
    private static async Task<IEnumerable<string>> PageAsync(DashboardApp app, string typed)
    {
        var cleaned = PlateSearch.Clean(typed);
        var where = PlateSearch.ToCondition(cleaned + (PlateSearch.HasWildcards(cleaned) ? "" : "*"), isFolded: false, withCandidates: false);
        var page = await app.Get<FlowSearch>().SearchAsync(new FlowQuery(where, FlowOrder.Newest, 1, 50), SiteScope.Unrestricted);
        return page.Rows.Select(row => row.Flow.Plate).Where(plate => plate == cleaned);
    }
}
