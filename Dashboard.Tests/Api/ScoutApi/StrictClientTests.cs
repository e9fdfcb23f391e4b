using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>
/// The Scout dialect read by a program with strict types, in both modes of decimals, over groups that tell everything and such that tell nothing.
/// </summary>
[Trait("Category", "Server")]
public sealed class StrictClientTests
{
    private static readonly string Agent = new('K', 40);
    private static readonly string BareAgent = new('B', 40);

    [Fact]
    public async Task Numbers_EveryAnswer_ReadsIntoStrictTypes()
    {
        await using var world = await World.StartAsync(asStrings: false);
        var plates = await world.GetAsync<Row<PlateFields<double, double?, long?>>[]>("/api/search/plate?start=2020-01-01");
        Assert.Equal(4, plates.Length);
        Assert.All(plates, row => Assert.Equal("alpr.plategroup", row.Model));
        var whole = plates.Single(row => row.Fields.BestPlate == "FULL1").Fields;
        Assert.Equal((93.25, 14.75, 88.125), (whole.BestConfidence, whole.ProcessingTimeMs, whole.RegionConfidence));
        Assert.Equal(
            (48.208174, -16.373819, 272, 3), (whole.GpsLatitude, whole.GpsLongitude, whole.DirectionOfTravelDegrees, whole.DirectionOfTravelId));
        Assert.Equal(
            (77.5, 66.25, 55, 44.5),
            (whole.VehicleColorConfidence, whole.VehicleMakeConfidence, whole.VehicleMakeModelConfidence, whole.VehicleBodyTypeConfidence));
        Assert.Equal((40, 12, 300, 220), (whole.VehicleRegionX, whole.VehicleRegionY, whole.VehicleRegionWidth, whole.VehicleRegionHeight));
        AssertTold(whole.Region, whole.VehicleColor, whole.VehicleMake, whole.VehicleMakeModel, whole.VehicleBodyType);
        Assert.Equal((7, 31, "Default", PushedGroups.AwkwardName, 12), (whole.CameraId, whole.BestIndex, whole.Site, whole.Camera, whole.Company));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(PushedGroups.Start + 2500), whole.EpochTimeEnd);

        var bare = plates.Single(row => row.Fields.AgentUid == BareAgent).Fields;
        Assert.Equal((0, 0, ""), (bare.BestConfidence, bare.ProcessingTimeMs, bare.BestPlate));
        Assert.Null(bare.GpsLatitude ?? bare.RegionConfidence ?? bare.DirectionOfTravelDegrees ?? bare.DirectionOfTravelId ?? bare.VehicleRegionX);

