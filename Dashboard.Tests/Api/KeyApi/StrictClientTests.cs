using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.KeyApi;

/// <summary>
/// Clients in .NET as they are in the field: every field by its type, none missing, none unknown, numbers as numbers or, of the vendor's own
/// server, as text and never null.
/// </summary>
public sealed class StrictClientTests
{
    private const long Start = 1_795_400_000_000;
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

    [Fact]
    public async Task Numbers_AsPublished_AreReadByTheirTypes()
    {
        await using var app = await StartAsync();
        using var client = await ClientAsync(app);

        var groups = (await client.GetFromJsonAsync<Row<NumberGroup>[]>("/api/search/plate?start=2020-01-01&order=asc", Strict))!;
        Assert.Equal(["OWN1", "PUSHED1"], groups.Select(row => row.Fields.BestPlate).Order());
        var pushed = groups.Single(row => row.Fields.BestPlate == "PUSHED1");
        Assert.Equal(("alpr.plategroup", 91.5, 62.25, 77.7, 48.2, 17.25), (pushed.Model, pushed.Fields.BestConfidence, pushed.Fields.RegionConfidence, pushed.Fields.VehicleColorConfidence, pushed.Fields.GpsLatitude, pushed.Fields.ProcessingTimeMs));
        Assert.Equal((124, 3, 70), (pushed.Fields.DirectionOfTravelDegrees, pushed.Fields.DirectionOfTravelId, pushed.Fields.VehicleRegionWidth));
        var own = groups.Single(row => row.Fields.BestPlate == "OWN1");
        Assert.Equal((null, null, null), (own.Fields.RegionConfidence, own.Fields.DirectionOfTravelId, own.Fields.VehicleRegionWidth));

        var candidates = (await client.GetFromJsonAsync<Row<NumberCandidate>[]>("/api/search/platecandidate?start=2020-01-01", Strict))!;
        Assert.Equal(3, candidates.Length);
        var detail = (await client.GetFromJsonAsync<Row<NumberGroup>>($"/api/detail/platecandidate/{candidates[0].Fields.Group}", Strict))!;
        Assert.Equal(candidates[0].Fields.Group, detail.Pk);
        var alert = Assert.Single((await client.GetFromJsonAsync<Row<NumberAlert>[]>("/api/search/alert?start=2020-01-01", Strict))!);
        Assert.Equal(("PUSHED1", "Stolen", 91.5), (alert.Fields.PlateNumber, alert.Fields.Description, alert.Fields.Confidence));
        await ReadListsAsync(client);
    }

    [Fact]
    public async Task Decimals_AsTheVendorsServerSendsThem_AreTextAndNoNumberIsNull()
    {
        await using var app = await StartAsync("--Scout:DecimalsAsStrings=true");
        using var client = await ClientAsync(app);

        var groups = (await client.GetFromJsonAsync<Row<TextGroup>[]>("/api/search/plate?start=2020-01-01&order=asc", Strict))!;
        var pushed = groups.Single(row => row.Fields.BestPlate == "PUSHED1");
        Assert.Equal(("91.5", "62.25", "48.2", "17.25"), (pushed.Fields.BestConfidence, pushed.Fields.RegionConfidence, pushed.Fields.GpsLatitude, pushed.Fields.ProcessingTimeMs));
        var own = groups.Single(row => row.Fields.BestPlate == "OWN1");
        Assert.Equal(("0.0", -1, 0, 0), (own.Fields.RegionConfidence, own.Fields.DirectionOfTravelId, own.Fields.VehicleRegionWidth, own.Fields.CropLocation));

        Assert.All((await client.GetFromJsonAsync<Row<TextCandidate>[]>("/api/search/platecandidate?start=2020-01-01", Strict))!, row => Assert.NotEmpty(row.Fields.Confidence));
        Assert.Equal("91.5", Assert.Single((await client.GetFromJsonAsync<Row<TextAlert>[]>("/api/search/alert?start=2020-01-01", Strict))!).Fields.Confidence);
        await ReadListsAsync(client);
    }

