using System.Globalization;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Commands;

/// <summary>One labelled plate: where it is and what it says.</summary>
public sealed record PlateLabel(string File, PictureBox Box, string Text)
{
    /// <summary>Reads one line: file, x, y, width, height, text, with tabs between; null where it is no label.</summary>
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
        return text.Length == 0 ? null : new PlateLabel(parts[0], new PictureBox(numbers[0], numbers[1], numbers[2], numbers[3]), text);
    }
}

/// <summary>Counts how well reads fit labels.</summary>
public sealed class Evaluation
{
    private int _characters;
    private int _wrongCharacters;
    private double _milliseconds;

    /// <summary>Pictures looked at.</summary>
    public int Pictures { get; private set; }

    /// <summary>Labelled plates.</summary>
    public int Plates { get; private set; }

    /// <summary>Plates at whose place something was read: the read's middle lies in the label's box.</summary>
    public int Found { get; private set; }

    /// <summary>Plates read as labelled.</summary>
    public int Exact { get; private set; }

    /// <summary>Plates read as labelled with O taken as 0 and I as 1.</summary>
    public int Folded { get; private set; }

    /// <summary>Plates whose label is among the first ten candidates.</summary>
    public int InTopTen { get; private set; }

    /// <summary>Pictures whose first read is a labelled plate, exactly.</summary>
    public int FirstExact { get; private set; }

    /// <summary>Wrong, missing and extra characters for each labelled one; a plate that was not found misses all of its.</summary>
    public double CharacterErrorRate => _characters == 0 ? 0 : (double)_wrongCharacters / _characters;

    /// <summary>Mean time to recognise a picture.</summary>
    public double MillisecondsPerPicture => Pictures == 0 ? 0 : _milliseconds / Pictures;

    /// <summary>Takes one picture.</summary>
    public void Add(IReadOnlyList<PlateLabel> labels, IReadOnlyList<PlateRead> reads, TimeSpan took)
    {
        Pictures++;
        _milliseconds += took.TotalMilliseconds;
        FirstExact += reads.Count > 0 && labels.Any(l => l.Text == reads[0].Text) ? 1 : 0;
        foreach (var label in labels)
        {
            Plates++;
            _characters += label.Text.Length;
            var read = reads.Where(r => IsAt(label.Box, r.Corners.Center)).OrderByDescending(r => r.Corners.Bounds.Overlap(label.Box)).FirstOrDefault();
            _wrongCharacters += read is null ? label.Text.Length : PlateText.Distance(label.Text, read.Text);
            if (read is not null)
            {
                Found++;
                Exact += read.Text == label.Text ? 1 : 0;
                Folded += PlateText.Fold(read.Text) == PlateText.Fold(label.Text) ? 1 : 0;
                InTopTen += read.Candidates.Take(10).Any(c => c.Text == label.Text) ? 1 : 0;
            }
        }
    }

    /// <summary>A count as a share of the labelled plates.</summary>
    public double Share(int count) => Plates == 0 ? 0 : (double)count / Plates;

    private static bool IsAt(PictureBox box, PicturePoint point) =>
        point.X >= box.X && point.X <= box.X + box.Width && point.Y >= box.Y && point.Y <= box.Y + box.Height;
}
