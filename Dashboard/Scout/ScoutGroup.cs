using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;

namespace Dashboard.Scout;

/// <summary>
/// <c>alpr_group</c>, version 2: one vehicle, as agents push it and web hooks carry it. Confidences are 0 to 100, times ms since 1970, UTC. What is
/// not known is 0 or empty (<see cref="UnknownAttribute"/>), never left out: receivers read fields by name.
/// </summary>
internal sealed record ScoutGroup
{
    public string DataType => "alpr_group";
    public long? Version { get; init; } = 2;
    public long? EpochStart { get; init; }
    public long? EpochEnd { get; init; }
    public long? FrameStart { get; init; }
    public long? FrameEnd { get; init; }
    public string? CompanyId { get; init; }
    public string? AgentUid { get; init; }
    public string? AgentVersion { get; init; }
    public string? AgentType { get; init; } = ScoutJson.AgentType;

    /// <summary>The machine's own name: genuine agents tell it, we do not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AgentHostname { get; init; }

    /// <summary>Version of the models that read the plate: told between machines of this program alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LprVersion { get; init; }

    /// <summary>How many reads the group was made of: told like <see cref="LprVersion"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ReadCount { get; init; }

    /// <summary>The flow's name, by which it is known when it is sent again: told like <see cref="LprVersion"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FlowUuid { get; init; }

    /// <summary>Views of the vehicle beside its best one, the oldest first: told like <see cref="LprVersion"/>, where there are any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ScoutView?>? Views { get; init; }

    /// <summary>SHA-256 of the picture, which may stay at the agent: told like <see cref="LprVersion"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PictureSha256 { get; init; }

    [JsonConverter(typeof(LenientCameraNumber))]
    public long? CameraId { get; init; }

    /// <summary>Not told by genuine agents.</summary>
    public string? CameraName { get; init; }

    public string? Country { get; init; }

    [Unknown(-1)]
    public double? GpsLatitude { get; init; }

    [Unknown(-1)]
    public double? GpsLongitude { get; init; }

    /// <summary>The agent's clock was wrong: the times are those of the group's arrival. Told only where it is so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EpochIsArrival { get; init; }

    public IReadOnlyList<string?>? Uuids { get; init; }
    public IReadOnlyList<long?>? PlateIndexes { get; init; }
    public IReadOnlyList<ScoutCandidate?>? Candidates { get; init; }
    public ScoutPlate? BestPlate { get; init; }
    public string? BestPlateNumber { get; init; }
    public double? BestConfidence { get; init; }
    public string? BestUuid { get; init; }
    public long? BestUuidEpochMs { get; init; }
    public string? BestRegion { get; init; }
    public double? BestRegionConfidence { get; init; }
    public long? BestImageWidth { get; init; }
    public long? BestImageHeight { get; init; }
    public bool MatchesTemplate { get; init; }

    public double? TravelDirection { get; init; }

    [Unknown(-1)]
    public long? DirectionOfTravelId { get; init; }

    /// <summary>Whether it came nearer to the camera (<see cref="ApproachText"/>): told like <see cref="LprVersion"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Approach { get; init; }

    public bool IsParked { get; init; }
    public bool IsPreview { get; init; }

    /// <summary>Null as a whole where nothing is known of it: programs take the first of each list.</summary>
    [Unknown(null)]
    public ScoutVehicle? Vehicle { get; init; }

    public string? VehicleSignature { get; init; }
    public byte[]? VehicleCropJpeg { get; init; }
    public byte[]? OverviewJpeg { get; init; }
    public IReadOnlyList<JsonElement>? VehiclePath { get; init; } = [];
    public IReadOnlyList<JsonElement>? PlatePath { get; init; } = [];
    public bool VehicleDetected { get; init; }
    public ScoutLabels? WebServerConfig { get; init; }
    public JsonElement? CustomData { get; init; }
    public JsonElement? UserData { get; init; }

