using System.Text.Json;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;

namespace Dashboard.Flows.Payloads;

/// <summary>
/// <c>alpr_group</c>, version 2: one flow as agents push it and web hooks carry it. Confidences are 0 to 100, times ms since 1970, UTC. What we
/// do not know is null or empty, never left out: receivers read fields by name.
/// </summary>
public static class GroupPayload
{
    /// <summary>The body in UTF-8.</summary>
    public static byte[] Write(GroupSource source) => PayloadJson.Write(json => Write(json, source));

    /// <summary>The object as a value within another body.</summary>
    public static void Write(Utf8JsonWriter json, GroupSource source)
    {
        var (flow, detail) = (source.Flow, source.Detail);
        json.WriteStartObject();
        json.WriteString("data_type", "alpr_group");
        json.WriteNumber("version", 2);
        json.WriteNumber("epoch_start", flow.FirstSeenMs);
        json.WriteNumber("epoch_end", flow.LastSeenMs);
        json.WriteNull("frame_start");
        json.WriteNull("frame_end");
        json.WriteString("company_id", source.CompanyId);
        json.WriteString("agent_uid", source.AgentUid);
        json.WriteString("agent_version", source.AgentVersion);
        json.WriteString("agent_type", PayloadJson.AgentType);
        if (source.LprVersion.Length > 0)
        {
            json.WriteString("lpr_version", source.LprVersion);
            json.WriteNumber("read_count", flow.ReadCount);
        }

        json.WriteNumber("camera_id", source.CameraNumber);
        json.WriteString("camera_name", source.CameraName);
        json.WriteString("country", Country(flow.Region));
        json.WriteOptional("gps_latitude", detail?.Latitude ?? source.Latitude);
        json.WriteOptional("gps_longitude", detail?.Longitude ?? source.Longitude);
        json.WriteStartArray("uuids");
        json.WriteStringValue(source.ImageId);
        json.WriteEndArray();
        json.WriteStartArray("plate_indexes");
        json.WriteNumberValue(source.PlateIndex);
        json.WriteEndArray();
        WriteCandidates(json, flow);
        json.WritePropertyName("best_plate");
        WriteBestPlate(json, source);
        WriteBest(json, source);
        WriteMotion(json, flow, detail);
        json.WritePropertyName("vehicle");
        WriteVehicle(json, detail);
        json.WriteNull("vehicle_signature");
        json.WriteNull("vehicle_crop_jpeg");
        WriteJpeg(json, "overview_jpeg", source.Overview);
        PayloadJson.WriteEmptyArray(json, "vehicle_path");
        PayloadJson.WriteEmptyArray(json, "plate_path");
        json.WriteBoolean("vehicle_detected", detail?.VehicleWidth is not null);
        json.WriteStartObject("web_server_config");
        json.WriteString("camera_label", source.CameraName);
        json.WriteString("agent_label", source.AgentName);
        json.WriteEndObject();
        PayloadJson.WriteCustomData(json, source.CustomData);
        json.WriteNull("user_data");
        json.WriteEndObject();
    }

    private static void WriteBest(Utf8JsonWriter json, GroupSource source)
    {
        var flow = source.Flow;
        json.WriteString("best_plate_number", flow.Plate);
        json.WriteNumber("best_confidence", PayloadJson.Percent(flow.Confidence));
        json.WriteString("best_uuid", source.ImageId);
        json.WriteNumber("best_uuid_epoch_ms", source.CapturedMs);
        json.WriteString("best_region", flow.Region ?? "");
        json.WriteOptional("best_region_confidence", PayloadJson.Percent(source.Detail?.RegionConfidence));
        json.WriteNumber("best_image_width", flow.PictureWidth);
        json.WriteNumber("best_image_height", flow.PictureHeight);
        json.WriteBoolean("matches_template", false);
    }

    private static void WriteMotion(Utf8JsonWriter json, Flow flow, FlowDetail? detail)
    {
        json.WriteOptional("travel_direction", detail?.Direction);
        json.WriteOptional("direction_of_travel_id", detail?.DirectionId);
        json.WriteBoolean("is_parked", flow.IsParked);
        json.WriteBoolean("is_preview", flow.IsPreview);
    }

