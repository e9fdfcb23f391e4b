using System.Text.Json;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;

namespace Dashboard.Scout;

/// <summary>Everything that an <c>alpr_group</c> is written from.</summary>
/// <param name="Flow">The flow, with its candidates.</param>
/// <param name="Detail">What its agent told beyond it; null: nothing.</param>
/// <param name="CameraName">What people call the camera.</param>
/// <param name="CameraNumber">The camera's number on its agent.</param>
/// <param name="AgentUid">The machine that saw it, 40 characters.</param>
internal sealed record GroupSource(Flow Flow, FlowDetail? Detail, string CameraName, long CameraNumber, string AgentUid)
{
    /// <summary>Version of that machine's program; empty: not known.</summary>
    public string AgentVersion { get; init; } = "";

    /// <summary>
    /// Version of the models that read the plate, told with the number of reads between machines of this program; empty: the body does not tell.
    /// </summary>
    public string LprVersion { get; init; } = "";

    /// <summary>What people call that machine; empty: nothing.</summary>
    public string AgentName { get; init; } = "";

    /// <summary>The company's number as the vendor's programs know one; ours has none.</summary>
    public string CompanyId { get; init; } = "";

    /// <summary>Where the camera stands, degrees; a detail's own position goes before it. Null: not known.</summary>
    public double? Latitude { get; init; }

    /// <inheritdoc cref="Latitude"/>
    public double? Longitude { get; init; }

    /// <summary>The cut-out plate as JPEG; null: the body carries none.</summary>
    public byte[]? PlateCrop { get; init; }

    /// <summary>The whole picture as JPEG; null: the body carries none.</summary>
    public byte[]? Overview { get; init; }

    /// <summary>Views beside the best one, told like <see cref="LprVersion"/>.</summary>
    public IReadOnlyList<ScoutView> Views { get; init; } = [];

    /// <summary>A JSON object that is passed on as it is; null: none.</summary>
    public JsonElement? CustomData { get; init; }

    public string ImageId => ScoutIds.ImageId(Flow, Detail, AgentUid, CameraNumber);

    /// <summary>When the picture was captured, ms since 1970, UTC.</summary>
    public long CapturedMs => Flow.CapturedAt.ToUnixTimeMilliseconds();

    public int PlateIndex => ScoutIds.PlateIndex(Flow, Detail);
}

/// <summary>Everything that an <c>alpr_alert</c> is written from.</summary>
/// <param name="ListType">Black or white.</param>
/// <param name="SiteName">The site where the camera stands.</param>
/// <param name="Group">The flow.</param>
internal sealed record AlertSource(Alert Alert, AlertListType ListType, string SiteName, GroupSource Group)
{
    /// <summary>A JSON object that is passed on as it is; null: none.</summary>
    public JsonElement? CustomData { get; init; }
}
