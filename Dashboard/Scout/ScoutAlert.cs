using System.Text.Json;
using Dashboard.Domain.Alerts;

namespace Dashboard.Scout;

/// <summary><c>alpr_alert</c>, version 1: an alert with the whole group in it.</summary>
internal sealed record ScoutAlert
{
    public string DataType => "alpr_alert";
    public long? Version { get; init; } = 1;
    public long? EpochTime { get; init; }
    public string? AgentUid { get; init; }
    public string? AlertList { get; init; }
    public long? AlertListId { get; init; }
    public string? ListType { get; init; }
    public string? SiteName { get; init; }
    public string? CameraName { get; init; }
    public long? CameraNumber { get; init; }
    public string? PlateNumber { get; init; }
    public string? Description { get; init; }
    public ScoutGroup? Group { get; init; }
    public JsonElement? CustomData { get; init; }

    public static ScoutAlert From(AlertSource source)
    {
        var (alert, group) = (source.Alert, source.Group);
        return new ScoutAlert
        {
            EpochTime = alert.FirstSeenAt.ToUnixTimeMilliseconds(),
            AgentUid = group.AgentUid,
            AlertList = alert.ListName,
            AlertListId = alert.ListId,
            ListType = source.ListType == AlertListType.White ? "Whitelist" : "Blacklist",
            SiteName = source.SiteName,
            CameraName = group.CameraName,
            CameraNumber = group.CameraNumber,
            PlateNumber = alert.Plate,
            Description = alert.Description,
            Group = ScoutGroup.From(group),
            CustomData = source.CustomData,
        };
    }
}