    private static void WriteBestPlate(Utf8JsonWriter json, GroupSource source)
    {
        var (flow, detail) = (source.Flow, source.Detail);
        json.WriteStartObject();
        json.WriteString("plate", flow.Plate);
        json.WriteNumber("confidence", PayloadJson.Percent(flow.Confidence));
        json.WriteNumber("plate_index", source.PlateIndex);
        WriteCoordinates(json, flow);
        json.WriteString("region", flow.Region ?? "");
        json.WriteOptional("region_confidence", PayloadJson.Percent(detail?.RegionConfidence));
        json.WriteNumber("matches_template", 0);
        json.WriteNumber("requested_topn", flow.Candidates.Count);
        json.WriteNumber("processing_time_ms", Math.Round(flow.ProcessingMs, 3));
        WriteJpeg(json, "plate_crop_jpeg", source.PlateCrop);
        WriteVehicleRegion(json, detail);
        json.WriteBoolean("vehicle_detected", detail?.VehicleWidth is not null);
        WriteCandidates(json, flow);
        json.WriteEndObject();
    }

    private static void WriteJpeg(Utf8JsonWriter json, string name, ReadOnlyMemory<byte> jpeg)
    {
        if (jpeg.IsEmpty)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteBase64String(name, jpeg.Span);
        }
    }

    // Whole pixels, clockwise from the plate's own top left.
    private static void WriteCoordinates(Utf8JsonWriter json, Flow flow)
    {
        json.WriteStartArray("coordinates");
        if (PlateCorners.FromText(flow.Corners) is { } corners)
        {
            foreach (var point in (ReadOnlySpan<PicturePoint>)[corners.TopLeft, corners.TopRight, corners.BottomRight, corners.BottomLeft])
            {
                json.WriteStartObject();
                json.WriteNumber("x", (int)MathF.Round(point.X));
                json.WriteNumber("y", (int)MathF.Round(point.Y));
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteVehicleRegion(Utf8JsonWriter json, FlowDetail? detail)
    {
        if (detail is not { VehicleX: { } x, VehicleY: { } y, VehicleWidth: { } width, VehicleHeight: { } height })
        {
            json.WriteNull("vehicle_region");
            return;
        }

        json.WriteStartObject("vehicle_region");
        json.WriteNumber("x", x);
        json.WriteNumber("y", y);
        json.WriteNumber("width", width);
        json.WriteNumber("height", height);
        json.WriteEndObject();
    }

    private static void WriteCandidates(Utf8JsonWriter json, Flow flow)
    {
        json.WriteStartArray("candidates");
        foreach (var candidate in flow.Candidates.OrderBy(candidate => candidate.Rank))
        {
            json.WriteStartObject();
            json.WriteString("plate", candidate.Text);
            json.WriteNumber("confidence", PayloadJson.Percent(candidate.Confidence));
            json.WriteNumber("matches_template", 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteVehicle(Utf8JsonWriter json, FlowDetail? detail)
    {
        json.WriteStartObject();
        WriteRanked(json, "color", detail?.Color, detail?.ColorConfidence);
        WriteRanked(json, "make", detail?.Make, detail?.MakeConfidence);
        WriteRanked(json, "make_model", detail?.MakeModel, detail?.MakeModelConfidence);
        WriteRanked(json, "body_type", detail?.BodyType, detail?.BodyTypeConfidence);
        WriteRanked(json, "year", null, null);
        WriteRanked(json, "orientation", null, null);
        json.WriteEndObject();
    }

    private static void WriteRanked(Utf8JsonWriter json, string name, string? best, double? confidence)
    {
        json.WriteStartArray(name);
        if (best is { Length: > 0 })
        {
            json.WriteStartObject();
            json.WriteString("name", best);
            json.WriteOptional("confidence", PayloadJson.Percent(confidence));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // A region is a country, or a country and a state with a hyphen between them.
    private static string Country(string? region) => region is null ? "" : region.Split('-')[0].ToLowerInvariant();
}
