using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Detection;

/// <summary>A line of text that was found.</summary>
/// <param name="Corners">Smallest rectangle around it, grown to the full height of the letters.</param>
/// <param name="Score">Mean probability inside, 0 to 1.</param>
public readonly record struct TextBox(PlateCorners Corners, float Score);

/// <summary>
/// From a map of text probabilities to rectangles: connected regions above a threshold, the smallest rectangle around
/// each, grown because the network was trained on shrunken text; see M. Liao et al., Real-time Scene Text Detection with
/// Differentiable Binarization, 2020. Not thread-safe.
/// </summary>
public sealed class TextRegions
{
    /// <summary>Pixels at least this probable belong to text.</summary>
    public const float Threshold = 0.3f;

    /// <summary>Regions whose mean is below this are dropped.</summary>
    public const float MinimumScore = 0.5f;

    /// <summary>How much a region grows: distance = area x ratio / circumference.</summary>
    public const float GrowRatio = 1.5f;

    private const int MaximumRegions = 200;
    private const float MinimumSide = 3;
    private readonly Stack<int> _open = new();
    private readonly List<PicturePoint> _edge = [];
    private byte[] _seen = [];

    /// <summary>The rectangles in pixels of the map.</summary>
    public void Find(ReadOnlySpan<float> map, int width, int height, List<TextBox> boxes)
    {
        boxes.Clear();
        if (_seen.Length < map.Length)
        {
            _seen = new byte[map.Length];
        }

        _seen.AsSpan(0, map.Length).Clear();
        for (var start = 0; start < map.Length && boxes.Count < MaximumRegions; start++)
        {
            if (map[start] > Threshold && _seen[start] == 0)
            {
                var mean = Trace(map, width, height, start);
                if (mean >= MinimumScore)
                {
                    Add(mean, boxes);
                }
            }
        }
    }

    private void Add(float mean, List<TextBox> boxes)
    {
        var rectangle = ConvexHull.SmallestRectangle(ConvexHull.Of(_edge));
        var (width, height) = (rectangle.Width, rectangle.Height);
        if (Math.Min(width, height) >= MinimumSide)
        {
            var distance = width * height * GrowRatio / (2 * (width + height));
            boxes.Add(new TextBox(ConvexHull.Grow(rectangle, distance, distance), mean));
        }
    }

    /// <summary>Visits the region of a pixel (eight neighbours), collects the outer pixels of its rows, returns its mean.</summary>
    private float Trace(ReadOnlySpan<float> map, int width, int height, int start)
    {
        _edge.Clear();
        _open.Push(start);
        _seen[start] = 1;
        double sum = 0;
        var count = 0;
        while (_open.TryPop(out var at))
        {
            int x = at % width, y = at / width;
            sum += map[at];
            count++;
            if (x == 0 || x == width - 1 || map[at - 1] <= Threshold || map[at + 1] <= Threshold)
            {
                // Corners of the pixel, so that the rectangle encloses whole pixels.
                _edge.Add(new PicturePoint(x, y));
                _edge.Add(new PicturePoint(x + 1, y));
                _edge.Add(new PicturePoint(x, y + 1));
                _edge.Add(new PicturePoint(x + 1, y + 1));
            }

            for (var ny = Math.Max(0, y - 1); ny <= Math.Min(height - 1, y + 1); ny++)
            {
                for (var nx = Math.Max(0, x - 1); nx <= Math.Min(width - 1, x + 1); nx++)
                {
                    var neighbour = (ny * width) + nx;
                    if (_seen[neighbour] == 0 && map[neighbour] > Threshold)
                    {
                        _seen[neighbour] = 1;
                        _open.Push(neighbour);
                    }
                }
            }
        }

        return (float)(sum / count);
    }
}
