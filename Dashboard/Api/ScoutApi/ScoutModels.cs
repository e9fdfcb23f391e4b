using System.ComponentModel;
using System.Globalization;
using Dashboard.Api.ScoutApi.Searches;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Scout;
using Dashboard.Storage;

namespace Dashboard.Api.ScoutApi;

[Description("A group: one vehicle.")]
internal sealed class PlateGroup;

[Description("One possible text of a group.")]
internal sealed class PlateCandidate;

[DisplayName("Alert"), Description("A group that met an alert list.")]
internal sealed class PlateAlert;

/// <summary>The rows of the searches, field by field: JSON, CSV and the document's schemas are made of these tables.</summary>
internal sealed class ScoutModels(ScoutOptions options)
{
    /// <summary>Decimals and unknown numbers are written for strict clients.</summary>
    public bool IsStrict => options.DecimalsAsStrings;

    private const ScoutKind Text = ScoutKind.Text;
    private const ScoutKind Integer = ScoutKind.Integer;
    private const ScoutKind Decimal = ScoutKind.Decimal;

    public ScoutModel<GroupRow> Group { get; } = new("alpr.plategroup", row => row.Flow.Id,
    [
        new("agent_uid", Text, row => row.Agent.Uid),
        new("agent_type", Text, _ => ScoutJson.AgentType),
        new("best_confidence", Decimal, row => Percent(row.Flow.Confidence)),
        new("best_plate", Text, row => row.Flow.Plate),
        new("best_index", Integer, row => row.PlateIndex),
        new("best_uuid", Text, row => row.ImageId),
        new("epoch_time_start", Text, row => Time(row.Flow.FirstSeenAt)),
        new("epoch_time_end", Text, row => Time(row.Flow.LastSeenAt)),
        Camera<GroupRow>(options, row => row.Camera),
        new("camera_id", Integer, row => row.Camera.Number),
        new("company", Integer, _ => options.CompanyId),
        new("site", Text, row => row.Site),
        new("site_id", Integer, row => row.Camera.SiteId),
        new("crop_location", Integer, _ => null),
        new("direction_of_travel_degrees", Integer, row => row.Detail?.Direction ?? row.Flow.Direction),
        new("direction_of_travel_id", Integer, row => row.Detail?.DirectionId ?? (row.Flow.Direction is null ? null : 0), Unknown: -1),
        new("gps_latitude", Decimal, row => row.Detail?.Latitude ?? row.Camera.Latitude),
        new("gps_longitude", Decimal, row => row.Detail?.Longitude ?? row.Camera.Longitude),
        new("hit_count", Integer, row => row.Flow.ReadCount),
        new("img_width", Integer, row => row.Flow.PictureWidth),
        new("img_height", Integer, row => row.Flow.PictureHeight),
        .. Enumerable.Range(0, 4).SelectMany(i => new ScoutField<GroupRow>[]
        {
            new($"plate_x{i + 1}", Integer, row => Corner(row.Flow, i) is { } corner ? (long)MathF.Round(corner.X) : 0),
            new($"plate_y{i + 1}", Integer, row => Corner(row.Flow, i) is { } corner ? (long)MathF.Round(corner.Y) : 0),
        }),
        new("processing_time_ms", Decimal, row => row.Flow.ProcessingMs),
        new("region", Text, row => row.Flow.Region),
        new("region_confidence", Decimal, row => Percent(row.Detail?.RegionConfidence)),
        .. Vehicle,

        // 1: the agent's clock was wrong, and the times are those of the arrival.
        new("epoch_is_arrival", Integer, row => row.Detail?.ToldAt is null ? null : 1, IsOptional: true),
    ]);

    public ScoutModel<CandidateRow> Candidate { get; } = new("alpr.platecandidate", row => row.Id,
    [
        new("agent_uid", Text, row => row.Group.Agent.Uid),
        new("confidence", Decimal, row => Percent(row.Candidate.Confidence)),
        new("group", Integer, row => row.Group.Flow.Id),
        new("plate_number", Text, row => row.Candidate.Text),
        new("uuid", Text, row => row.Group.ImageId),
        new("epoch_time", Text, row => Time(row.Group.Flow.FirstSeenAt)),
        Camera<CandidateRow>(options, row => row.Group.Camera),
        new("camera_id", Integer, row => row.Group.Camera.Number),
        new("company", Integer, _ => options.CompanyId),
        new("site", Text, row => row.Group.Site),
        new("site_id", Integer, row => row.Group.Camera.SiteId),
        new("plate_index", Integer, row => row.Group.PlateIndex),
    ]);

    public ScoutModel<GroupAlertRow> Alert { get; } = new("alpr.alert", row => row.Alert.Id,
    [
        new("agent_uid", Text, row => row.Agent.Uid),
        new("confidence", Decimal, row => Percent(row.Alert.Confidence)),
        new("plate_group", Integer, row => row.Alert.FlowId),
        new("plate_number", Text, row => row.Alert.Plate),
        new("description", Text, row => row.Alert.Description),
        new("epoch_time", Text, row => Time(row.Alert.FirstSeenAt)),
        new("alert_group_name", Text, row => row.Alert.ListName),
        new("alert_group", Integer, row => row.Alert.ListId),
        new("company", Integer, _ => options.CompanyId),
        new("site", Text, row => row.Site),
        new("site_id", Integer, row => row.SiteId),
    ]);

    private static IEnumerable<ScoutField<GroupRow>> Vehicle =>
    [
        new("vehicle_color", Text, row => row.Detail?.Color ?? VehicleColorText.Write(row.Flow.Color)),
        new("vehicle_color_confidence", Decimal, row => Percent(
            row.Detail?.ColorConfidence ?? (row.Flow.Color == VehicleColor.None ? null : row.Flow.ColorConfidence))),
        new("vehicle_make", Text, row => row.Detail?.Make),
        new("vehicle_make_confidence", Decimal, row => Percent(row.Detail?.MakeConfidence)),
        new("vehicle_make_model", Text, row => row.Detail?.MakeModel),
        new("vehicle_make_model_confidence", Decimal, row => Percent(row.Detail?.MakeModelConfidence)),
        new("vehicle_body_type", Text, row => row.Detail?.BodyType),
        new("vehicle_body_type_confidence", Decimal, row => Percent(row.Detail?.BodyTypeConfidence)),
        new("vehicle_region_x", Integer, row => row.Detail?.VehicleX),
        new("vehicle_region_y", Integer, row => row.Detail?.VehicleY),
        new("vehicle_region_width", Integer, row => row.Detail?.VehicleWidth),
        new("vehicle_region_height", Integer, row => row.Detail?.VehicleHeight),
    ];

    // A name for most programs, the number for some.
    private static ScoutField<T> Camera<T>(ScoutOptions options, Func<T, CameraInfo> camera) => options.CameraAsNumber
        ? new("camera", Integer, row => camera(row).Number)
        : new("camera", Text, row => camera(row).Alias);

    /// <summary>A moment as the dialect writes it: UTC with milliseconds.</summary>
    public static string Time(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static object? Percent(double? share) => share is { } value ? Math.Clamp(value, 0, 1) * 100 : null;

    private static PicturePoint? Corner(Flow flow, int i) => PlateCorners.FromText(flow.Corners) is { } corners
        ? i switch { 0 => corners.TopLeft, 1 => corners.TopRight, 2 => corners.BottomRight, _ => corners.BottomLeft }
        : null;
}