    [Fact]
    public async Task Csv_OfTheSearches_IsReadByAnyLibrary()
    {
        await using var app = await StartAsync();
        using var client = await ClientAsync(app);
        using var reader = new CsvHelper.CsvReader(new StringReader(await client.GetStringAsync("/api/search/plate?start=2020-01-01&format=csv&plate=OWN1")), System.Globalization.CultureInfo.InvariantCulture);
        var row = Assert.Single(reader.GetRecords<dynamic>().Cast<IDictionary<string, object>>());
        Assert.Equal("pk", row.Keys.First());
        Assert.Equal(("OWN1", "gate, \"north\"", "80.0"), (row["best_plate"], row["camera"], row["best_confidence"]));
    }

    private static async Task<DashboardApp> StartAsync(params string[] settings)
    {
        var app = await DashboardApp.StartAsync(settings);
        var key = await app.ApiKeyAsync(Roles.Administrator);
        var camera = await app.AddCameraAsync("gate, \"north\"");
        await app.AlertsReadyAsync();
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        using var made = await client.PostAsync("/api/alert-lists/", new FormUrlEncodedContent([new("name", "Wanted")]));
        var list = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt32();
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"{list}"), "pk" },
            { new ByteArrayContent("Plate Number,Description,State/Province\r\nPUSHED1,Stolen,\r\n"u8.ToArray()), "files", "entries.csv" },
        };
        using var imported = await client.PostAsync("/api/alert-group-import-csv/", form);
        Assert.True(imported.IsSuccessStatusCode);
        await app.PushAsync(key, ScoutPushes.Group("PUSHED1", Start));
        await app.SeedFlowsAsync(new Flow
        {
            CameraId = camera,
            Plate = "OWN1",
            Confidence = .8,
            CapturedAt = DateTimeOffset.FromUnixTimeMilliseconds(Start),
            FirstSeenMs = Start,
            LastSeenMs = Start,
            Candidates = [new FlowCandidate { Text = "OWN1", Confidence = .8 }],
        });
        await Eventually.TrueAsync(async () => (await client.GetStringAsync("/api/search/alert?start=2020-01-01")).Length > 2, "the alert is raised");
        return app;
    }

    private static async Task<HttpClient> ClientAsync(DashboardApp app)
    {
        var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Administrator));
        return client;
    }

    private static async Task ReadListsAsync(HttpClient client)
    {
        Assert.Equal(2, (await client.GetFromJsonAsync<ListPage<AgentItem>>("/api/agents/", Strict))!.Results.Length);
        Assert.Equal(2, (await client.GetFromJsonAsync<ListPage<CameraItem>>("/api/cameras/", Strict))!.Count);
        Assert.Equal(1, (await client.GetFromJsonAsync<ListPage<AlertListItem>>("/api/alert-lists/", Strict))!.Results.Single().Entries);
        Assert.Equal("Administrator", (await client.GetFromJsonAsync<ListPage<UserItem>>("/api/users/", Strict))!.Results.Single().Role);
    }

    private sealed record Row<T>(long Pk, string Model, T Fields);

    private sealed record ListPage<T>(int Count, string? Next, string? Previous, T[] Results);

    private sealed record AgentItem(int Id, string AgentUid, string Name, string Hostname, string Version, string Site, int SiteId, DateTimeOffset? LastSeen, bool Online, int Cameras);

    private sealed record CameraItem(int Id, long CameraId, string Name, string AgentUid, string Site, int SiteId, bool Enabled, DateTimeOffset? LastSeen, double? GpsLatitude, double? GpsLongitude);

    private sealed record AlertListItem(int Id, string Name, string ListType, string MatchStrategy, bool Active, int Entries);

    private sealed record UserItem(int Id, string Email, string Role, bool Active, DateTimeOffset? LastLogin);

    private sealed record NumberCandidate(
        string AgentUid, double Confidence, long Group, string PlateNumber, string Uuid, DateTimeOffset EpochTime, string Camera, long CameraId, string Company, string Site, int SiteId, long PlateIndex);

    private sealed record TextCandidate(
        string AgentUid, string Confidence, long Group, string PlateNumber, string Uuid, DateTimeOffset EpochTime, string Camera, long CameraId, string Company, string Site, int SiteId, long PlateIndex);

    private sealed record NumberAlert(
        string AgentUid, double Confidence, long PlateGroup, string PlateNumber, string Description, DateTimeOffset EpochTime, string AlertGroupName, int AlertGroup, string Company, string Site, int SiteId);

    private sealed record TextAlert(
        string AgentUid, string Confidence, long PlateGroup, string PlateNumber, string Description, DateTimeOffset EpochTime, string AlertGroupName, int AlertGroup, string Company, string Site, int SiteId);

    private sealed record NumberGroup(
        string AgentUid, string AgentType, double BestConfidence, string BestPlate, long BestIndex, string BestUuid, DateTimeOffset EpochTimeStart, DateTimeOffset EpochTimeEnd,
        string Camera, long CameraId, string Company, string Site, int SiteId, int? CropLocation, int? DirectionOfTravelDegrees, int? DirectionOfTravelId,
        double? GpsLatitude, double? GpsLongitude, int? HitCount, int ImgWidth, int ImgHeight,
        [property: JsonPropertyName("plate_x1")] int X1, [property: JsonPropertyName("plate_y1")] int Y1, [property: JsonPropertyName("plate_x2")] int X2, [property: JsonPropertyName("plate_y2")] int Y2,
        [property: JsonPropertyName("plate_x3")] int X3, [property: JsonPropertyName("plate_y3")] int Y3, [property: JsonPropertyName("plate_x4")] int X4, [property: JsonPropertyName("plate_y4")] int Y4,
        double ProcessingTimeMs, string? Region, double? RegionConfidence, string? VehicleColor, double? VehicleColorConfidence, string? VehicleMake, double? VehicleMakeConfidence,
        string? VehicleMakeModel, double? VehicleMakeModelConfidence, string? VehicleBodyType, double? VehicleBodyTypeConfidence,
        int? VehicleRegionX, int? VehicleRegionY, int? VehicleRegionWidth, int? VehicleRegionHeight);

    private sealed record TextGroup(
        string AgentUid, string AgentType, string BestConfidence, string BestPlate, long BestIndex, string BestUuid, DateTimeOffset EpochTimeStart, DateTimeOffset EpochTimeEnd,
        string Camera, long CameraId, string Company, string Site, int SiteId, int CropLocation, int DirectionOfTravelDegrees, int DirectionOfTravelId,
        string GpsLatitude, string GpsLongitude, int HitCount, int ImgWidth, int ImgHeight,
        [property: JsonPropertyName("plate_x1")] int X1, [property: JsonPropertyName("plate_y1")] int Y1, [property: JsonPropertyName("plate_x2")] int X2, [property: JsonPropertyName("plate_y2")] int Y2,
        [property: JsonPropertyName("plate_x3")] int X3, [property: JsonPropertyName("plate_y3")] int Y3, [property: JsonPropertyName("plate_x4")] int X4, [property: JsonPropertyName("plate_y4")] int Y4,
        string ProcessingTimeMs, string? Region, string RegionConfidence, string? VehicleColor, string VehicleColorConfidence, string? VehicleMake, string VehicleMakeConfidence,
        string? VehicleMakeModel, string VehicleMakeModelConfidence, string? VehicleBodyType, string VehicleBodyTypeConfidence,
        int VehicleRegionX, int VehicleRegionY, int VehicleRegionWidth, int VehicleRegionHeight);
}
