using Dashboard.Domain.Alerts;

namespace Dashboard.Flows.Payloads;

/// <summary><c>alpr_alert</c>, version 1: an alert with the whole flow in it.</summary>
public static class AlertPayload
{
    /// <summary>The body in UTF-8.</summary>
    public static byte[] Write(AlertSource source) => PayloadJson.Write(json =>
    {
        var (alert, group) = (source.Alert, source.Group);
        json.WriteStartObject();
        json.WriteString("data_type", "alpr_alert");
        json.WriteNumber("version", 1);
        json.WriteNumber("epoch_time", alert.FirstSeenMs);
        json.WriteString("agent_uid", group.AgentUid);
        json.WriteString("alert_list", alert.ListName);
        json.WriteNumber("alert_list_id", alert.ListId);
        json.WriteString("list_type", source.ListType == AlertListType.White ? "white" : "black");
        json.WriteString("site_name", source.SiteName);
        json.WriteString("camera_name", group.CameraName);
        json.WriteNumber("camera_number", group.CameraNumber);
        json.WriteString("plate_number", alert.Plate);
        json.WriteString("description", alert.Description);
        json.WritePropertyName("group");
        GroupPayload.Write(json, group);
        PayloadJson.WriteCustomData(json, source.CustomData);
        json.WriteEndObject();
    });
}
