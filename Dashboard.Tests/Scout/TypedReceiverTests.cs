using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Scout;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Dashboard.Tests.Scout;

/// <summary>
/// The bodies read by programs as customers write them: classes whose numbers, texts and lists cannot be null, over bodies that tell everything and
/// such that tell nothing.
/// </summary>
public sealed class TypedReceiverTests
{
    private static readonly JsonSerializerOptions Types = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly JsonSerializerSettings Newtonsoft = new()
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() },
        MissingMemberHandling = MissingMemberHandling.Error,
        NullValueHandling = NullValueHandling.Include,
    };

    /// <summary>Bodies as they leave: of a flow that knows nothing, of one that knows everything, and of machines.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "group, bare", Text(ScoutGroup.From(Bare())) },
        { "group, whole", Text(ScoutGroup.From(Whole())) },
        { "alert, bare", Text(ScoutAlert.From(new AlertSource(new Alert { ListName = "Wanted" }, AlertListType.White, "Town", Bare()))) },
        {
            "alert, whole",
            Text(ScoutAlert.From(new AlertSource(new Alert { ListName = "Wanted", Plate = "KA1" }, AlertListType.Black, "Town", Whole())))
        },
        { "heartbeat, bare", Text(new ScoutHeartbeat { VideoStreams = [new ScoutStream()] }) },
        {
            "heartbeat of another program",
            System.Text.Encoding.UTF8.GetString(ScoutHeartbeat.PassOn(
                """{"data_type":"heartbeat","agent_uid":"A","cpu_cores":null,"video_streams":[{"camera_id":1,"fps":null}],"license":null,"video_streams_total":2}""",
                null))
        },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_AnyThatLeaves_HoldsNoNullButThreeObjects(string name, string body)
    {
        Assert.NotEmpty(name);
        var nulls = Nulls(JsonNode.Parse(body)!).ToList();
        Assert.All(nulls, path => Assert.Contains(path.Split('.')[^1], (string[])["vehicle", "custom_data", "user_data"]));
    }

    [Fact]
    public void Group_BareAndWhole_ReadIntoClassesWithoutNull()
    {
        foreach (var source in new[] { Bare(), Whole() })
        {
            var body = Text(ScoutGroup.From(source));
            var read = JsonSerializer.Deserialize<GroupBody>(body, Types)!;
            var same = JsonConvert.DeserializeObject<GroupBody>(body, Newtonsoft)!;
            Assert.Equal(("alpr_group", 2, read.BestPlateNumber), (read.DataType, same.Version, same.BestPlateNumber));
            Assert.Equal(read.BestPlate.VehicleRegion, same.BestPlate.VehicleRegion);
            if (read.Vehicle is { } vehicle)
            {
                // As programs do it.
                Assert.Equal(("white", ""), (vehicle.Color.First().Name, vehicle.Year.First().Name));
            }
        }
    }

    [Fact]
    public void Alert_AsTheVendorNamesItsLists_ReadsIntoClassesWithoutNull()
    {
        var alert = new Alert { ListId = 3, ListName = "Wanted", Plate = "KA1" };
        foreach (var (type, name) in new[] { (AlertListType.Black, "Blacklist"), (AlertListType.White, "Whitelist") })
        {
            var body = Text(ScoutAlert.From(new AlertSource(alert, type, "Town", Bare())));
            Assert.Equal(name, JsonSerializer.Deserialize<AlertBody>(body, Types)!.ListType);
            Assert.Equal(name, JsonConvert.DeserializeObject<AlertBody>(body, Newtonsoft)!.ListType);
        }
    }

    [Fact]
    public void Heartbeat_ThatKnowsNothing_ReadsIntoClassesWithoutNull()
    {
        var body = Text(new ScoutHeartbeat { AgentUid = "A", VideoStreams = [new ScoutStream { CameraId = 7 }] });
        var read = JsonSerializer.Deserialize<HeartbeatBody>(body, Types)!;
        var same = JsonConvert.DeserializeObject<HeartbeatBody>(body, Newtonsoft)!;
        Assert.Equal(
            (0, -1, 7, -1.0),
            (read.DiskQuotaTotalBytes, read.DiskQuotaEarliestResult, read.VideoStreams[0].CameraId, read.VideoStreams[0].GpsLatitude));
        Assert.Equal((0, -1.0), (same.ProcessingThreadsActive, same.VideoStreams[0].GpsLongitude));
    }

    [Fact]
    public void TestPing_IsWhatReceiversLookFor() =>
        Assert.Equal("test", JsonNode.Parse(ScoutJson.TestPing.Span)!["openalpr_webhook"]!.GetValue<string>());

    private static IEnumerable<string> Nulls(JsonNode? node, string path = "") => node switch
    {
        null => [path],
        JsonObject all => all.SelectMany(member => Nulls(member.Value, $"{path}.{member.Key}")),
        JsonArray all => all.SelectMany((item, i) => Nulls(item, $"{path}.{i}")),
        _ => [],
    };

    private static string Text<T>(T body) => System.Text.Encoding.UTF8.GetString(ScoutJson.Write(body));

    private static GroupSource Bare() => new(new Flow(), null, "", 0, "A");

    private static GroupSource Whole() => new(
        new Flow
        {
            Id = 5,
            Plate = "KA1234",
            Confidence = .93,
            Region = "us-mo",
            Corners = "10,20,110,21,110,50,9,49",
            Candidates = [new FlowCandidate { Text = "KA1234", Confidence = .93 }],
        },
        new FlowDetail
        {
            Color = "white",
            ColorConfidence = .8,
            RegionConfidence = .5,
            Direction = 270,
            DirectionId = 3,
            VehicleX = 1,
            VehicleY = 2,
            VehicleWidth = 3,
            VehicleHeight = 4,
            Latitude = 48,
            Longitude = 16,
        },
        "Gate", 7, "A")
    { PlateCrop = [1], Overview = [0xFF, 0xD8] };

    private sealed class GroupBody
    {
        public string DataType { get; set; } = "";
        public int Version { get; set; }
        public long EpochStart { get; set; }
        public long EpochEnd { get; set; }
        public long FrameStart { get; set; }
        public long FrameEnd { get; set; }
        public string CompanyId { get; set; } = "";
        public string AgentUid { get; set; } = "";
        public string AgentVersion { get; set; } = "";
        public string AgentType { get; set; } = "";
        public int CameraId { get; set; }
        public string CameraName { get; set; } = "";
        public string Country { get; set; } = "";
        public double GpsLatitude { get; set; }
        public double GpsLongitude { get; set; }
        public List<string> Uuids { get; set; } = [];
        public List<int> PlateIndexes { get; set; } = [];
        public List<CandidateBody> Candidates { get; set; } = [];
        public PlateBody BestPlate { get; set; } = new();
        public string BestPlateNumber { get; set; } = "";
        public double BestConfidence { get; set; }
        public string BestUuid { get; set; } = "";
        public long BestUuidEpochMs { get; set; }
        public string BestRegion { get; set; } = "";
        public double BestRegionConfidence { get; set; }
        public int BestImageWidth { get; set; }
        public int BestImageHeight { get; set; }
        public bool MatchesTemplate { get; set; }
        public double TravelDirection { get; set; }
        public int DirectionOfTravelId { get; set; }
        public bool IsParked { get; set; }
        public bool IsPreview { get; set; }
        public VehicleBody? Vehicle { get; set; }
        public string VehicleSignature { get; set; } = "";
        public string VehicleCropJpeg { get; set; } = "";
        public string OverviewJpeg { get; set; } = "";
        public List<object> VehiclePath { get; set; } = [];
        public List<object> PlatePath { get; set; } = [];
        public bool VehicleDetected { get; set; }
        public LabelsBody WebServerConfig { get; set; } = new();
        public object? CustomData { get; set; }
        public object? UserData { get; set; }
    }

    private sealed class PlateBody
    {
        public string Plate { get; set; } = "";
        public double Confidence { get; set; }
        public int PlateIndex { get; set; }
        public List<PointBody> Coordinates { get; set; } = [];
        public string Region { get; set; } = "";
        public double RegionConfidence { get; set; }
        public int MatchesTemplate { get; set; }
        public int RequestedTopn { get; set; }
        public double ProcessingTimeMs { get; set; }
        public string PlateCropJpeg { get; set; } = "";
        public AreaBody VehicleRegion { get; set; } = new();
        public bool VehicleDetected { get; set; }
        public List<CandidateBody> Candidates { get; set; } = [];
    }

    private sealed class CandidateBody
    {
        public string Plate { get; set; } = "";
        public double Confidence { get; set; }
        public int MatchesTemplate { get; set; }
    }

    private sealed class PointBody
    {
        public int X { get; set; }
        public int Y { get; set; }
    }

    private sealed record AreaBody
    {
        public int X { get; set; }
        public int Y { get; set; }
        public int Width { get; set; }
        public int Height { get; set; }
    }

    private sealed class VehicleBody
    {
        public List<GuessBody> Color { get; set; } = [];
        public List<GuessBody> Make { get; set; } = [];
        public List<GuessBody> MakeModel { get; set; } = [];
        public List<GuessBody> BodyType { get; set; } = [];
        public List<GuessBody> Year { get; set; } = [];
        public List<GuessBody> Orientation { get; set; } = [];
    }

    private sealed class GuessBody
    {
        public string Name { get; set; } = "";
        public double Confidence { get; set; }
    }

    private sealed class LabelsBody
    {
        public string CameraLabel { get; set; } = "";
        public string AgentLabel { get; set; } = "";
    }

    private sealed class AlertBody
    {
        public string DataType { get; set; } = "";
        public int Version { get; set; }
        public long EpochTime { get; set; }
        public string AgentUid { get; set; } = "";
        public string AlertList { get; set; } = "";
        public int AlertListId { get; set; }
        public string ListType { get; set; } = "";
        public string SiteName { get; set; } = "";
        public string CameraName { get; set; } = "";
        public int CameraNumber { get; set; }
        public string PlateNumber { get; set; } = "";
        public string Description { get; set; } = "";
        public GroupBody Group { get; set; } = new();
        public object? CustomData { get; set; }
    }

    private sealed class HeartbeatBody
    {
        public string DataType { get; set; } = "";
        public long Timestamp { get; set; }
        public string AgentUid { get; set; } = "";
        public string AgentType { get; set; } = "";
        public string AgentVersion { get; set; } = "";
        public string OpenalprVersion { get; set; } = "";
        public string AgentHostname { get; set; } = "";
        public string CompanyId { get; set; } = "";
        public string Os { get; set; } = "";
        public int CpuCores { get; set; }
        public double CpuUsagePercent { get; set; }
        public long CpuLastUpdate { get; set; }
        public long MemoryTotalBytes { get; set; }
        public long MemoryConsumedBytes { get; set; }
        public long MemoryLastUpdate { get; set; }
        public long DiskDriveTotalBytes { get; set; }
        public long DiskDriveFreeBytes { get; set; }
        public bool DiskDriveIsWritable { get; set; }
        public long DiskQuotaTotalBytes { get; set; }
        public long DiskQuotaConsumedBytes { get; set; }
        public long DiskQuotaEarliestResult { get; set; }
        public long BeanstalkQueueSize { get; set; }
        public int ProcessingThreadsActive { get; set; }
        public int ProcessingThreadsConfigured { get; set; }
        public long DaemonUptimeSeconds { get; set; }
        public long SystemUptimeSeconds { get; set; }
        public List<StreamBody> VideoStreams { get; set; } = [];
    }

    private sealed class StreamBody
    {
        public int CameraId { get; set; }
        public string CameraName { get; set; } = "";
        public string Url { get; set; } = "";
        public double Fps { get; set; }
        public bool IsStreaming { get; set; }
        public long LastUpdate { get; set; }
        public long LastPlateRead { get; set; }
        public long TotalPlateReads { get; set; }
        public double GpsLatitude { get; set; }
        public double GpsLongitude { get; set; }
    }
}
