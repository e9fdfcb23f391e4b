using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>
/// The answers of the Scout dialect as a strict .NET program declares them: every field is required, none that is not declared may come, and a
/// number is a number. <c>TNumber</c> is a decimal that is always known, <c>TDecimal</c> and <c>TInteger</c> are those that may not be.
/// </summary>
internal static class StrictRows
{
    /// <summary>As a program that takes what the contract says and nothing else.</summary>
    public static JsonSerializerOptions Strict { get; } = Make(JsonNumberHandling.Strict);

    /// <summary>As a program that wants numbers and takes them out of strings too.</summary>
    public static JsonSerializerOptions NumbersFromStrings { get; } = Make(JsonNumberHandling.AllowReadingFromString);

    private static JsonSerializerOptions Make(JsonNumberHandling numbers) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = numbers,
    };
}

/// <summary>A row of a search.</summary>
internal sealed record Row<T>
{
    public required long Pk { get; init; }

    public required string Model { get; init; }

    public required T Fields { get; init; }
}

/// <summary>A page of a list.</summary>
internal sealed record Page<T>
{
    public required int Count { get; init; }

    public required Uri? Next { get; init; }

    public required Uri? Previous { get; init; }

    public required IReadOnlyList<T> Results { get; init; }
}

/// <summary>Fields of <c>alpr.plategroup</c>.</summary>
internal sealed record PlateFields<TNumber, TDecimal, TInteger>
{
    public required string AgentUid { get; init; }

    public required string AgentType { get; init; }

    public required TNumber BestConfidence { get; init; }

    public required string BestPlate { get; init; }

    public required int BestIndex { get; init; }

    public required string BestUuid { get; init; }

    public required DateTimeOffset EpochTimeStart { get; init; }

    public required DateTimeOffset EpochTimeEnd { get; init; }

    public required string Camera { get; init; }

    public required int CameraId { get; init; }

    public required int Company { get; init; }

    public required string Site { get; init; }

    public required int SiteId { get; init; }

    public required TInteger CropLocation { get; init; }

    public required TInteger DirectionOfTravelDegrees { get; init; }

    public required TInteger DirectionOfTravelId { get; init; }

    public required TDecimal GpsLatitude { get; init; }

    public required TDecimal GpsLongitude { get; init; }

    public required TInteger HitCount { get; init; }

    public required int ImgWidth { get; init; }

    public required int ImgHeight { get; init; }

    public required int PlateX1 { get; init; }

    public required int PlateY1 { get; init; }

    public required int PlateX2 { get; init; }

    public required int PlateY2 { get; init; }

    public required int PlateX3 { get; init; }

    public required int PlateY3 { get; init; }

    public required int PlateX4 { get; init; }

    public required int PlateY4 { get; init; }

    public required TNumber ProcessingTimeMs { get; init; }

    public required string? Region { get; init; }

    public required TDecimal RegionConfidence { get; init; }

    public required string? VehicleColor { get; init; }

    public required TDecimal VehicleColorConfidence { get; init; }

    public required string? VehicleMake { get; init; }

    public required TDecimal VehicleMakeConfidence { get; init; }

    public required string? VehicleMakeModel { get; init; }

    public required TDecimal VehicleMakeModelConfidence { get; init; }

    public required string? VehicleBodyType { get; init; }

    public required TDecimal VehicleBodyTypeConfidence { get; init; }

    public required TInteger VehicleRegionX { get; init; }

    public required TInteger VehicleRegionY { get; init; }

    public required TInteger VehicleRegionWidth { get; init; }

    public required TInteger VehicleRegionHeight { get; init; }
}

/// <summary>Fields of <c>alpr.platecandidate</c>.</summary>
internal sealed record CandidateFields<TNumber>
{
    public required string AgentUid { get; init; }

    public required TNumber Confidence { get; init; }

    public required long Group { get; init; }

    public required string PlateNumber { get; init; }

    public required string Uuid { get; init; }

    public required DateTimeOffset EpochTime { get; init; }

    public required string Camera { get; init; }

    public required int CameraId { get; init; }

    public required int Company { get; init; }

    public required string Site { get; init; }

    public required int SiteId { get; init; }

    public required int PlateIndex { get; init; }
}

/// <summary>Fields of <c>alpr.alert</c>.</summary>
internal sealed record AlertFields<TNumber>
{
    public required string AgentUid { get; init; }

    public required TNumber Confidence { get; init; }

    public required long PlateGroup { get; init; }

    public required string PlateNumber { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset EpochTime { get; init; }

    public required string AlertGroupName { get; init; }

    public required int AlertGroup { get; init; }

    public required int Company { get; init; }

    public required string Site { get; init; }

    public required int SiteId { get; init; }
}

internal sealed record AgentItem(
    int Id,
    string AgentUid,
    string Name,
    string Hostname,
    string Version,
    string Site,
    int SiteId,
    DateTimeOffset? LastSeen,
    bool Online,
    int Cameras);

internal sealed record CameraItem<TDecimal>(
    int Id,
    int CameraId,
    string Name,
    string AgentUid,
    string Site,
    int SiteId,
    bool Enabled,
    DateTimeOffset? LastSeen,
    TDecimal GpsLatitude,
    TDecimal GpsLongitude);

internal sealed record AlertListItem(int Id, string Name, string ListType, string MatchStrategy, bool Active, int Entries);

internal sealed record UserItem(int Id, string Email, string Role, bool Active, DateTimeOffset? LastLogin);
