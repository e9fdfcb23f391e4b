using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows.List;

/// <summary>Rows that were read again and say the same stay the same objects: then they are not drawn again.</summary>
internal static class ShownRows
{
    /// <summary>The rows that were read, with those that are shown already in place of the same ones.</summary>
    public static IReadOnlyList<FlowWithCamera> Keep(IReadOnlyList<FlowWithCamera> shown, IReadOnlyList<FlowWithCamera> read)
    {
        var known = shown.ToDictionary(row => row.Flow.Id);
        return [.. read.Select(row => known.TryGetValue(row.Flow.Id, out var before) && SaysTheSame(before, row) ? before : row)];
    }

    private static bool SaysTheSame(FlowWithCamera a, FlowWithCamera b)
    {
        var (x, y) = (a.Flow, b.Flow);

        // One object that both hold may have been changed since it was drawn.
        return !ReferenceEquals(x, y) && x.Plate == y.Plate && x.RawPlate == y.RawPlate && x.Region == y.Region && x.Confidence.Equals(y.Confidence)
            && x.CapturedSecond == y.CapturedSecond && x.CapturedMillisecond == y.CapturedMillisecond && x.TriggerMode == y.TriggerMode
            && x.IsPreview == y.IsPreview && x.HasPicture == y.HasPicture && x.Corners == y.Corners && x.ReadCount == y.ReadCount
            && x.Color == y.Color && a.Known == b.Known && a.Lists.SequenceEqual(b.Lists);
    }
}
