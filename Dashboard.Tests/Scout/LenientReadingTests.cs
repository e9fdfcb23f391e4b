using System.Buffers.Binary;
using System.Text.Json;
using Dashboard.Agents.Intake;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Scout;
using Dashboard.Tests.Imaging;

namespace Dashboard.Tests.Scout;

/// <summary>Bodies with values of another kind than the vendor documents: an agent whose body is refused would lose its vehicle.</summary>
public sealed class LenientReadingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_060_000);
    private const string Needed = "\"agent_uid\":\"A\",\"camera_id\":1,\"epoch_start\":1700000000000";

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("17.5")]
    [InlineData("1e400")]
    [InlineData("-9e18")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[{},1,null,\"x\",[[]],true]")]
    [InlineData("{\"plate\":{},\"candidates\":{},\"coordinates\":[1,2,3,4],\"color\":[7],\"width\":\"x\",\"camera_label\":[1]}")]
    public void Group_AnyKindOfValueInAnyField_IsTaken(string value)
    {
        string[] fields =
        [
            "version", "epoch_end", "frame_start", "company_id", "agent_version", "agent_hostname", "lpr_version", "read_count", "camera_name",
            "country", "gps_latitude",
            "uuids", "plate_indexes", "candidates", "best_plate", "best_plate_number", "best_confidence", "best_uuid", "best_uuid_epoch_ms",
            "best_region",
            "best_region_confidence", "best_image_width", "matches_template", "travel_direction", "direction_of_travel_id", "is_parked", "is_preview",
            "vehicle",
            "vehicle_signature", "vehicle_crop_jpeg", "overview_jpeg", "vehicle_path", "plate_path", "vehicle_detected", "web_server_config",
            "custom_data", "user_data", "unknown",
        ];
        foreach (var field in fields)
        {
            var group = Read($"{{{Needed},\"{field}\":{value}}}");
            Assert.Equal(("A", 1L, 1700000000000), (group.Agent.Uid, group.CameraNumber, group.Flow.FirstSeenAt.ToUnixTimeMilliseconds()));
        }

        var inner =
            Read(
                $"{{{Needed},\"best_plate\":{{\"plate\":{value},\"confidence\":{value},\"plate_index\":{value},\"coordinates\":{value},\"vehicle_region\":{value},\"candidates\":{value}}}}}");
        Assert.InRange(inner.Flow.Confidence, 0, 1);
    }

    [Theory]
    [InlineData(1 << 17)]
    [InlineData((1 << 17) + 1)]
    [InlineData((1 << 17) + 2)]
    [InlineData(3)]
    public void Bytes_OfAnyLength_ComeOutOfBase64(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        var text = Convert.ToBase64String(bytes);

        Assert.Equal(bytes, ReadPicture(text));
        Assert.Equal(bytes, ReadPicture(text.Replace("/", "\\/", StringComparison.Ordinal)));
        Assert.Null(ReadPicture($"{text[..^4]}!AAA"));

        static byte[]? ReadPicture(string text)
        {
            using var document = JsonDocument.Parse($"{{\"overview_jpeg\":\"{text}\"}}");
            return ScoutJson.Read<ScoutGroup>(document.RootElement).OverviewJpeg;
        }
    }

    [Fact]
    public void Group_WhatIsKnown_IsReadWhereverItStands()
    {
        var group = Read($$"""
            {{{Needed}},"camera_name":" Gate\u0000 ","candidates":[1,{"plate":"ab-12","confidence":50.5},{"plate":"AB12"}],"uuids":[1,2,3],
            "plate_indexes":[7],"best_plate":{"plate":"ab 12","confidence":91,"coordinates":[{"x":1.6,"y":2},{"x":3,"y":2},{"x":3,"y":4},0]},
            "gps_latitude":-1,"vehicle":{"make":[{"name":"skoda","confidence":80}],"color":[null]},"read_count":"9"}
            """);

        Assert.Equal(("Gate", "AB12", 0.91, 3), (group.CameraName, group.Flow.Plate, group.Flow.Confidence, group.Flow.ReadCount));
        Assert.Equal(("AB12", 0.505), (Assert.Single(group.Flow.Candidates).Text, group.Flow.Candidates[0].Confidence));
        Assert.Equal("1.6,2,3,2,3,4,0,0", group.Flow.Corners);
        Assert.Equal(
            (7, "skoda", 0.8, null, null),
            (group.Detail.PlateIndex, group.Detail.Make, group.Detail.MakeConfidence!.Value, group.Detail.Color, group.Detail.Latitude));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"candidates\":[]")]
    [InlineData(",\"candidates\":[{\"plate\":\"AB1Z\",\"confidence\":20}]")]
    public void Group_WhoseCandidatesLackTheBestPlate_HasItAmongThem(string candidates)
    {
        var group = Read($"{{{Needed},\"best_plate_number\":\"ab-12\",\"best_confidence\":90{candidates}}}");

        Assert.Equal(("AB12", 0.9, 0), (group.Flow.Candidates[0].Text, group.Flow.Candidates[0].Confidence, group.Flow.Candidates[0].Rank));
        Assert.Equal(
            candidates.Contains("AB1Z", StringComparison.Ordinal) ? ["AB12", "AB1Z"] : ["AB12"], group.Flow.Candidates.Select(one => one.Text));
    }

    [Fact]
    public void Group_IsKnownByItsPlaceInThePictureThatItBeganWith()
    {
        // Two vehicles that came into one picture; each is alone in its best one.
        const string alone = "\"best_plate\":{\"plate_index\":0}";
        var first = Read($"{{{Needed},\"plate_indexes\":[0,0],{alone}}}");
        var second = Read($"{{{Needed},\"plate_indexes\":[1,0],{alone}}}");

        Assert.NotEqual(first.Flow.Uuid, second.Flow.Uuid);
        Assert.Equal(0, second.Detail.PlateIndex);
        Assert.Equal(second.Flow.Uuid, Read($"{{{Needed},\"plate_indexes\":[1],\"best_plate\":{{\"plate_index\":1}}}}").Flow.Uuid);
        Assert.Equal(first.Flow.Uuid, Read($"{{{Needed},{alone}}}").Flow.Uuid);
    }

    [Theory]
    [InlineData(1, 24, 16, "2,3,10,3,10,7,2,7", 24, 16)]
    [InlineData(3, 24, 16, "22,13,14,13,14,9,22,9", 24, 16)]
    [InlineData(6, 24, 16, "13,2,13,10,9,10,9,2", 16, 24)]
    [InlineData(8, 24, 16, "3,22,3,14,7,14,7,22", 16, 24)]
    [InlineData(6, 16, 24, "2,3,10,3,10,7,2,7", 16, 24)] // Told as it is shown.
    public void Group_WithAPictureThatIsShownTurned_HasItsPlateWhereThatIs(
        int orientation, int width, int height, string corners, int shownWidth, int shownHeight)
    {
        var jpeg = Convert.ToBase64String(BlockJpeg.Write(3, 2, 1, (_, x, y) => (byte)(30 + (40 * x) + (90 * y)), orientation));
        var group = Read(
            $"{{{Needed},\"best_image_width\":{width},\"best_image_height\":{height},\"overview_jpeg\":\"{jpeg}\",\"best_plate\":{{\"coordinates\":"
            + "[{\"x\":2,\"y\":3},{\"x\":10,\"y\":3},{\"x\":10,\"y\":7},{\"x\":2,\"y\":7}],"
            + "\"vehicle_region\":{\"x\":2,\"y\":3,\"width\":8,\"height\":4}}}");

        Assert.Null(group.PictureDamage);
        Assert.Equal((corners, shownWidth, shownHeight), (group.Flow.Corners, group.Flow.PictureWidth, group.Flow.PictureHeight));
        var bounds = PlateCorners.FromText(corners)!.Value.Bounds;
        Assert.Equal(
            ((int)bounds.X, (int)bounds.Y, (int)bounds.Width, (int)bounds.Height),
            (group.Detail.VehicleX, group.Detail.VehicleY, group.Detail.VehicleWidth, group.Detail.VehicleHeight));
    }

    [Theory]
    [InlineData(12_000, 9_000, "it has 12000 x 9000 pixels, and at most 100 million are read")]
    [InlineData(0, 0, "its size cannot be told")]
    public void Group_WithAPictureThatCannotBeRead_IsTakenWithoutIt_AndSaysWhy(int width, int height, string reason)
    {
        var jpeg = BlockJpeg.Write(3, 2, 1, (_, _, _) => 90);
        var frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), (ushort)width);
        var group = Read($"{{{Needed},\"overview_jpeg\":\"{Convert.ToBase64String(jpeg)}\"}}");

        Assert.Empty(group.Jpeg);
        Assert.NotNull(group.PictureDamage);
        Assert.Equal(reason, PictureCodec.FindError(jpeg));
    }

    [Fact]
    public void Group_OfThisProgram_IsKnownByTheFlowsName()
    {
        const string first = "0199b0a0-0000-7000-8000-000000000001";
        const string second = "0199b0a0-0000-7000-8000-000000000002";

        Assert.Equal(Told(first), Told(first));
        Assert.NotEqual(Told(first), Told(second));
        Assert.NotEqual(Read($"{{{Needed}}}").Flow.Uuid, Told(first));

        // Two vehicles of one camera whose first reads were of the same moment, both with number 0 in their pictures.
        static Guid Told(string name) => Read($"{{{Needed},\"flow_uuid\":\"{name}\",\"plate_indexes\":[0]}}").Flow.Uuid;
    }

    [Theory]
    [InlineData(1_700_000_000_000, 1_700_000_000_000, false)]
    [InlineData(1_700_000_000, 1_700_000_000_000, false)] // In seconds.
    [InlineData(1_700_000_360_000, 1_700_000_360_000, false)]
    [InlineData(1_700_000_360_001, 1_700_000_060_000, true)] // Over five minutes ahead.
    [InlineData(946_684_800_000, 946_684_800_000, false)]
    [InlineData(946_684_799_999, 1_700_000_060_000, true)] // Before 2000.
    [InlineData(946_684_799, 1_700_000_060_000, true)]
    [InlineData(0, 1_700_000_060_000, true)]
    [InlineData(-1, 1_700_000_060_000, true)]
    [InlineData(1_700_000_000_000_000, 1_700_000_060_000, true)] // In microseconds.
    [InlineData(-100_000_000_000_000, 1_700_000_060_000, true)]
    public void Group_ATimeThatCannotBe_IsTheArrivals(long told, long expected, bool isMarked)
    {
        var group = Read($"{{\"agent_uid\":\"A\",\"camera_id\":1,\"epoch_start\":{told}}}");
        Assert.Equal((expected, expected), (group.Flow.FirstSeenAt.ToUnixTimeMilliseconds(), group.Flow.CapturedAt.ToUnixTimeMilliseconds()));
        Assert.Equal(isMarked, group.Detail.ToldAt is not null && group.ClockSkew is not null);
    }

    [Theory]
    [InlineData("0,\"direction_of_travel_id\":-1", null)]
    [InlineData("0,\"direction_of_travel_id\":2", 0)]
    [InlineData("0", 0)]
    [InlineData("-90,\"direction_of_travel_id\":-1", 270)]
    public void Group_DirectionThatIsNotKnown_IsNotNorth(string told, int? degrees) =>
        Assert.Equal(degrees, Read($"{{{Needed},\"travel_direction\":{told}}}").Detail.Direction);

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\"x\"")]
    public void Heartbeat_AnyKindOfValue_IsTaken(string value)
    {
        using var document = JsonDocument.Parse(
            $"{{\"agent_uid\":\"A\",\"timestamp\":{value},\"beanstalk_queue_size\":{value},\"video_streams\":{value}}}");
        var heartbeat = ScoutJson.Read<ScoutHeartbeat>(document.RootElement);

        Assert.Equal(("A", null, null), (heartbeat.AgentUid, heartbeat.Timestamp, heartbeat.BeanstalkQueueSize));
        Assert.All(heartbeat.VideoStreams ?? [], Assert.Null);
    }

    private static PushedGroup Read(string body)
    {
        using var document = JsonDocument.Parse(body);
        return PushedGroup.From(ScoutJson.Read<ScoutGroup>(document.RootElement), Now);
    }
}
