using System.Text;
using System.Text.Json;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Scout;

namespace Dashboard.Tests.Scout;

/// <summary>The bodies as text: a receiver in the field breaks where a field changes its name, its type or its scale.</summary>
public sealed class ScoutPayloadTests
{
    private const string Uid = "ABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890123";

    private static readonly string BareGroup = """
        {"data_type":"alpr_group","version":2,"epoch_start":1700000000100,"epoch_end":1700000002300,"frame_start":0,"frame_end":0,
        "company_id":"","agent_uid":"UID","agent_version":"1.2","agent_type":"alprd","camera_id":7,"camera_name":"Gate","country":"us",
        "gps_latitude":-1,"gps_longitude":-1,"uuids":["UID-7-1700000001250"],"plate_indexes":[1],
        "candidates":[{"plate":"KA1234","confidence":93.15,"matches_template":0},{"plate":"KA1Z34","confidence":4.2,"matches_template":0}],
        "best_plate":{"plate":"KA1234","confidence":93.15,"plate_index":1,
        "coordinates":[{"x":10,"y":20},{"x":111,"y":21},{"x":110,"y":50},{"x":9,"y":49}],"region":"us-mo","region_confidence":0,
        "matches_template":0,"requested_topn":2,"processing_time_ms":12.346,"plate_crop_jpeg":"","vehicle_region":{"x":0,"y":0,"width":0,"height":0},"vehicle_detected":false,
        "candidates":[{"plate":"KA1234","confidence":93.15,"matches_template":0},{"plate":"KA1Z34","confidence":4.2,"matches_template":0}]},
        "best_plate_number":"KA1234","best_confidence":93.15,"best_uuid":"UID-7-1700000001250","best_uuid_epoch_ms":1700000001250,
        "best_region":"us-mo","best_region_confidence":0,"best_image_width":1920,"best_image_height":1080,"matches_template":false,
        "travel_direction":0,"direction_of_travel_id":-1,"is_parked":false,"is_preview":true,
        "vehicle":null,"vehicle_signature":"",
        "vehicle_crop_jpeg":"","overview_jpeg":"","vehicle_path":[],"plate_path":[],"vehicle_detected":false,
        "web_server_config":{"camera_label":"Gate","agent_label":"North"},"custom_data":null,"user_data":null}
        """.ReplaceLineEndings("").Replace("UID", Uid);

    [Fact]
    public void Group_OfOurOwnFlow_IsTheContractsText() =>
        Assert.Equal(BareGroup, Encoding.UTF8.GetString(ScoutJson.Write(ScoutGroup.From(Source()))));

    [Fact]
    public void Group_OfOurOwnFlow_TellsTheColorOfTheVehicle()
    {
        var source = Source();
        (source.Flow.Color, source.Flow.ColorConfidence) = (VehicleColor.SilverGray, .75);

        var vehicle = ScoutGroup.From(source).Vehicle;

        Assert.Equal([new ScoutGuess { Name = "silver-gray", Confidence = 75 }], vehicle?.Color);
        Assert.Equal("", vehicle?.Make?[0]?.Name);
    }