    public static ScoutGroup From(GroupSource source)
    {
        var (flow, detail) = (source.Flow, source.Detail);
        var isOurs = source.LprVersion.Length > 0;
        return new ScoutGroup
        {
            EpochStart = flow.FirstSeenAt.ToUnixTimeMilliseconds(),
            EpochEnd = flow.LastSeenAt.ToUnixTimeMilliseconds(),
            CompanyId = source.CompanyId,
            AgentUid = source.AgentUid,
            AgentVersion = source.AgentVersion,
            LprVersion = isOurs ? source.LprVersion : null,
            ReadCount = isOurs ? flow.ReadCount : null,
            FlowUuid = isOurs ? flow.Uuid.ToString() : null,
            PictureSha256 = isOurs && flow.HasPicture ? flow.PictureSha256 : null,
            Views = isOurs && source.Views.Count > 0 ? source.Views : null,
            CameraId = source.CameraNumber,
            CameraName = source.CameraName,
            Country = CountryOf(flow.Region),
            EpochIsArrival = detail?.ToldAt is not null,
            GpsLatitude = detail?.Latitude ?? source.Latitude,
            GpsLongitude = detail?.Longitude ?? source.Longitude,
            Uuids = [source.ImageId],
            PlateIndexes = [source.PlateIndex],
            Candidates = ScoutCandidate.ListFrom(flow),
            BestPlate = ScoutPlate.From(source),
            BestPlateNumber = flow.Plate,
            BestConfidence = ScoutJson.Percent(flow.Confidence),
            BestUuid = source.ImageId,
            BestUuidEpochMs = source.CapturedMs,
            BestRegion = flow.Region ?? "",
            BestRegionConfidence = ScoutJson.Percent(detail?.RegionConfidence),
            BestImageWidth = flow.PictureWidth,
            BestImageHeight = flow.PictureHeight,
            TravelDirection = detail?.Direction ?? flow.Direction,

            // Up and unknown are both 0 degrees; where the agent gave no number, it tells which.
            DirectionOfTravelId = detail?.DirectionId ?? (flow.Direction is null ? null : 0),
            Approach = isOurs ? ApproachText.Write(flow.Approach) : null,
            IsParked = flow.IsParked,
            IsPreview = flow.IsPreview,
            Vehicle = ScoutVehicle.From(flow, detail),
            OverviewJpeg = source.Overview,
            VehicleDetected = detail?.VehicleWidth is not null,
            WebServerConfig = new ScoutLabels { CameraLabel = source.CameraName, AgentLabel = source.AgentName },
            CustomData = source.CustomData,
        };
    }

    // A region is a country, or a country and a state with a hyphen between them.
    private static string CountryOf(string? region) => region is null ? "" : region.Split('-')[0].ToLowerInvariant();
}

/// <summary>The best reading of a group.</summary>
internal sealed record ScoutPlate
{
    public string? Plate { get; init; }
    public double? Confidence { get; init; }
    public long? PlateIndex { get; init; }

    /// <summary>Whole pixels, clockwise from the plate's own top left.</summary>
    public IReadOnlyList<ScoutPoint?>? Coordinates { get; init; }

    public string? Region { get; init; }
    public double? RegionConfidence { get; init; }
    public long? MatchesTemplate { get; init; } = 0;
    public long? RequestedTopn { get; init; }
    public double? ProcessingTimeMs { get; init; }
    public byte[]? PlateCropJpeg { get; init; }
    public ScoutArea? VehicleRegion { get; init; }
    public bool VehicleDetected { get; init; }
    public IReadOnlyList<ScoutCandidate?>? Candidates { get; init; }

