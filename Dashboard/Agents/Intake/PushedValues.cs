using System.Globalization;
using System.Text;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Imaging.Jpeg;
using Dashboard.Scout;

namespace Dashboard.Agents.Intake;

/// <summary>Values of pushed bodies as they are stored: what is odd is made to fit.</summary>
internal static class PushedValues
{
    private const int MaxPixels = 100_000;

    // Characters that a plate is taken out of: a bound for what is nonsense.
    private const int MaxWrittenPlate = 1024;

    // A picture of which a part is missing is no evidence: the flow is stored without it, or it is fetched from the agent.
    public static (byte[] Jpeg, string? Damage) ToPicture(byte[]? given)
    {
        if (given is not [0xFF, 0xD8, ..])
        {
            return ([], given is { Length: > 0 } ? "it is no JPEG" : null);
        }

        var (damage, copy) = JpegInspection.Inspect(given);
        damage ??= PictureCodec.FindError(given);
        return damage is null ? (copy ?? given, null) : ([], damage);
    }

    public static string? ToSum(string? given) =>
        given is { Length: Flow.PictureSha256Length } && given.All(char.IsAsciiHexDigitLower) ? given : null;

    // Those that stay at the agent are fetched by their place among all: where one cannot be read, the others would be taken for it.
    public static IReadOnlyList<TakenView> ToViews(IReadOnlyList<ScoutView?>? given, DateTimeOffset best)
    {
        var told = (given ?? []).Take(FlowViews.MaxViews - 1).ToList();
        return told.TrueForAll(view => view?.OffsetMs is >= -FlowViews.MaxOffsetMs and <= FlowViews.MaxOffsetMs)
            ? [.. told.Select(view => new TakenView(best.AddMilliseconds(view!.OffsetMs!.Value), view.Jpeg ?? []))]
            : [];
    }

    public static DateTimeOffset? MomentOf(string imageId) =>
        imageId.LastIndexOf('-') is var dash and > 0
            && long.TryParse(imageId.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            ? LenientTime.FromEpoch(ms) : null;

    public static PlateCorners? ToCorners(ScoutPlate best)
    {
        if (best.Coordinates is not { Count: 4 } points)
        {
            return null;
        }

        var corners = points.Select(point => new PicturePoint((float)(point?.X ?? 0), (float)(point?.Y ?? 0))).ToArray();
        return Array.TrueForAll(corners, corner => MathF.Abs(corner.X) < 1e6f && MathF.Abs(corner.Y) < 1e6f)
            ? new PlateCorners(corners[0], corners[1], corners[2], corners[3])
            : null;
    }

    public static string ToPlate(string? text) => PlateText.Normalize(text?.Truncate(MaxWrittenPlate)).Truncate(PlateText.MaxLength);

    // What the plate as it is compared does not tell: letters of other alphabets, and what was dropped.
    public static string ToWritten(string? text)
    {
        var read = PlateText.NormalizePattern(text?.Truncate(MaxWrittenPlate));
        return text is null || (Ascii.IsValid(text) && PlateText.Foreign(read) is null)
            ? ""
            : PlateText.Shown(text).Truncate(PlateText.MaxWrittenLength);
    }

    public static double? FromPercent(double? percent) => percent is { } value ? Math.Clamp(value / 100, 0, 1) : null;

    // 0, 0 is what agents send that do not know where they are; -1 likewise.
    public static double? Degrees(double? value, double limit) =>
        value is { } degrees && Math.Abs(degrees) <= limit && degrees is not (0 or -1) ? degrees : null;

    public static int Pixels(long? length) => (int)Math.Clamp(length ?? 0, 0, MaxPixels);
}