    [Fact]
    public void Group_WithDetailAndPicture_CarriesThem()
    {
        var detail = new FlowDetail
        {
            PlateIndex = 5,
            ImageId = "THEIRS-1-2",
            RegionConfidence = 0.5,
            Direction = 270,
            DirectionId = 3,
            Latitude = 48.5,
            Longitude = 16.25,
            Color = "white",
            ColorConfidence = 0.8,
            MakeModel = "skoda_octavia",
            VehicleX = 1,
            VehicleY = 2,
            VehicleWidth = 3,
            VehicleHeight = 4,
        };
        using var custom = JsonDocument.Parse("""{"API_KEY":"x"}""");
        var bytes = ScoutJson.Write(
            ScoutGroup.From(Source() with { Detail = detail, PlateCrop = [1, 2, 3], Latitude = 1, Longitude = 2, CustomData = custom.RootElement }));

        using var document = JsonDocument.Parse(bytes);
        var group = document.RootElement;
        Assert.Equal("""["THEIRS-1-2"]""", group.GetProperty("uuids").GetRawText());
        Assert.Equal("[5]", group.GetProperty("plate_indexes").GetRawText());
        Assert.Equal((48.5, 16.25), (group.GetProperty("gps_latitude").GetDouble(), group.GetProperty("gps_longitude").GetDouble()));
        Assert.Equal((270, 3), (group.GetProperty("travel_direction").GetInt32(), group.GetProperty("direction_of_travel_id").GetInt32()));
        Assert.Equal("""[{"name":"white","confidence":80}]""", group.GetProperty("vehicle").GetProperty("color").GetRawText());
        Assert.Equal("""[{"name":"skoda_octavia","confidence":0}]""", group.GetProperty("vehicle").GetProperty("make_model").GetRawText());
        Assert.Equal("""[{"name":"","confidence":0}]""", group.GetProperty("vehicle").GetProperty("make").GetRawText());
        Assert.Equal("""{"API_KEY":"x"}""", group.GetProperty("custom_data").GetRawText());
        var best = group.GetProperty("best_plate");
        Assert.Equal("AQID", best.GetProperty("plate_crop_jpeg").GetString());
        Assert.Equal("""{"x":1,"y":2,"width":3,"height":4}""", best.GetProperty("vehicle_region").GetRawText());
        Assert.True(best.GetProperty("vehicle_detected").GetBoolean());
        Assert.Equal(50, best.GetProperty("region_confidence").GetDouble());
    }

    [Fact]
    public void Group_OfAnUnreadPlate_HasNoCoordinatesAndNoText()
    {
        var flow = new Flow
        {
            Id = 1L << 32,
            FirstSeenAt = DateTimeOffset.FromUnixTimeMilliseconds(1),
            LastSeenAt = DateTimeOffset.FromUnixTimeMilliseconds(2),
        };
        using var document = JsonDocument.Parse(ScoutJson.Write(ScoutGroup.From(new GroupSource(flow, null, "Gate", 7, Uid))));

        Assert.Equal("", document.RootElement.GetProperty("best_plate_number").GetString());
        Assert.Equal("[]", document.RootElement.GetProperty("best_plate").GetProperty("coordinates").GetRawText());
        Assert.Equal("[0]", document.RootElement.GetProperty("plate_indexes").GetRawText());
    }

    [Fact]
    public void Alert_WrapsTheWholeGroup()
    {
        var alert = new Alert
        {
            ListId = 3,
            ListName = "Stolen",
            Plate = "KA1Z34",
            Description = "red \"van\"",
            FirstSeenAt = DateTimeOffset.FromUnixTimeMilliseconds(1700000000100),
        };
        using var custom = JsonDocument.Parse("""{"API_KEY":"x"}""");

        var text = Encoding.UTF8.GetString(
            ScoutJson.Write(ScoutAlert.From(new AlertSource(alert, AlertListType.Black, "Town", Source()) { CustomData = custom.RootElement })));

        var expected = """
            {"data_type":"alpr_alert","version":1,"epoch_time":1700000000100,"agent_uid":"UID","alert_list":"Stolen","alert_list_id":3,
            "list_type":"Blacklist","site_name":"Town","camera_name":"Gate","camera_number":7,"plate_number":"KA1Z34",
            "description":"red \u0022van\u0022","group":GROUP,"custom_data":{"API_KEY":"x"}}
            """.ReplaceLineEndings("").Replace("UID", Uid).Replace("GROUP", BareGroup);
        Assert.Equal(expected, text);
    }

