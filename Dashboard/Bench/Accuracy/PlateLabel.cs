using System.Globalization;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Bench.Accuracy;

/// <summary>One labelled plate: where it is, in pixels of its picture, and what it says.</summary>
/// <param name="Country">Where it is from, such as <c>cz</c>; null where the label does not say.</param>
internal sealed record PlateLabel(string File, PictureBox Box, string Text, string? Country = null)
{
    /// <summary>Reads one line: file, x, y, width, height, text and perhaps country, with tabs between; null where it is no label.</summary>
    public static PlateLabel? FromLine(string line)
    {
        var parts = line.Split('\t');
        if (parts.Length < 6)
        {
            return null;
        }

        var numbers = new float[4];
        for (var i = 0; i < 4; i++)
        {
            if (!float.TryParse(parts[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        var text = PlateText.Normalize(parts[5]);
        var country = parts.Length > 6 && parts[6].Trim() is { Length: > 0 } named ? named.ToLowerInvariant() : null;
        return text.Length == 0 ? null : new PlateLabel(parts[0], new PictureBox(numbers[0], numbers[1], numbers[2], numbers[3]), text, country);
    }
}

/// <param name="File">The picture's path.</param>
internal sealed record LabelledPicture(string File, IReadOnlyList<PlateLabel> Plates)
{
    /// <summary>The labelled pictures of a folder, by name; none where there is no such folder.</summary>
    public static IReadOnlyList<LabelledPicture> In(string folder)
    {
        var labels = new SortedDictionary<string, List<PlateLabel>>(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal).ToArray() : [])
        {
            foreach (var label in System.IO.File.ReadLines(file).Select(PlateLabel.FromLine).OfType<PlateLabel>())
            {
                var picture = Path.Combine(folder, Path.GetFileName(label.File));
                if (!labels.TryGetValue(picture, out var plates))
                {
                    labels[picture] = plates = [];
                }

                plates.Add(label);
            }
        }

        return [.. labels.Select(pair => new LabelledPicture(pair.Key, pair.Value))];
    }
}
