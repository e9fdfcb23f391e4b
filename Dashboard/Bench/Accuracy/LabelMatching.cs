using Dashboard.Domain.Recognition;

namespace Dashboard.Bench.Accuracy;

/// <summary>Tells which detected plate is which labelled one, by place alone.</summary>
internal static class LabelMatching
{
    /// <summary>
    /// Least overlap (intersection over union of upright boxes) of a detected plate with the label that it is. Labels are drawn by hand.
    /// </summary>
    public const float MinOverlap = 0.25f;

    /// <summary>
    /// For each label the index of the plate that is it, or -1. Every plate is one label's at most; where several overlap,
    /// the best fits are taken first.
    /// </summary>
    public static int[] Match(IReadOnlyList<PictureBox> labels, IReadOnlyList<DetectedPlate> plates)
    {
        var fits = new List<(float Overlap, int Label, int Plate)>();
        for (var i = 0; i < labels.Count; i++)
        {
            for (var j = 0; j < plates.Count; j++)
            {
                var overlap = plates[j].Corners.Bounds.Overlap(labels[i]);
                if (overlap >= MinOverlap)
                {
                    fits.Add((overlap, i, j));
                }
            }
        }

        var matches = new int[labels.Count];
        Array.Fill(matches, -1);
        foreach (var (_, label, plate) in fits.OrderByDescending(fit => fit.Overlap).ThenBy(fit => fit.Label).ThenBy(fit => fit.Plate))
        {
            if (matches[label] < 0 && !matches.Contains(plate))
            {
                matches[label] = plate;
            }
        }

        return matches;
    }
}
