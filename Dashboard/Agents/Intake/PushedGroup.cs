using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;
using Dashboard.Hosting;
using Dashboard.Recognition.Imaging.Jpeg;
using Dashboard.Scout;

namespace Dashboard.Agents.Intake;

/// <summary>What was pushed can never be stored; the words say what is wrong with which field.</summary>
internal sealed class PushRefusedException(string message) : Exception(message);

/// <summary>Who pushed: what a body says of its agent.</summary>
/// <param name="Uid">1 to 40 letters and digits.</param>
/// <param name="Version">Version of its program; empty: not told.</param>
/// <param name="Label">What people call it; empty: not told.</param>
/// <param name="Hostname">The machine's name; empty: not told.</param>
internal sealed record PushingAgent(string Uid, string Version, string Label, string Hostname)
{
    private const int MaxUidLength = 40;

    /// <summary>Throws <see cref="PushRefusedException"/> where the uid is none.</summary>
    public static PushingAgent From(string? uid, string? version, string? label, string? hostname)
    {
        if (LenientText.Clean(uid) is not { Length: <= MaxUidLength } known || !known.All(char.IsAsciiLetterOrDigit))
        {
            throw new PushRefusedException("agent_uid: must be 1 to 40 letters and digits.");
        }

        return new(
            known, LenientText.Clean(version)?.Truncate(64) ?? "", label?.Truncate(64) ?? "", LenientText.Clean(hostname)?.Truncate(255) ?? "");
    }

    /// <inheritdoc cref="From(string?, string?, string?, string?)"/>
    public static PushingAgent From(ScoutHeartbeat heartbeat) =>
        From(heartbeat.AgentUid, heartbeat.AgentVersion, heartbeat.WebServerConfig?.AgentLabel, heartbeat.AgentHostname);

    /// <inheritdoc cref="From(string?, string?, string?, string?)"/>
    public static PushingAgent From(ScoutGroup group) =>
        From(group.AgentUid, group.AgentVersion, group.WebServerConfig?.AgentLabel, group.AgentHostname);
}

/// <summary>An <c>alpr_group</c> as it was pushed, checked: a flow that has no camera yet.</summary>
/// <param name="Agent">Who saw it.</param>
/// <param name="CameraNumber">The agent's number of the camera.</param>
/// <param name="CameraName">What people call the camera; empty: not told.</param>
/// <param name="Flow">The flow, without camera.</param>
/// <param name="Detail">What else was told.</param>
/// <param name="Jpeg">The picture, where the body carried it; empty: none.</param>
internal sealed record PushedGroup(PushingAgent Agent, long CameraNumber, string CameraName, Flow Flow, FlowDetail Detail, byte[] Jpeg)
{
    private const int MaxCandidates = 50;
    private const int MaxPixels = 100_000;

    // Characters that a plate is taken out of: a bound for what is nonsense.
    private const int MaxWrittenPlate = 1024;

    /// <summary>Why the picture that the body carried was left out, as a part of a sentence; null: it was not.</summary>
    public string? PictureDamage { get; init; }

    /// <summary>Checks a body. Throws <see cref="PushRefusedException"/>.</summary>
    public static PushedGroup From(ScoutGroup group)
    {
        var agent = PushingAgent.From(group);
        var camera = group.CameraId is { } number and >= 0
            ? number
            : throw new PushRefusedException("camera_id: must be a whole number, at least 0.");
        var start = LenientTime.FromEpoch(group.EpochStart) ?? throw new PushRefusedException("epoch_start: must be ms since 1970.");
        var best = group.BestPlate ?? new ScoutPlate();
        var imageId = group.BestUuid?.Truncate(128) ?? "";
        var captured = MomentOf(imageId) ?? LenientTime.FromEpoch(group.BestUuidEpochMs) ?? start;
        var index = (int)Math.Clamp(best.PlateIndex ?? group.PlateIndexes?.FirstOrDefault() ?? 0, 0, int.MaxValue);

        var plate = ToPlate(group.BestPlateNumber ?? best.Plate);
        var confidence = FromPercent(group.BestConfidence ?? best.Confidence) ?? 0;
        var flow = new Flow
        {
            Uuid = UuidOf(agent.Uid, group, camera, start, index),
            Plate = plate,
            Confidence = confidence,
            CapturedAt = captured,
            LprVersion = group.LprVersion?.Truncate(64) ?? agent.Version,
            Region = (group.BestRegion ?? best.Region)?.Truncate(32),
            Corners = ToCorners(best)?.ToText(),
            PictureWidth = Pixels(group.BestImageWidth),
            PictureHeight = Pixels(group.BestImageHeight),
            FirstSeenAt = start,
            LastSeenAt = LenientTime.FromEpoch(group.EpochEnd) is { } end && end > start ? end : start,
            ReadCount = group.ReadCount is { } reads and > 0 ? (int)Math.Min(reads, int.MaxValue) : group.Uuids?.Count ?? 1,
            IsParked = group.IsParked,
            IsPreview = group.IsPreview,
            ProcessingMs = Math.Clamp(best.ProcessingTimeMs ?? 0, 0, 1e9),
            Candidates = ToCandidates(group.Candidates is { Count: > 0 } all ? all : best.Candidates ?? [], plate, confidence),
        };
        var name = (group.CameraName ?? group.WebServerConfig?.CameraLabel)?.Truncate(64) ?? "";
        var (jpeg, damage) = ToPicture(group.OverviewJpeg);
        return new PushedGroup(agent, camera, name, flow, ToDetail(group, best, index, imageId), jpeg) { PictureDamage = damage };
    }

