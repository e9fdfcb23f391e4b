using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Flows.Evidence;

/// <summary>The words of an evidence sheet, the same on paper and in the file.</summary>
internal static class EvidenceText
{
    public static string Title(EvidenceSheet sheet) =>
        sheet.Flow.Plate.Length > 0 ? $"Evidence of flow {sheet.Flow.Id}: plate {sheet.Flow.Plate}" : $"Evidence of flow {sheet.Flow.Id}";

    /// <summary>What is known, each with its name.</summary>
    public static IReadOnlyList<(string Label, string Value)> Facts(EvidenceSheet sheet, DisplayClock time)
    {
        var flow = sheet.Flow;
        var facts = new List<(string, string)>
        {
            ("Plate", flow.Plate.Length > 0 ? flow.Plate : "none"),
            ("Read as", flow.ReadPlate.Length > 0 ? $"{flow.ReadPlate}, confidence {DisplayFormat.Percent(flow.Confidence)}" : "no plate was read"),
            ("Camera", sheet.Row.Camera),
            ("Picture taken", time.FormatExact(flow.CapturedAt)),
            ("First seen", Seen(flow.FirstSeenAt, time)),
            ("Last seen", Seen(flow.LastSeenAt, time)),
            ("Reads", flow.ReadCount.ToString(CultureInfo.InvariantCulture)),
            ("Trigger", flow.TriggerMode == TriggerMode.Manual ? "manual" : "automatic"),
            ("Model version", flow.LprVersion.Length > 0 ? flow.LprVersion : "not known"),
            ("Flow", flow.Uuid.ToString("D")),
            ("Picture", flow.HasPicture && sheet.Picture is { } picture
                ? $"{flow.PictureWidth} x {flow.PictureHeight} pixels, {picture.Length.ToString(CultureInfo.InvariantCulture)} bytes"
                : "none is kept"),
            ("SHA-256 of the picture", sheet.PictureHash ?? "none"),
            ("Printed by", sheet.PrintedBy),
            ("Printed at", time.FormatExact(sheet.PrintedAt)),
        };
        return facts;
    }

    public static IReadOnlyList<string> Candidates(EvidenceSheet sheet) =>
    [
        .. sheet.Candidates.Select(candidate =>
            string.Create(CultureInfo.InvariantCulture, $"{candidate.Text}, {candidate.Confidence * 100:0.0} %")),
    ];

    public static IReadOnlyList<string> Corrections(EvidenceSheet sheet, DisplayClock time) =>
    [
        .. sheet.Corrections.Select(correction =>
            $"{time.Format(correction.At)}: {correction.By} changed {Named(correction.Before)} to {Named(correction.After)}"),
    ];

    private static string Named(string plate) => plate.Length > 0 ? plate : "no plate";

    private static string Seen(DateTimeOffset moment, DisplayClock time) =>
        moment <= DateTimeOffset.UnixEpoch ? "not known" : time.FormatExact(moment);
}
