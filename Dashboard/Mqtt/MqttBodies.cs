using System.Globalization;
using Dashboard.Domain.Alerts;
using Dashboard.Flows;
using Dashboard.Hosting;

namespace Dashboard.Mqtt;

/// <param name="Uuid">Its name, the same on every machine.</param>
/// <param name="Camera">The camera's name.</param>
/// <param name="Plate">Upper case without separators; empty: none was read.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Region">Where the plate is from, such as <c>de</c>; null: it is not known.</param>
/// <param name="Direction">What its camera calls the direction in which it went, such as <c>in</c>; null: it has no name.</param>
/// <param name="Time">When it was captured, UTC.</param>
/// <param name="TriggerMode"><c>auto</c> or <c>manual</c>.</param>
/// <param name="Page">Path of its page in the dashboard.</param>
/// <param name="Url">The whole address of that page.</param>
internal sealed record MqttFlow(
    long Id,
    Guid Uuid,
    string Camera,
    int CameraId,
    string Plate,
    double Confidence,
    string? Region,
    string? Direction,
    string Time,
    string TriggerMode,
    string Page,
    string Url)
{
    /// <param name="row">The flow.</param>
    /// <param name="root">Where the dashboard is reached.</param>
    public static MqttFlow From(FlowWithCamera row, string root) => new(
        row.Flow.Id,
        row.Flow.Uuid,
        row.Camera,
        row.Flow.CameraId,
        row.Flow.Plate,
        Math.Round(row.Flow.Confidence, 4),
        row.Flow.Region,
        row.Flow.DirectionName,
        MqttTime.Show(row.Flow.CapturedAt),
        row.Flow.TriggerMode == Domain.Flows.TriggerMode.Manual ? "manual" : "auto",
        PagePaths.Flow(row.Flow.Id),
        root + PagePaths.Flow(row.Flow.Id));
}

/// <param name="List">The alert list.</param>
/// <param name="Plate">The text that matched; on a white list the best plate.</param>
/// <param name="Description">What the list says about it.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Time">When the vehicle was first seen, UTC.</param>
/// <param name="IsRepeat">Whether it is counted into an alert shortly before it.</param>
/// <param name="Page">Path of the flow's page in the dashboard.</param>
/// <param name="Url">The whole address of that page.</param>
internal sealed record MqttAlert(
    long Id,
    string List,
    string Plate,
    string Description,
    double Confidence,
    int CameraId,
    string Time,
    long FlowId,
    bool IsRepeat,
    string Page,
    string Url)
{
    /// <param name="root">Where the dashboard is reached.</param>
    public static MqttAlert From(Alert alert, string root) => new(
        alert.Id,
        alert.ListName,
        alert.Plate,
        alert.Description,
        Math.Round(alert.Confidence, 4),
        alert.CameraId,
        MqttTime.Show(alert.FirstSeenAt),
        alert.FlowId,
        alert.RepeatOf is not null,
        PagePaths.Flow(alert.FlowId),
        root + PagePaths.Flow(alert.FlowId));
}

internal static class MqttTime
{
    public static string Show(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
