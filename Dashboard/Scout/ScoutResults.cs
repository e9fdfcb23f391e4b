using System.Text.Json.Serialization;

namespace Dashboard.Scout;

/// <summary>
/// <c>alpr_results</c>, version 2: the plates of one frame. The open-source agent sends nothing else, and has a <c>site_id</c> instead of the
/// fields of an agent.
/// </summary>
internal sealed record ScoutResults
{
    public string? Uuid { get; init; }

    [JsonConverter(typeof(LenientCameraNumber))]
    public long? CameraId { get; init; }

    /// <summary>When the frame was captured, ms since 1970, UTC.</summary>
    public long? EpochTime { get; init; }

    public string? AgentUid { get; init; }
    public string? AgentVersion { get; init; }
    public string? SiteId { get; init; }
    public long? ImgWidth { get; init; }
    public long? ImgHeight { get; init; }
    public double? ProcessingTimeMs { get; init; }

    /// <summary>Null: not told, or no list.</summary>
    public IReadOnlyList<ScoutPlate?>? Results { get; init; }
}
