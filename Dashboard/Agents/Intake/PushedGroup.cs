using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Imaging;
using Dashboard.Imaging.Jpeg;
using Dashboard.Scout;
using static Dashboard.Agents.Intake.PushedValues;

namespace Dashboard.Agents.Intake;

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

    /// <summary>Why the picture that the body carried was left out, as a part of a sentence; null: it was not.</summary>
    public string? PictureDamage { get; init; }

    /// <summary>How far the agent's clock is ahead, where it cannot be right; null: its times were believed.</summary>
    public TimeSpan? ClockSkew { get; init; }

    /// <summary>The views beside the best one; one without a picture stays where it was taken.</summary>
    public IReadOnlyList<TakenView> Views { get; init; } = [];

    /// <summary>The flow's name where the one that it has is that of another vehicle; null: it cannot be.</summary>
    public Guid? OtherUuid { get; init; }

    /// <summary>Who pushed it; null: its flow was made here, of reads that somebody was let push.</summary>
    public PushCaller? Caller { get; init; }

    /// <summary>Rows of <see cref="Storage.PushedRead"/> that go once the flow is stored; none where the agent grouped them.</summary>
    public IReadOnlyList<long> Reads { get; init; } = [];

    /// <summary>Checks a body. Throws <see cref="PushException"/>.</summary>
    /// <param name="group">The body.</param>
    /// <param name="now">When it came: a time that cannot be is taken to be this.</param>
    public static PushedGroup From(ScoutGroup group, DateTimeOffset now)
    {
        var agent = PushingAgent.From(group);
        var camera = group.CameraId is { } number and >= 0
            ? number
            : throw PushException.BadRequest("camera_id: must be a whole number, at least 0.");
        var told = LenientTime.FromPushedStart(group.EpochStart) ?? throw PushException.BadRequest("epoch_start: must be ms since 1970.");
        var isBelieved = LenientTime.IsPossible(told, now);
        var start = isBelieved ? told : now;
        var best = group.BestPlate ?? new ScoutPlate();
        var imageId = group.BestUuid?.Truncate(128) ?? "";
        var toldCaptured = MomentOf(imageId) ?? LenientTime.FromPushed(group.BestUuidEpochMs);
        var captured = isBelieved && toldCaptured is { } moment && LenientTime.IsPossible(moment, now) ? moment : start;
        var index = (int)Math.Clamp(best.PlateIndex ?? group.PlateIndexes?.FirstOrDefault() ?? 0, 0, int.MaxValue);

        var first = group.PlateIndexes is [{ } began, ..] ? began : index;
        var plate = ToPlate(group.BestPlateNumber ?? best.Plate);
        var confidence = FromPercent(group.BestConfidence ?? best.Confidence) ?? 0;
        var flow = new Flow
        {
            Uuid = UuidOf(agent.Uid, group, camera, told, first),
            Plate = plate,
            Confidence = confidence,
            CapturedAt = captured,
            LprVersion = group.LprVersion?.Truncate(64) ?? agent.Version,
            Region = (group.BestRegion ?? best.Region)?.Truncate(32),
            Corners = ToCorners(best)?.ToText(),
            PictureWidth = Pixels(group.BestImageWidth),
            PictureHeight = Pixels(group.BestImageHeight),
            PictureSha256 = ToSum(group.PictureSha256),
            FirstSeenAt = start,
            LastSeenAt = isBelieved && LenientTime.FromPushed(group.EpochEnd) is { } end && end > start && LenientTime
                .IsPossible(end, now) ? end : start,
            ReadCount = group.ReadCount is { } reads and > 0 ? (int)Math.Min(reads, int.MaxValue) : group.Uuids?.Count ?? 1,
            IsParked = group.IsParked,
            Approach = ApproachText.TryRead(group.Approach, out var approach) ? approach : Approach.None,
            IsPreview = group.IsPreview,
            ProcessingMs = Math.Clamp(best.ProcessingTimeMs ?? 0, 0, 1e9),
            Candidates = ToCandidates(group.Candidates is { Count: > 0 } all ? all : best.Candidates ?? [], plate, confidence),
        };
        var name = PushedStream.NameOf(group.CameraName ?? group.WebServerConfig?.CameraLabel);
        var (jpeg, damage) = ToPicture(group.OverviewJpeg);
        var detail = ToDetail(group, best, index, imageId);
        flow.Direction = detail.Direction;
        if (VehicleColorText.TryRead(detail.Color, out var color))
        {
            (flow.Color, flow.ColorConfidence) = (color, detail.ColorConfidence ?? 0);
        }

        detail.ToldAt = isBelieved ? null : toldCaptured ?? told;
        if (group.FlowUuid is null)
        {
            TurnAsShown(flow, detail, jpeg);
        }

        return new PushedGroup(agent, camera, name, flow, detail, jpeg)
        {
            OtherUuid = group.FlowUuid is null ? UuidOf(agent.Uid, group, camera, told, first, index) : null,
            PictureDamage = damage,
            ClockSkew = isBelieved ? null : told - now,
            Views = ToViews(group.Views, captured),
        };
    }

    // Everybody shows a picture as its EXIF orientation says. Agents of other makers tell places in it as it is stored; that they tell its size as
    // it is shown is the sign of the contrary.
    private static void TurnAsShown(Flow flow, FlowDetail detail, byte[] jpeg)
    {
        if (PictureHeader.TryRead(jpeg) is not { IsShownAsStored: false } header
            || (header.IsTurned && (flow.PictureWidth, flow.PictureHeight) == (header.ShownWidth, header.ShownHeight)))
        {
            return;
        }

        var turn = new PictureTurn(header);

        flow.Corners = PlateCorners.FromText(flow.Corners) is { } corners ? turn.Move(corners).ToText() : null;
        (flow.PictureWidth, flow.PictureHeight) = (header.ShownWidth, header.ShownHeight);
        if (detail is { VehicleX: { } x, VehicleY: { } y, VehicleWidth: { } width, VehicleHeight: { } height })
        {
            var area = turn.Move(PlateCorners.FromBox(x, y, width, height)).Bounds;
            (detail.VehicleX, detail.VehicleY) = (Pixels((long)area.X), Pixels((long)area.Y));
            (detail.VehicleWidth, detail.VehicleHeight) = (Pixels((long)area.Width), Pixels((long)area.Height));
        }
    }

    // One group is agent, camera, start and the plate's index in the picture that it began with (two vehicles may begin in one and have their best
    // ones alone), and for machines of this program the flow's name there; from them the flow has a name of its own, the same however often it is
    // sent.
    private static Guid UuidOf(string agent, ScoutGroup group, long camera, DateTimeOffset start, long index, int? best = null)
    {
        var name = Guid.TryParse(group.FlowUuid, out var told)
            ? $"{agent}|{told}"
            : string.Create(CultureInfo.InvariantCulture, $"{agent}|{camera}|{start.ToUnixTimeMilliseconds()}|{index}");
        if (start == DateTimeOffset.UnixEpoch)
        {
            name += $"|{group.BestPlateNumber}|{group.BestUuid}"; // No clock at all: the time tells nothing apart.
        }

        if (best is { } other)
        {
            name += string.Create(CultureInfo.InvariantCulture, $"|best {other}");
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        return new Guid(hash.AsSpan(0, 16));
    }

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
}
