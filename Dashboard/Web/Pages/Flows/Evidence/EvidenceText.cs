using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Flows.Filter;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Flows.Evidence;

/// <summary>The words of an evidence sheet, the same on paper and in the file.</summary>
internal static class EvidenceText
{
    public static string Title(EvidenceSheet sheet) => sheet.Flow.Plate.Length > 0
        ? Localizer.Current["Evidence of flow {0}: plate {1}", sheet.Flow.Id, sheet.Flow.Plate]
        : Localizer.Current["Evidence of flow {0}", sheet.Flow.Id];

    /// <summary>What is known, each with its name.</summary>
    public static IReadOnlyList<(string Label, string Value)> Facts(EvidenceSheet sheet, DisplayClock time)
    {
        var (flow, l) = (sheet.Flow, Localizer.Current);
        return
        [
            (l["Plate"], flow.Plate.Length == 0 ? l["none"] : flow.IsCorrected ? l["{0}, corrected by a person", flow.Plate] : flow.Plate),
            (l["Read as"], flow.ReadPlate.Length > 0
                ? l["{0}, confidence {1}", flow.ReadPlate, DisplayFormat.Percent(flow.Confidence)]
                : l["no plate was read|in a sentence"]),
            (l["Camera"], sheet.Row.Camera),
            (l["Picture taken"], time.FormatExact(flow.CapturedAt)),
            .. sheet.ClockShowed is { } showed
                ? [(l["Clock of the agent"], l["wrong, it showed {0}; the times are those of arrival", time.Format(showed)])]
                : Array.Empty<(string, string)>(),
            (l["First seen"], Seen(flow.FirstSeenAt, time)),
            (l["Last seen"], Seen(flow.LastSeenAt, time)),
            (l["Reads"], flow.ReadCount.ToString(CultureInfo.InvariantCulture)),
            .. flow.Color == VehicleColor.None
                ? Array.Empty<(string, string)>()
                : [(l["Colour of the vehicle"],
                    l["{0}, {1} sure|colour, percentage", FilterLabels.Label(flow.Color), DisplayFormat.Percent(flow.ColorConfidence)])],
            (l["Trigger"], flow.TriggerMode == TriggerMode.Manual ? l["manual|in a sentence"] : l["automatic"]),
            (l["Model version"], flow.LprVersion.Length > 0 ? flow.LprVersion : l["not known"]),
            (l["Flow"], flow.Uuid.ToString("D")),
            (l["Picture"], flow.HasPicture && sheet.Picture is not null
                ? l["{0} x {1} pixels, {2} bytes", flow.PictureWidth, flow.PictureHeight, sheet.StoredBytes]
                : Absence(sheet)),
            .. sheet is { IsBlurred: true, Picture: not null }
                ? [(l["Shown|of a picture"], Blurred(sheet))]
                : Array.Empty<(string, string)>(),
            (l["SHA-256 of the picture"], Sum(sheet)),
            (l["Printed by"], sheet.PrintedBy),
            (l["Printed at"], time.FormatExact(sheet.PrintedAt)),
        ];
    }

    public static IReadOnlyList<string> Candidates(EvidenceSheet sheet) =>
    [
        .. sheet.Candidates.Select(candidate => $"{candidate.Text}, {Tenths(candidate.Confidence)} %"),
    ];

    // What is possible at all is never told to be impossible.
    private static string Tenths(double confidence)
    {
        var tenths = Math.Floor(confidence * 1000) / 10;
        return tenths > 0 ? tenths.ToString("0.0", DisplayFormat.Culture) : string.Create(DisplayFormat.Culture, $"< {0.1}");
    }

    public static IReadOnlyList<string> Corrections(EvidenceSheet sheet, DisplayClock time) =>
    [
        .. sheet.Corrections.Select(correction =>
            Localizer.Current["{0}: {1} changed {2} to {3}",
                time.Format(correction.At), correction.By, Named(correction.Before), Named(correction.After)]),
    ];

    private static string Blurred(EvidenceSheet sheet) => sheet.Flow.Corners is null
        ? Localizer.Current["blurred altogether, because no plate was found; the size and the SHA-256 are those of the stored picture, which is unaltered"]
        : Localizer.Current["blurred but for the plate; the size and the SHA-256 are those of the stored picture, which is unaltered"];

    private static string Absence(EvidenceSheet sheet) => sheet.Absence switch
    {
        PictureAbsence.Away => Localizer.Current["not on this sheet: the agent that has it is not responding"],
        PictureAbsence.NotBlurred => Localizer.Current["not on this sheet: it cannot be blurred"],
        PictureAbsence.Changed => Localizer.Current["not on this sheet: its file was changed after it was stored"],
        _ => Localizer.Current["none is kept"],
    };

    // A sum that was noted with the flow proves the picture; one of today only tells copies of this sheet's picture apart.
    private static string Sum(EvidenceSheet sheet) => (sheet.PictureHash, sheet.Flow.PictureSha256) switch
    {
        ({ } sum, null) => Localizer.Current["{0} (of today: none was noted when it was stored)", sum],
        ({ } sum, _) => Localizer.Current["{0} (noted when it was stored)", sum],
        _ => sheet.Absence == PictureAbsence.Away ? Localizer.Current["not known"] : Localizer.Current["none"],
    };

    private static string Named(string plate) => plate.Length > 0 ? plate : Localizer.Current["no plate"];

    private static string Seen(DateTimeOffset moment, DisplayClock time) =>
        moment <= DateTimeOffset.UnixEpoch ? Localizer.Current["not known"] : time.FormatExact(moment);
}
