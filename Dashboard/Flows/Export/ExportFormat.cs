using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;

namespace Dashboard.Flows.Export;

/// <summary>How flows are written into a file: the same names and values in every format.</summary>
/// <param name="zone">The zone of all times.</param>
/// <param name="pictureUrl">The address of a flow's picture, by its number.</param>
internal abstract class ExportFormat(TimeZoneInfo zone, Func<long, string> pictureUrl)
{
    public abstract string ContentType { get; }

    /// <summary>Writes what stands before the first flow.</summary>
    public abstract void Begin(IBufferWriter<byte> output);

    public abstract void Write(IBufferWriter<byte> output, FlowWithCamera row);

    /// <summary>A moment in the zone, with its offset.</summary>
    protected string Time(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    /// <summary>The address of the flow's picture; null where it has none.</summary>
    protected string? Picture(Flow flow) => flow.HasPicture ? pictureUrl(flow.Id) : null;

    /// <summary>How sure the vehicle's colour is; null where it is not told.</summary>
    protected static decimal? Confidence(Flow flow) =>
        flow.Color == VehicleColor.None ? null : Math.Round((decimal)flow.ColorConfidence, 4);

    /// <summary>The trigger mode's name in the APIs.</summary>
    protected static string Mode(Flow flow) => flow.TriggerMode == TriggerMode.Manual ? "manual" : "auto";
}

/// <summary>Comma-separated values as RFC 4180 has them, in UTF-8 with a mark that spreadsheets need to know it.</summary>
internal sealed class CsvFormat(TimeZoneInfo zone, Func<long, string> pictureUrl) : ExportFormat(zone, pictureUrl)
{
    public override string ContentType => "text/csv; charset=utf-8";

    public override void Begin(IBufferWriter<byte> output) =>
        Encoding.UTF8.GetBytes(
            "\uFEFFid,camera,plate,confidence,time,trigger_mode,region,first_seen,last_seen,reads,parked,lpr_version,picture,raw_plate,direction_degrees,direction,approach,vehicle_color,vehicle_color_confidence\r\n", output);

    public override void Write(IBufferWriter<byte> output, FlowWithCamera row)
    {
        var flow = row.Flow;
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{flow.Id},{Text(row.Camera)},{Text(flow.Plate)},{flow.Confidence:0.######},{Time(flow.CapturedAt)},{Mode(flow)},{Text(flow.Region)},{Time(flow.FirstSeenAt)},{Time(flow.LastSeenAt)},{flow.ReadCount},{(flow.IsParked ? "true" : "false")},{Text(flow.LprVersion)},{Picture(flow)},{Text(flow.ReadPlate)},{flow.Direction},{Text(flow.DirectionName)},{ApproachText.Write(flow.Approach)},{VehicleColorText.Write(flow.Color)},{Confidence(flow):0.####}\r\n"),
            output);
    }

    // A spreadsheet takes a text that begins so for a formula, and runs it.
    private static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"")}\"";
    }
}

/// <summary>One JSON object a line.</summary>
internal sealed class JsonLinesFormat(TimeZoneInfo zone, Func<long, string> pictureUrl) : ExportFormat(zone, pictureUrl)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override string ContentType => "application/jsonl; charset=utf-8";

    public override void Begin(IBufferWriter<byte> output)
    {
        // Lines only.
    }

    public override void Write(IBufferWriter<byte> output, FlowWithCamera row)
    {
        var flow = row.Flow;
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("id", flow.Id);
            json.WriteString("camera", row.Camera);
            json.WriteString("plate", flow.Plate);
            json.WriteNumber("confidence", Math.Round((decimal)flow.Confidence, 6));
            json.WriteString("time", Time(flow.CapturedAt));
            json.WriteString("trigger_mode", Mode(flow));
            json.WriteString("region", flow.Region);
            json.WriteString("first_seen", Time(flow.FirstSeenAt));
            json.WriteString("last_seen", Time(flow.LastSeenAt));
            json.WriteNumber("reads", flow.ReadCount);
            json.WriteBoolean("parked", flow.IsParked);
            json.WriteString("lpr_version", flow.LprVersion);
            json.WriteString("picture", Picture(flow));
            json.WriteString("raw_plate", flow.ReadPlate);
            if (flow.Direction is { } degrees)
            {
                json.WriteNumber("direction_degrees", degrees);
            }
            else
            {
                json.WriteNull("direction_degrees");
            }

            json.WriteString("direction", flow.DirectionName);
            json.WriteString("approach", ApproachText.Write(flow.Approach));
            json.WriteString("vehicle_color", VehicleColorText.Write(flow.Color));
            if (Confidence(flow) is { } sure)
            {
                json.WriteNumber("vehicle_color_confidence", sure);
            }
            else
            {
                json.WriteNull("vehicle_color_confidence");
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
