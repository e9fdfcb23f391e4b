using System.Globalization;
using System.Text;

namespace Dashboard.Bench.Accuracy.Groups;

/// <summary>Accuracy by groups of plates, as a person reads it in a terminal.</summary>
internal static class GroupText
{
    private const int Caption = 16;

    public static string Format(GroupedAccuracy groups)
    {
        var text = new StringBuilder();
        text.Append($"by {groups.Property.ToString().ToLowerInvariant()}".PadRight(Caption))
            .AppendLine("  plates   found   exact  O=0,I=1  in top 10  calibration error  country right");
        foreach (var group in groups.Groups)
        {
            var country = group.RegionsShown == 0 ? "-" : Invariant($"{group.RegionsRight} of {group.RegionsShown}");
            text.Append(group.Name.PadRight(Caption)).AppendLine(Invariant(
                $"{group.Plates,8}{group.Share(group.Found),8:0.000}{group.Share(group.Exact),8:0.000}{group.Share(group.Folded),9:0.000}{group.Share(group.InTopTen),11:0.000}{group.Reliability.ExpectedCalibrationError,19:0.000}{country,15}"));
        }

        text.Append(groups.Property switch
        {
            PlateProperty.Country => "country: the label's where it names one, otherwise the one that was read; right: where both name one.",
            PlateProperty.Lines => "lines: by the shape of what was found; one line is more than 2.3 times as wide as it is high.",
            PlateProperty.Tilt => "tilt: degrees by which what was found is turned in the picture, or its letters lean, whichever is more.",
            _ => "height: of the label's box, in pixels of the picture.",
        });
        return text.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