    [Fact]
    public void Heartbeat_IsTheContractsText()
    {
        var source = new ScoutHeartbeat
        {
            Timestamp = 1700000000100,
            AgentUid = Uid,
            AgentVersion = "1.2",
            OpenalprVersion = "1.2",
            AgentHostname = "north",
            CompanyId = "",
            Os = "linux",
            CpuCores = 2,
            CpuUsagePercent = 12.5,
            CpuLastUpdate = 1700000000100,
            MemoryTotalBytes = 8,
            MemoryConsumedBytes = 4,
            MemoryLastUpdate = 1700000000100,
            DiskDriveTotalBytes = 100,
            DiskDriveFreeBytes = 50,
            BeanstalkQueueSize = 3,
            ProcessingThreadsActive = 2,
            ProcessingThreadsConfigured = 2,
            DaemonUptimeSeconds = 60,
            SystemUptimeSeconds = 600,
            VideoStreams = [new ScoutStream
            {
                CameraId = 7, CameraName = "Gate", Url = "rtsp://***@camera/", Fps = 9.88, IsStreaming = true, LastUpdate = 1700000000000,
            }],
        };

        Assert.Equal(
            """
            {"data_type":"heartbeat","timestamp":1700000000100,"agent_uid":"UID","agent_type":"alprd","agent_version":"1.2","openalpr_version":"1.2",
            "agent_hostname":"north","company_id":"","os":"linux","cpu_cores":2,"cpu_usage_percent":12.5,"cpu_last_update":1700000000100,
            "memory_total_bytes":8,"memory_consumed_bytes":4,"memory_last_update":1700000000100,"disk_drive_total_bytes":100,
            "disk_drive_free_bytes":50,"disk_drive_is_writable":true,"disk_quota_total_bytes":0,"disk_quota_consumed_bytes":0,
            "disk_quota_earliest_result":-1,"beanstalk_queue_size":3,"processing_threads_active":2,"processing_threads_configured":2,
            "daemon_uptime_seconds":60,"system_uptime_seconds":600,"video_streams":[{"camera_id":7,"camera_name":"Gate",
            "url":"rtsp://***@camera/","fps":9.88,"is_streaming":true,"last_update":1700000000000,"last_plate_read":0,
            "total_plate_reads":0,"gps_latitude":-1,"gps_longitude":-1}]}
            """.ReplaceLineEndings("").Replace("UID", Uid),
            Encoding.UTF8.GetString(ScoutJson.Write(source)));
    }

    [Fact]
    public void Group_ReadBack_IsWhatWasWritten()
    {
        var written = ScoutGroup.From(Source() with { PlateCrop = [1, 2, 3], Overview = [0xFF, 0xD8, 9], LprVersion = "3" });
        var bytes = ScoutJson.Write(written);

        using var document = JsonDocument.Parse(bytes);
        Assert.Equal(
            Encoding.UTF8.GetString(bytes),
            Encoding.UTF8.GetString(ScoutJson.Write(ScoutJson.Read<ScoutGroup>(document.RootElement) with { CompanyId = "" })));
    }

    private static GroupSource Source() => new(
        new Flow
        {
            Id = 42,
            PlateIndex = 1,
            Plate = "KA1234",
            Confidence = 0.9315,
            CapturedSecond = 1700000001,
            CapturedMillisecond = 250,
            Region = "us-mo",
            Corners = "10,20,110.6,21,110,50,9,49",
            PictureWidth = 1920,
            PictureHeight = 1080,
            FirstSeenAt = DateTimeOffset.FromUnixTimeMilliseconds(1700000000100),
            LastSeenAt = DateTimeOffset.FromUnixTimeMilliseconds(1700000002300),
            ProcessingMs = 12.34567,
            IsPreview = true,
            Candidates =
            [
                new FlowCandidate { Rank = 1, Text = "KA1Z34", Confidence = 0.042 },
                new FlowCandidate { Rank = 0, Text = "KA1234", Confidence = 0.9315 },
            ],
        },
        null, "Gate", 7, Uid)
    { AgentVersion = "1.2", AgentName = "North" };
}
