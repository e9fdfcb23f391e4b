using System.Globalization;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>A region while it is drawn: corners as shares of the picture, and every step back.</summary>
internal sealed class RegionDrawing
{
    private readonly Stack<IReadOnlyList<PicturePoint>> _past = new();

    /// <summary>The corners in drawing order.</summary>
    public IReadOnlyList<PicturePoint> Corners { get; private set; } = [];

    /// <summary>Whether <see cref="Undo"/> does anything.</summary>
    public bool CanUndo => _past.Count > 0;

    /// <summary>Whether another corner fits.</summary>
    public bool CanAdd => Corners.Count < RegionOfInterest.MaxCorners;

    /// <summary>Starts from corners that are stored.</summary>
    public void Load(IReadOnlyList<PicturePoint> corners)
    {
        Corners = corners;
        _past.Clear();
    }

    /// <summary>Adds a corner on the side it is nearest to, so that the outline does not cross itself.</summary>
    public void Add(PicturePoint point)
    {
        if (CanAdd)
        {
            List<PicturePoint> corners = [.. Corners];
            corners.Insert(NearestSide(point) + 1, Inside(point));
            Become(corners);
        }
    }

    public void Move(int index, PicturePoint to)
    {
        if (index >= 0 && index < Corners.Count && Corners[index] != Inside(to))
        {
            List<PicturePoint> corners = [.. Corners];
            corners[index] = Inside(to);
            Become(corners);
        }
    }

    public void Remove(int index)
    {
        if (index >= 0 && index < Corners.Count)
        {
            Become([.. Corners.Where((_, other) => other != index)]);
        }
    }

    /// <summary>Takes all corners away: plates are looked for everywhere.</summary>
    public void Clear()
    {
        if (Corners.Count > 0)
        {
            Become([]);
        }
    }

    /// <summary>Starts with a rectangle a tenth inside the picture: a way to draw by keyboard.</summary>
    public void Frame() => Become([new(.1f, .1f), new(.9f, .1f), new(.9f, .9f), new(.1f, .9f)]);

    public void Undo()
    {
        if (_past.TryPop(out var before))
        {
            Corners = before;
        }
    }

    /// <summary>The corners for the points of an SVG shape in a box of 100 by 100.</summary>
    public string Points => string.Join(' ', Corners.Select(c => $"{Percent(c.X)},{Percent(c.Y)}"));

    /// <summary>A share as a number of per cent.</summary>
    public static string Percent(float share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture);

    private void Become(IReadOnlyList<PicturePoint> corners)
    {
        _past.Push(Corners);
        Corners = corners;
    }

    private static PicturePoint Inside(PicturePoint point) => new(
        MathF.Round(Math.Clamp(point.X, 0, 1), 4), MathF.Round(Math.Clamp(point.Y, 0, 1), 4));

    private int NearestSide(PicturePoint point)
    {
        if (Corners.Count < 3)
        {
            return Corners.Count - 1;
        }

        // Of equally near sides the last one counts: whoever draws corner by corner goes on at the end.
        var best = Corners.Count - 1;
        for (var i = Corners.Count - 2; i >= 0; i--)
        {
            if (Distance(point, i) < Distance(point, best))
            {
                best = i;
            }
        }

        return best;
    }

    private float Distance(PicturePoint point, int side)
    {
        var (a, b) = (Corners[side], Corners[(side + 1) % Corners.Count]);
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = (dx * dx) + (dy * dy);
        var along = length == 0 ? 0 : Math.Clamp((((point.X - a.X) * dx) + ((point.Y - a.Y) * dy)) / length, 0, 1);
        return MathF.Sqrt(MathF.Pow(point.X - a.X - (along * dx), 2) + MathF.Pow(point.Y - a.Y - (along * dy), 2));
    }
}