    public static ScoutPlate From(GroupSource source)
    {
        var (flow, detail) = (source.Flow, source.Detail);
        return new ScoutPlate
        {
            Plate = flow.Plate,
            Confidence = ScoutJson.Percent(flow.Confidence),
            PlateIndex = source.PlateIndex,
            Coordinates = PlateCorners.FromText(flow.Corners) is { } corners
                ?
                [
                    ScoutPoint.From(corners.TopLeft),
                    ScoutPoint.From(corners.TopRight),
                    ScoutPoint.From(corners.BottomRight),
                    ScoutPoint.From(corners.BottomLeft),
                ]
                : [],
            Region = flow.Region ?? "",
            RegionConfidence = ScoutJson.Percent(detail?.RegionConfidence),
            RequestedTopn = flow.Candidates.Count,
            ProcessingTimeMs = Math.Round(flow.ProcessingMs, 3),
            PlateCropJpeg = source.PlateCrop,
            VehicleRegion = detail is { VehicleX: { } x, VehicleY: { } y, VehicleWidth: { } width, VehicleHeight: { } height }
                ? new ScoutArea { X = x, Y = y, Width = width, Height = height }
                : null,
            VehicleDetected = detail?.VehicleWidth is not null,
            Candidates = ScoutCandidate.ListFrom(flow),
        };
    }
}

/// <summary>A possible text of a plate.</summary>
internal sealed record ScoutCandidate
{
    public string? Plate { get; init; }
    public double? Confidence { get; init; }
    public long? MatchesTemplate { get; init; } = 0;

    /// <summary>A flow's candidates, the best first.</summary>
    public static IReadOnlyList<ScoutCandidate> ListFrom(Flow flow) =>
    [
        .. flow.Candidates.OrderBy(candidate => candidate.Rank)
            .Select(candidate => new ScoutCandidate { Plate = candidate.Text, Confidence = ScoutJson.Percent(candidate.Confidence) }),
    ];
}

/// <summary>A view of a vehicle beside its best one.</summary>
internal sealed record ScoutView
{
    /// <summary>When it was taken, in ms from the best one on; before it, less than 0.</summary>
    public long? OffsetMs { get; init; }

    /// <summary>The view; null: it stays where it was taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Jpeg { get; init; }
}

internal sealed record ScoutPoint
{
    public double? X { get; init; }
    public double? Y { get; init; }

    public static ScoutPoint From(PicturePoint point) => new() { X = (int)MathF.Round(point.X), Y = (int)MathF.Round(point.Y) };
}

internal sealed record ScoutArea
{
    public long? X { get; init; }
    public long? Y { get; init; }
    public long? Width { get; init; }
    public long? Height { get; init; }
}

/// <summary>What a vehicle looks like, each as a list with the likeliest first.</summary>
internal sealed record ScoutVehicle
{
    public IReadOnlyList<ScoutGuess?>? Color { get; init; }
    public IReadOnlyList<ScoutGuess?>? Make { get; init; }
    public IReadOnlyList<ScoutGuess?>? MakeModel { get; init; }
    public IReadOnlyList<ScoutGuess?>? BodyType { get; init; }
    public IReadOnlyList<ScoutGuess?>? Year { get; init; }
    public IReadOnlyList<ScoutGuess?>? Orientation { get; init; }

    /// <summary>What is known of a vehicle, every list with at least one entry; null: nothing.</summary>
    public static ScoutVehicle? From(Flow flow, FlowDetail? detail)
    {
        var (color, sure) = detail?.Color is { Length: > 0 } told
            ? (told, detail.ColorConfidence)
            : (VehicleColorText.Write(flow.Color), flow.ColorConfidence);
        return string.Concat(color, detail?.Make, detail?.MakeModel, detail?.BodyType).Length == 0
            ? null
            : new()
            {
                Color = Ranked(color, sure),
                Make = Ranked(detail?.Make, detail?.MakeConfidence),
                MakeModel = Ranked(detail?.MakeModel, detail?.MakeModelConfidence),
                BodyType = Ranked(detail?.BodyType, detail?.BodyTypeConfidence),
                Year = Ranked("", 0),
                Orientation = Ranked("", 0),
            };
    }

    private static IReadOnlyList<ScoutGuess> Ranked(string? best, double? confidence) =>
        [new ScoutGuess { Name = best ?? "", Confidence = ScoutJson.Percent(confidence) }];
}

internal sealed record ScoutGuess
{
    public string? Name { get; init; }
    public double? Confidence { get; init; }
}

/// <summary>What people call a camera and its agent.</summary>
internal sealed record ScoutLabels
{
    public string? CameraLabel { get; init; }
    public string? AgentLabel { get; init; }
}
