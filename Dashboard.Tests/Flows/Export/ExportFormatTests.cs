using System.Buffers;
using System.Text;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Flows;
using Dashboard.Flows.Export;

using Dashboard.Storage;

namespace Dashboard.Tests.Flows.Export;

public sealed class ExportFormatTests
{
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    private static readonly FlowWithCamera Read = new(
        new Flow
        {
            Id = 7,
            Plate = "WÄ123",
            RawPlate = "WA128",
            Confidence = 0.9523514,
            CapturedAt = new(2026, 7, 1, 22, 30, 1, 250, TimeSpan.Zero),
            FirstSeenAt = new DateTimeOffset(2026, 7, 1, 22, 30, 0, TimeSpan.Zero),
            LastSeenAt = new DateTimeOffset(2026, 7, 1, 22, 30, 2, 5, TimeSpan.Zero),
            Region = "eu-at",
            ReadCount = 12,
            IsParked = true,
            Direction = 175,
            DirectionName = "in",
            Approach = Approach.Towards,
            Color = VehicleColor.SilverGray,
            ColorConfidence = .83124,
            LprVersion = "lpr-1.0",
            HasPicture = true,
        },
        new CameraInfo(1, "Süd, \"Tor\" 2\nhinten", SiteRow.DefaultId, null, 1));

    private static readonly FlowWithCamera Unread = new(
        new Flow { Id = 8, TriggerMode = TriggerMode.Manual, CapturedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), LprVersion = "+1" },
        new CameraInfo(1, "=HYPERLINK(\"x\")", SiteRow.DefaultId, null, 1));

    [Fact]
    public void Csv_IsWhatSpreadsheetsRead()
    {
        Assert.Equal(
            "\uFEFFid,camera,plate,confidence,time,trigger_mode,region,first_seen,last_seen,reads,parked,lpr_version,picture,raw_plate,direction_degrees,direction,approach,vehicle_color,vehicle_color_confidence\r\n"
            + "7,\"Süd, \"\"Tor\"\" 2\nhinten\",WÄ123,0.952351,2026-07-02T00:30:01.250+02:00,auto,eu-at,2026-07-02T00:30:00.000+02:00,2026-07-02T00:30:02.005+02:00,12,true,lpr-1.0,http://here/7,WA128,175,in,towards,silver-gray,0.8312\r\n"
            + "8,\"'=HYPERLINK(\"\"x\"\")\",,0,2026-01-01T01:00:00.000+01:00,manual,,1970-01-01T01:00:00.000+01:00,1970-01-01T01:00:00.000+01:00,0,false,'+1,,,,,,,\r\n",
            Text(new CsvFormat(Vienna, id => $"http://here/{id}")));
    }

    [Fact]
    public void JsonLines_AreObjectsOfTheSameNames()
    {
        Assert.Equal(
            """{"id":7,"camera":"Süd, \"Tor\" 2\nhinten","plate":"WÄ123","confidence":0.952351,"time":"2026-07-02T00:30:01.250+02:00","trigger_mode":"auto","region":"eu-at","first_seen":"2026-07-02T00:30:00.000+02:00","last_seen":"2026-07-02T00:30:02.005+02:00","reads":12,"parked":true,"lpr_version":"lpr-1.0","picture":"http://here/7","raw_plate":"WA128","direction_degrees":175,"direction":"in","approach":"towards","vehicle_color":"silver-gray","vehicle_color_confidence":0.8312}""" + "\n"
            + """{"id":8,"camera":"=HYPERLINK(\"x\")","plate":"","confidence":0,"time":"2026-01-01T01:00:00.000+01:00","trigger_mode":"manual","region":null,"first_seen":"1970-01-01T01:00:00.000+01:00","last_seen":"1970-01-01T01:00:00.000+01:00","reads":0,"parked":false,"lpr_version":"+1","picture":null,"raw_plate":"","direction_degrees":null,"direction":null,"approach":null,"vehicle_color":null,"vehicle_color_confidence":null}"""
                + "\n",
            Text(new JsonLinesFormat(Vienna, id => $"http://here/{id}")));
    }

    private static string Text(ExportFormat format)
    {
        var output = new ArrayBufferWriter<byte>();
        format.Begin(output);
        format.Write(output, Read);
        format.Write(output, Unread);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
