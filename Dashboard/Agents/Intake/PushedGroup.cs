using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;
using Dashboard.Hosting;

namespace Dashboard.Agents.Intake;

/// <summary>What was pushed can never be stored; the words say what is wrong with which field.</summary>
public sealed class PushRefusedException(string message) : Exception(message);

/// <summary>Who pushed: what a body says of its agent.</summary>
/// <param name="Uid">1 to 40 letters and digits.</param>
/// <param name="Version">Version of its program; empty: not told.</param>
/// <param name="Label">What people call it; empty: not told.</param>
/// <param name="Hostname">The machine's name; empty: not told.</param>
public sealed record PushingAgent(string Uid, string Version, string Label, string Hostname);

/// <summary>An <c>alpr_group</c> as it was pushed, checked: a flow that has no camera yet.</summary>
/// <param name="Agent">Who saw it.</param>
/// <param name="CameraNumber">The agent's number of the camera.</param>
/// <param name="CameraName">What people call the camera; empty: not told.</param>
/// <param name="Flow">The flow, without camera.</param>
/// <param name="Detail">What else was told.</param>
/// <param name="Jpeg">The picture, where the body carried it; empty: none.</param>
public sealed record PushedGroup(PushingAgent Agent, long CameraNumber, string CameraName, Flow Flow, FlowDetail Detail, byte[] Jpeg)
{
    private const long LatestMs = 253_402_300_799_999;
    private const int MostCandidates = 50;

    /// <summary>Reads a body. Throws <see cref="PushRefusedException"/>.</summary>
    public static PushedGroup Read(JsonElement body)
    {
        var agent = ReadAgent(body);
        var camera = Integer(body, "camera_id") is { } number and >= 0 ? number : throw new PushRefusedException("camera_id: must be a whole number, at least 0.");
        var start = Moment(body, "epoch_start") ?? throw new PushRefusedException("epoch_start: must be ms since 1970.");
        var end = Moment(body, "epoch_end") ?? start;
        var best = body.TryGetProperty("best_plate", out var plate) && plate.ValueKind == JsonValueKind.Object ? plate : default;
        var imageId = Text(body, "best_uuid", 128) ?? "";
        var captured = MomentOf(imageId) ?? Moment(body, "best_uuid_epoch_ms") ?? start;
        var index = Index(body, best);

        var flow = new Flow
        {
            Uuid = UuidOf(agent.Uid, camera, start, index),
            Plate = PlateText.Normalize(Text(body, "best_plate_number", 64) ?? Text(best, "plate", 64)).Truncate(PlateText.MaxLength),
            Confidence = Share(Number(body, "best_confidence") ?? Number(best, "confidence")) ?? 0,
            CapturedAt = DateTimeOffset.FromUnixTimeMilliseconds(captured),
            LprVersion = Text(body, "lpr_version", 64) ?? agent.Version.Truncate(64),
            Region = Text(body, "best_region", 32) ?? Text(best, "region", 32),
            Corners = ReadCorners(best)?.ToText(),
            PictureWidth = (int)Math.Clamp(Integer(body, "best_image_width") ?? 0, 0, 100_000),
            PictureHeight = (int)Math.Clamp(Integer(body, "best_image_height") ?? 0, 0, 100_000),
            FirstSeenMs = start,
            LastSeenMs = Math.Max(start, end),
            ReadCount = Integer(body, "read_count") is { } reads and > 0 ? (int)Math.Min(reads, int.MaxValue)
                : body.TryGetProperty("uuids", out var uuids) && uuids.ValueKind == JsonValueKind.Array ? uuids.GetArrayLength() : 1,
            IsParked = Flag(body, "is_parked"),
            IsPreview = Flag(body, "is_preview"),
            ProcessingMs = Math.Clamp(Number(best, "processing_time_ms") ?? 0, 0, 1e9),
            Candidates = ReadCandidates(body, best),
        };
        return new PushedGroup(agent, camera, Text(body, "camera_name", 64) ?? Label(body, "camera_label") ?? "", flow, ReadDetail(body, best, index, imageId), Picture(body));
    }

    /// <summary>Who pushed. Throws <see cref="PushRefusedException"/>.</summary>
    public static PushingAgent ReadAgent(JsonElement body)
    {
        var uid = Text(body, "agent_uid", 41) ?? "";
        if (uid.Length is 0 or > 40 || !uid.All(char.IsAsciiLetterOrDigit))
        {
            throw new PushRefusedException("agent_uid: must be 1 to 40 letters and digits.");
        }

        return new(uid, Text(body, "agent_version", 64) ?? "", Label(body, "agent_label") ?? "", Text(body, "agent_hostname", 255) ?? "");
    }

