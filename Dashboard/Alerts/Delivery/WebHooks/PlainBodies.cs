using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Recognition;
using Dashboard.Flows.Seedata;
using Dashboard.Hosting;
using Dashboard.Scout;
using Dashboard.Security;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>
/// How plain bodies are written: as the Seedata API writes its rows. Nothing in them is null: what is not known is empty or 0, for receivers
/// whose types know no null.
/// </summary>
internal static class PlainJson
{
    public static ReadOnlyMemory<byte> Test { get; } = """{"event": "test"}"""u8.ToArray();

    public static byte[] Write<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, SeedataFlow.JsonOptions);
}

/// <summary>A flow: the Seedata row, and where more of it is.</summary>
/// <param name="Flow">The row.</param>
/// <param name="Direction">What its camera calls the way that it went, such as <c>in</c>; empty: it is not known, or has no name.</param>
/// <param name="Links">Where more of it is.</param>
internal sealed record PlainFlow(SeedataFlow Flow, string Direction, PlainLinks Links)
{
    [JsonPropertyOrder(-1)]
    public string Event => "flow";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? CustomData { get; init; }

    public static PlainFlow From(DeliveryContent content, string root, TimeZoneInfo zone, JsonElement? customData) =>
        new(
            SeedataFlow.From(content.Group.Flow, content.Group.CameraName, zone),
            content.Group.Flow.DirectionName ?? "",
            PlainLinks.From(content.Group, root))
        {
            CustomData = customData,
        };
}

/// <summary>An alert: its list and entry beside the flow.</summary>
internal sealed record PlainAlert(long AlertId, PlainList List, PlainEntry Entry, string Site, SeedataFlow Flow, string Direction, PlainLinks Links)
{
    [JsonPropertyOrder(-1)]
    public string Event => "alert";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? CustomData { get; init; }

    public static PlainAlert From(DeliveryContent content, Alert alert, string root, TimeZoneInfo zone, JsonElement? customData) => new(
        alert.Id,
        new PlainList(alert.ListId, alert.ListName, content.ListType == AlertListType.White ? "white" : "black"),
        new PlainEntry(alert.Plate.ToLowerInvariant(), alert.Description),
        content.SiteName,
        SeedataFlow.From(content.Group.Flow, content.Group.CameraName, zone),
        content.Group.Flow.DirectionName ?? "",
        PlainLinks.From(content.Group, root))
    {
        CustomData = customData,
    };
}

/// <param name="Type"><c>black</c> or <c>white</c>.</param>
internal sealed record PlainList(int Id, string Name, string Type);

/// <summary>What met the list.</summary>
/// <param name="Plate">The text that matched, as the row writes plates; of a white list, which alerts on what is not on it, the plate.</param>
/// <param name="Description">The entry's; empty: it has none.</param>
internal sealed record PlainEntry(string Plate, string Description);

/// <summary>Where more of a flow is. None holds a key: a receiver that follows one sends its own.</summary>
/// <param name="Page">The flow in the dashboard, for people.</param>
/// <param name="Flow">The flow in the Seedata API, with its pictures in it.</param>
/// <param name="Image">The picture; empty: there is none.</param>
/// <param name="PlateImage">The part of it that shows the plate; empty: there is none.</param>
internal sealed record PlainLinks(string Page, string Flow, string Image, string PlateImage)
{
    public static PlainLinks From(GroupSource group, string root)
    {
        var flow = group.Flow;
        var image = flow.HasPicture && ImageId.Parse(group.ImageId) is { } id
            ? $"{root}{ApiPaths.Images}/{Uri.EscapeDataString(id.AgentUid)}/{Uri.EscapeDataString(group.ImageId)}.jpg"
            : "";
        return new PlainLinks(
            root + PagePaths.Flow(flow.Id),
            string.Create(CultureInfo.InvariantCulture, $"{root}{ApiPaths.Flows}/{flow.Id}"),
            image,
            image.Length > 0 && PlatePart(flow.Corners, flow.PictureWidth, flow.PictureHeight) is { } part ? $"{image}?{part}" : "");
    }

    private static string? PlatePart(string? corners, int width, int height)
    {
        if (PlateCorners.FromText(corners)?.Bounds is not { } box)
        {
            return null;
        }

        var (left, top) = (Math.Max(0, (int)box.X), Math.Max(0, (int)box.Y));
        var (right, bottom) = (Math.Min(width, (int)MathF.Ceiling(box.X + box.Width)), Math.Min(height, (int)MathF.Ceiling(box.Y + box.Height)));
        return right > left && bottom > top
            ? string.Create(CultureInfo.InvariantCulture, $"x={left}&y={top}&width={right - left}&height={bottom - top}")
            : null;
    }
}

/// <summary>How a machine is.</summary>
internal sealed record PlainHeartbeat
{
    public string Event => "heartbeat";

    /// <summary>When, in the server's time zone.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The machine: the server, or an agent.</summary>
    public required string Machine { get; init; }

    /// <summary>Its program's version.</summary>
    public required string Version { get; init; }

    /// <summary>Share of its processors that is used, 0 to 100.</summary>
    public required double CpuPercent { get; init; }

    public required long MemoryBytes { get; init; }

    public required long DiskFreeBytes { get; init; }

    public required long DiskTotalBytes { get; init; }

    /// <summary>Flows that wait there to be pushed.</summary>
    public required long Waiting { get; init; }

    public required IReadOnlyList<PlainCamera> Cameras { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? CustomData { get; init; }

    public static PlainHeartbeat From(ScoutHeartbeat told, TimeZoneInfo zone, JsonElement? customData) => new()
    {
        Timestamp = Show(told.Timestamp, zone),
        Machine = Array.Find([told.WebServerConfig?.AgentLabel, told.AgentHostname, told.SiteId, told.AgentUid], name => name?.Length > 0) ?? "",
        Version = told.AgentVersion ?? "",
        CpuPercent = told.CpuUsagePercent ?? 0,
        MemoryBytes = told.MemoryConsumedBytes ?? 0,
        DiskFreeBytes = told.DiskDriveFreeBytes ?? 0,
        DiskTotalBytes = told.DiskDriveTotalBytes ?? 0,
        Waiting = told.BeanstalkQueueSize ?? 0,
        Cameras =
        [
            .. (told.VideoStreams ?? []).OfType<ScoutStream>().Select(stream => new PlainCamera(
                stream.CameraId ?? 0, stream.CameraName ?? "", stream.IsStreaming, stream.Fps ?? 0, Show(stream.LastUpdate, zone))),
        ],
        CustomData = customData,
    };

    private static string Show(long? epochMs, TimeZoneInfo zone) => LenientTime.FromEpoch(epochMs ?? 0) is { } moment && epochMs > 0
        ? SeedataTimestamp.Show(moment, zone)
        : "";
}

/// <summary>A camera in a heartbeat.</summary>
/// <param name="Id">Its number on the machine.</param>
/// <param name="Name">What people call it.</param>
/// <param name="IsStreaming">Pictures arrive.</param>
/// <param name="FramesPerSecond">How many are looked at.</param>
/// <param name="LastFrame">When the last one arrived, in the server's time zone; empty: none did.</param>
internal sealed record PlainCamera(long Id, string Name, bool IsStreaming, double FramesPerSecond, string LastFrame);