        var detail = await world.GetAsync<Row<PlateFields<double, double?, long?>>>($"/api/detail/platecandidate/{plates[0].Pk}");
        Assert.Equal(plates[0], detail);
        await world.ReadCandidatesAndAlertsAsync<double>(93.25, 71.5);
        Assert.Equal([null, 47.07, null, null], (await world.ReadListsAsync<double?>()).Select(camera => camera.GpsLatitude));
    }

    [Fact]
    public async Task Strings_EveryAnswer_ReadsIntoStrictTypes_AndHoldsNoNumberThatIsNull()
    {
        await using var world = await World.StartAsync(asStrings: true);
        var plates = await world.GetAsync<Row<PlateFields<string, string, long>>[]>("/api/search/plate?start=2020-01-01");
        Assert.Equal(4, plates.Length);
        var whole = plates.Single(row => row.Fields.BestPlate == "FULL1").Fields;
        Assert.Equal(("93.25", "14.75", "88.125"), (whole.BestConfidence, whole.ProcessingTimeMs, whole.RegionConfidence));
        Assert.Equal(
            ("48.208174", "-16.373819", 272, 3), (whole.GpsLatitude, whole.GpsLongitude, whole.DirectionOfTravelDegrees, whole.DirectionOfTravelId));
        Assert.Equal(
            ("77.5", "66.25", "55.0", "44.5"),
            (whole.VehicleColorConfidence, whole.VehicleMakeConfidence, whole.VehicleMakeModelConfidence, whole.VehicleBodyTypeConfidence));

        foreach (var poor in plates.Select(row => row.Fields).Where(fields => fields.BestPlate != "FULL1"))
        {
            Assert.Equal(("0.0", "0.0", "0.0"), (poor.RegionConfidence, poor.GpsLatitude, poor.VehicleColorConfidence));
            Assert.Equal((0, -1, 0, 0), (poor.DirectionOfTravelDegrees, poor.DirectionOfTravelId, poor.CropLocation, poor.VehicleRegionWidth));
        }

        // The same through a program whose members are numbers.
        var numbers = await world.GetAsync<Row<PlateFields<double, double, long>>[]>(
            "/api/search/plate?start=2020-01-01", StrictRows.NumbersFromStrings);
        Assert.Equal(
            plates.Select(row => double.Parse(row.Fields.BestConfidence, CultureInfo.InvariantCulture)),
            numbers.Select(row => row.Fields.BestConfidence));
        var detail = await world.GetAsync<Row<PlateFields<string, string, long>>>($"/api/detail/platecandidate/{plates[0].Pk}");
        Assert.Equal(plates[0], detail);
        await world.ReadCandidatesAndAlertsAsync("93.25", "71.5");
        Assert.Equal(["0.0", "47.07", "0.0", "0.0"], (await world.ReadListsAsync<string>()).Select(camera => camera.GpsLatitude));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Csv_OfEverySearch_HoldsWhatTheJsonHolds(bool asStrings)
    {
        await using var world = await World.StartAsync(asStrings);
        foreach (var search in new[] { "plate", "platecandidate", "alert" })
        {
            JsonElement rows = default;
            await Eventually.TrueAsync(
                async () => (rows = await world.GetAsync<JsonElement>($"/api/search/{search}?start=2020-01-01")).GetArrayLength() > 0, search);
            using var text = new StringReader(await world.Client.GetStringAsync($"/api/search/{search}?start=2020-01-01&format=csv", Cancellation));
            using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { DetectColumnCountChanges = true });
            Assert.True(await csv.ReadAsync() && csv.ReadHeader());
            Assert.Equal(["pk", .. rows[0].GetProperty("fields").EnumerateObject().Select(field => field.Name)], csv.HeaderRecord!);
            foreach (var row in rows.EnumerateArray())
            {
                Assert.True(await csv.ReadAsync());
                Assert.Equal(row.GetProperty("pk").GetInt64(), csv.GetField<long>("pk"));
                foreach (var field in row.GetProperty("fields").EnumerateObject())
                {
                    AssertSame(field, csv.GetField(field.Name));
                }
            }

            Assert.False(await csv.ReadAsync());
        }
    }

    // Text is the same; numbers have the same value, however they are written; what is not known is empty.
    private static void AssertSame(JsonProperty field, string? cell)
    {
        var told = field.Value.ValueKind is JsonValueKind.Null ? "" : field.Value.ToString();
        if (told != cell)
        {
            var known = cell is { Length: > 0 } ? double.Parse(cell, CultureInfo.InvariantCulture) : field.Name == "direction_of_travel_id" ? -1 : 0;
            Assert.True(
                double.TryParse(told, CultureInfo.InvariantCulture, out var number) && number == known,
                $"{field.Name}: {told} in JSON, {cell} in CSV");
        }
    }

    private static void AssertTold(params string?[] texts) =>
        Assert.Equal("us-mo silver-gray skoda skoda_octavia sedan-wagon", string.Join(' ', texts));

    /// <summary>A server with a group that tells everything, one that tells nothing, two flows of its own and an alert.</summary>
    private sealed class World(DashboardApp app, HttpClient client) : IAsyncDisposable
    {
        public HttpClient Client => client;

        public static async Task<World> StartAsync(bool asStrings)
        {
            var app = await DashboardApp.StartAsync($"--Scout:DecimalsAsStrings={asStrings}", "--Scout:CompanyId=12");
            var client = app.AnonymousClient();
            client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Administrator));
            var plain = await app.AddCameraAsync("own");
            await app.PlaceCameraAsync(await app.AddCameraAsync("own, placed"), 47.07, 15.44);
            await app.AlertsReadyAsync();
            using var list = await client.PostAsync("/api/alert-lists/", new FormUrlEncodedContent([new("name", "Wanted, \"now\"")]));
            await list.ReadAsync(System.Net.HttpStatusCode.Created);
            using var rows = new MultipartFormDataContent
            {
                { new StringContent("1"), "pk" },
                { new StringContent("Plate Number,Description,State/Province\r\nFULL1,\"Stolen, \"\"red\"\"\",MO\r\n"), "files", "list.csv" },
            };
            await client.PostAsync("/api/alert-group-import-csv/", rows).ReadAsync();
            await client.PushAsync(PushedGroups.Whole(Agent, "FULL1"));
            await client.PushAsync(PushedGroups.Bare(BareAgent));
            var read = TestFlows.Make(plain, "OWN1", score: 1.0 / 3);
            read.Candidates = [new() { Text = "OWN1", Confidence = 1.0 / 3 }];
            await app.SeedFlowsAsync(read, TestFlows.Make(plain, ""));
            return new World(app, client);
        }

        public async Task<T> GetAsync<T>(string path, JsonSerializerOptions? types = null) =>
            (await client.GetFromJsonAsync<T>(path, types ?? StrictRows.Strict))!;

        public async Task ReadCandidatesAndAlertsAsync<TNumber>(TNumber best, TNumber second)
        {
            var candidates = await GetAsync<Row<CandidateFields<TNumber>>[]>("/api/search/platecandidate?start=2020-01-01");
            Assert.Equal(3, candidates.Length);
            var pushed = candidates.Where(row => row.Fields.AgentUid == Agent).OrderBy(row => row.Pk).ToList();
            Assert.Equal([best, second], pushed.Select(row => row.Fields.Confidence));
            Assert.All(pushed, row => Assert.Equal(("alpr.platecandidate", 31, 7), (row.Model, row.Fields.PlateIndex, row.Fields.CameraId)));

            Row<AlertFields<TNumber>>[] alerts = [];
            await Eventually.TrueAsync(
                async () => (alerts = await GetAsync<Row<AlertFields<TNumber>>[]>("/api/search/alert?start=2020-01-01")).Length > 0, "an alert");
            var alert = Assert.Single(alerts);
            Assert.Equal(("alpr.alert", best), (alert.Model, alert.Fields.Confidence));
            Assert.Equal(("Stolen, \"red\"", "Wanted, \"now\"", 1), (alert.Fields.Description, alert.Fields.AlertGroupName, alert.Fields.AlertGroup));
            Assert.Equal(pushed[0].Fields.Group, alert.Fields.PlateGroup);
        }

        public async Task<IReadOnlyList<CameraItem<TDecimal>>> ReadListsAsync<TDecimal>()
        {
            var agents = await GetAsync<Page<AgentItem>>("/api/agents/");
            Assert.Equal([(app.AgentUid, 2), (Agent, 1), (BareAgent, 1)], agents.Results.OrderByDescending(agent => agent.Cameras)
                .ThenByDescending(agent => agent.AgentUid)
                .Select(agent => (agent.AgentUid, agent.Cameras)));
            Assert.All(agents.Results, agent => Assert.True(agent.Online && agent.LastSeen is not null && agent.Site == "Default"));
            Assert.Equal(["Wanted, \"now\""], (await GetAsync<Page<AlertListItem>>("/api/alert-lists/")).Results.Select(list => list.Name));
            Assert.Equal(["Administrator"], (await GetAsync<Page<UserItem>>("/api/users/")).Results.Select(user => user.Role));
            var first = await GetAsync<Page<CameraItem<TDecimal>>>("/api/cameras/?page_size=3");
            Assert.Equal((4, 3), (first.Count, first.Results.Count));
            var second = await GetAsync<Page<CameraItem<TDecimal>>>(first.Next!.PathAndQuery);
            Assert.Null(second.Next);
            Assert.NotNull(second.Previous);
            CameraItem<TDecimal>[] cameras = [.. first.Results, .. second.Results];
            return cameras;
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await app.DisposeAsync();
        }
    }
}