    // A picture of which a part is missing is no evidence: the flow is stored without it, or it is fetched from the agent.
    private static (byte[] Jpeg, string? Damage) ToPicture(byte[]? given)
    {
        if (given is not [0xFF, 0xD8, ..])
        {
            return ([], null);
        }

        var (damage, copy) = JpegInspection.Inspect(given);
        return damage is null ? (copy ?? given, null) : ([], damage);
    }

    // One group is agent, camera, start and plate index, and for machines of this program the flow's name there; from them the flow has a name of
    // its own, the same however often it is sent.
    private static Guid UuidOf(string agent, ScoutGroup group, long camera, DateTimeOffset start, int index)
    {
        var name = Guid.TryParse(group.FlowUuid, out var told)
            ? $"{agent}|{told}"
            : string.Create(CultureInfo.InvariantCulture, $"{agent}|{camera}|{start.ToUnixTimeMilliseconds()}|{index}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return new Guid(hash.AsSpan(0, 16));
    }

    private static DateTimeOffset? MomentOf(string imageId) =>
        imageId.LastIndexOf('-') is var dash and > 0
            && long.TryParse(imageId.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            ? LenientTime.FromEpoch(ms) : null;

    // The best plate is one of them, whether it was sent among them or not.
    private static List<FlowCandidate> ToCandidates(IReadOnlyList<ScoutCandidate?> given, string plate, double confidence)
    {
        var list = new List<FlowCandidate>();
        foreach (var candidate in given.Take(MaxCandidates))
        {
            var text = ToPlate(candidate?.Plate);
            if (text.Length > 0 && !list.Exists(other => other.Text == text))
            {
                list.Add(new FlowCandidate { Text = text, Confidence = FromPercent(candidate!.Confidence) ?? 0 });
            }
        }

        if (plate.Length > 0 && !list.Exists(candidate => candidate.Text == plate))
        {
            list.Insert(0, new FlowCandidate { Text = plate, Confidence = confidence });
        }

        list = [.. list.OrderByDescending(candidate => candidate.Confidence)];
        for (var rank = 0; rank < list.Count; rank++)
        {
            list[rank].Rank = rank;
        }

        return list;
    }

    private static PlateCorners? ToCorners(ScoutPlate best)
    {
        if (best.Coordinates is not { Count: 4 } points)
        {
            return null;
        }

        var corners = points.Select(point => new PicturePoint((float)(point?.X ?? 0), (float)(point?.Y ?? 0))).ToArray();
        return Array.TrueForAll(corners, corner => MathF.Abs(corner.X) < 1e6f && MathF.Abs(corner.Y) < 1e6f)
            ? new PlateCorners(corners[0], corners[1], corners[2], corners[3])
            : null;
    }

    private static FlowDetail ToDetail(ScoutGroup group, ScoutPlate best, int index, string imageId)
    {
        var vehicle = group.Vehicle;
        var (color, make) = (First(vehicle?.Color), First(vehicle?.Make));
        var (model, type) = (First(vehicle?.MakeModel), First(vehicle?.BodyType));
        var region = best.VehicleRegion is { Width: > 0 } area ? area : null;
        return new FlowDetail
        {
            PlateIndex = index,
            ImageId = imageId,
            WrittenPlate = ToWritten(group.BestPlateNumber ?? best.Plate),
            RegionConfidence = FromPercent(group.BestRegionConfidence ?? best.RegionConfidence) is { } sure and > 0 ? sure : null,

            // North and unknown are both 0; the number beside it tells which.
            Direction = group.TravelDirection is { } degrees && (degrees != 0 || group.DirectionOfTravelId is not -1)
                ? (int)((Math.Round(degrees % 360) + 360) % 360)
                : null,
            DirectionId = group.DirectionOfTravelId is { } id ? (int)Math.Clamp(id, -1, int.MaxValue) : null,
            Latitude = Degrees(group.GpsLatitude, 90),
            Longitude = Degrees(group.GpsLongitude, 180),
            Color = color.Name,
            ColorConfidence = color.Confidence,
            Make = make.Name,
            MakeConfidence = make.Confidence,
            MakeModel = model.Name,
            MakeModelConfidence = model.Confidence,
            BodyType = type.Name,
            BodyTypeConfidence = type.Confidence,
            VehicleX = region is null ? null : Pixels(region.X),
            VehicleY = region is null ? null : Pixels(region.Y),
            VehicleWidth = region is null ? null : Pixels(region.Width),
            VehicleHeight = region is null ? null : Pixels(region.Height),
        };
    }

    private static (string? Name, double? Confidence) First(IReadOnlyList<ScoutGuess?>? ranked) =>
        ranked is [{ } first, ..] ? (first.Name?.Truncate(64), FromPercent(first.Confidence)) : (null, null);

    private static string ToPlate(string? text) => PlateText.Normalize(text?.Truncate(MaxWrittenPlate)).Truncate(PlateText.MaxLength);

    // What the plate as it is compared does not tell: letters of other alphabets, and what was dropped.
    private static string ToWritten(string? text)
    {
        var read = PlateText.Read(text?.Truncate(MaxWrittenPlate));
        return text is null || (Ascii.IsValid(text) && PlateText.Foreign(read) is null)
            ? ""
            : PlateText.Shown(text).Truncate(PlateText.MaxWrittenLength);
    }

    private static double? FromPercent(double? percent) => percent is { } value ? Math.Clamp(value / 100, 0, 1) : null;

    // 0, 0 is what agents send that do not know where they are; -1 likewise.
    private static double? Degrees(double? value, double limit) =>
        value is { } degrees && Math.Abs(degrees) <= limit && degrees is not (0 or -1) ? degrees : null;

    private static int Pixels(long? length) => (int)Math.Clamp(length ?? 0, 0, MaxPixels);
}