    // One group is agent, camera, start and plate index; from them the flow has a name of its own, the same however often it is sent.
    private static Guid UuidOf(string agent, long camera, long start, int index)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{agent}|{camera}|{start}|{index}")));
        return new Guid(hash.AsSpan(0, 16));
    }

    private static int Index(JsonElement body, JsonElement best)
    {
        var first = body.TryGetProperty("plate_indexes", out var all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() > 0
            && all[0].ValueKind == JsonValueKind.Number && all[0].TryGetInt64(out var listed) ? listed : (long?)null;
        return (int)Math.Clamp(Integer(best, "plate_index") ?? first ?? 0, 0, int.MaxValue);
    }

    private static long? MomentOf(string imageId) =>
        imageId.LastIndexOf('-') is var dash and > 0 && long.TryParse(imageId.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms <= LatestMs ? ms : null;

    private static List<FlowCandidate> ReadCandidates(JsonElement body, JsonElement best)
    {
        var list = new List<FlowCandidate>();
        var given = body.TryGetProperty("candidates", out var own) && own.ValueKind == JsonValueKind.Array ? own
            : best.ValueKind == JsonValueKind.Object && best.TryGetProperty("candidates", out var inner) && inner.ValueKind == JsonValueKind.Array ? inner : default;
        foreach (var candidate in given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().Take(MostCandidates) : [])
        {
            var text = PlateText.Normalize(Text(candidate, "plate", 64)).Truncate(PlateText.MaxLength);
            if (text.Length > 0 && !list.Exists(other => other.Text == text))
            {
                list.Add(new FlowCandidate { Text = text, Confidence = Share(Number(candidate, "confidence")) ?? 0 });
            }
        }

        list = [.. list.OrderByDescending(candidate => candidate.Confidence)];
        for (var rank = 0; rank < list.Count; rank++)
        {
            list[rank].Rank = rank;
        }

        return list;
    }

    private static PlateCorners? ReadCorners(JsonElement best)
    {
        if (best.ValueKind != JsonValueKind.Object || !best.TryGetProperty("coordinates", out var points) || points.ValueKind != JsonValueKind.Array || points.GetArrayLength() != 4)
        {
            return null;
        }

        var corners = points.EnumerateArray().Select(point => new PicturePoint((float)(Number(point, "x") ?? 0), (float)(Number(point, "y") ?? 0))).ToArray();
        return Array.TrueForAll(corners, corner => MathF.Abs(corner.X) < 1e6f && MathF.Abs(corner.Y) < 1e6f) ? new PlateCorners(corners[0], corners[1], corners[2], corners[3]) : null;
    }

    private static FlowDetail ReadDetail(JsonElement body, JsonElement best, int index, string imageId)
    {
        var vehicle = body.TryGetProperty("vehicle", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        var (color, make) = (First(vehicle, "color"), First(vehicle, "make"));
        var (model, type) = (First(vehicle, "make_model"), First(vehicle, "body_type"));
        var region = best.ValueKind == JsonValueKind.Object && best.TryGetProperty("vehicle_region", out var area) && area.ValueKind == JsonValueKind.Object ? area : default;
        var isSeen = region.ValueKind == JsonValueKind.Object && Integer(region, "width") > 0;
        return new FlowDetail
        {
            PlateIndex = index,
            ImageId = imageId,
            RegionConfidence = Share(Number(body, "best_region_confidence") ?? Number(best, "region_confidence")),
            Direction = Number(body, "travel_direction") is { } degrees && double.IsFinite(degrees) ? (int)((Math.Round(degrees % 360) + 360) % 360) : null,
            DirectionId = Integer(body, "direction_of_travel_id") is { } id ? (int)Math.Clamp(id, -1, int.MaxValue) : null,
            Latitude = Degrees(Number(body, "gps_latitude"), 90),
            Longitude = Degrees(Number(body, "gps_longitude"), 180),
            Color = color.Name,
            ColorConfidence = color.Confidence,
            Make = make.Name,
            MakeConfidence = make.Confidence,
            MakeModel = model.Name,
            MakeModelConfidence = model.Confidence,
            BodyType = type.Name,
            BodyTypeConfidence = type.Confidence,
            VehicleX = isSeen ? Pixels(region, "x") : null,
            VehicleY = isSeen ? Pixels(region, "y") : null,
            VehicleWidth = isSeen ? Pixels(region, "width") : null,
            VehicleHeight = isSeen ? Pixels(region, "height") : null,
        };
    }

    private static (string? Name, double? Confidence) First(JsonElement vehicle, string kind) =>
        vehicle.ValueKind == JsonValueKind.Object && vehicle.TryGetProperty(kind, out var ranked) && ranked.ValueKind == JsonValueKind.Array && ranked.GetArrayLength() > 0
            ? (Text(ranked[0], "name", 64), Share(Number(ranked[0], "confidence")))
            : (null, null);

    private static byte[] Picture(JsonElement body) =>
        body.TryGetProperty("overview_jpeg", out var text) && text.ValueKind == JsonValueKind.String && text.TryGetBytesFromBase64(out var jpeg) && jpeg is [0xFF, 0xD8, ..] ? jpeg : [];

    private static string? Label(JsonElement body, string name) =>
        body.TryGetProperty("web_server_config", out var config) ? Text(config, name, 64) : null;

    private static string? Text(JsonElement from, string name, int most) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && Readable(value).Trim() is { Length: > 0 } text ? text.Truncate(most) : null;

    // Neither half a surrogate pair nor a NUL can be stored, and the agent would send the group for ever.
    private static string Readable(JsonElement value)
    {
        try
        {
            var text = value.GetString()!;
            return text.Any(char.IsControl) ? string.Concat(text.Where(sign => !char.IsControl(sign))) : text;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static double? Number(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private static long? Integer(JsonElement from, string name) => Number(from, name) is { } number && Math.Abs(number) < 9e15 ? (long)number : null;

    private static long? Moment(JsonElement from, string name) => Integer(from, name) is { } ms and >= 0 and <= LatestMs ? ms : null;

    private static bool Flag(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static double? Share(double? percent) => percent is { } value ? Math.Clamp(value / 100, 0, 1) : null;

    // 0, 0 is what agents send that do not know where they are; -1 likewise.
    private static double? Degrees(double? value, double most) => value is { } degrees && Math.Abs(degrees) <= most && degrees is not (0 or -1) ? degrees : null;

    private static int Pixels(JsonElement region, string name) => (int)Math.Clamp(Integer(region, name) ?? 0, 0, 100_000);

}
