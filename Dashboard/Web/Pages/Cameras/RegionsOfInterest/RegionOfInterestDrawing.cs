using System.Globalization;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;

namespace Dashboard.Web.Pages.Cameras.RegionsOfInterest;

/// <summary>A region while it is drawn: its polygons, the one that is worked on, and every step back.</summary>
internal sealed class RegionOfInterestDrawing
{
    private const int MaxSteps = 200;
    private readonly LinkedList<(IReadOnlyList<DrawnPolygon> Polygons, int Selected)> _past = new();

    public IReadOnlyList<DrawnPolygon> Polygons { get; private set; } = [];

    /// <summary>The place of the polygon that is worked on, from 0.</summary>
    public int Selected { get; private set; }

    /// <summary>The corners of the polygon that is worked on, in drawing order.</summary>
    public IReadOnlyList<PicturePoint> Corners => Selected < Polygons.Count ? Polygons[Selected].Corners : [];

    /// <summary>Whether <see cref="Undo"/> does anything.</summary>
    public bool CanUndo => _past.Count > 0;

    /// <summary>Whether another corner fits.</summary>
    public bool CanAdd => Corners.Count < RegionOfInterestPolygon.MaxCorners;

    /// <summary>Whether another polygon fits: there are not too many, and none is without a corner.</summary>
    public bool CanAddPolygon => Polygons.Count is > 0 and < RegionOfInterest.MaxPolygons && Polygons.All(polygon => polygon.Corners.Count > 0);

    /// <summary>Starts from polygons that are stored.</summary>
    public void Load(IReadOnlyList<DrawnPolygon> polygons)
    {
        (Polygons, Selected) = (polygons, 0);
        _past.Clear();
    }

    /// <summary>
    /// Adds a corner on the side it is nearest to, so that the outline does not cross itself. The first corner makes the first polygon.
    /// </summary>
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

    /// <summary>Takes all polygons away: plates are looked for everywhere.</summary>
    public void Clear()
    {
        if (Polygons.Count > 0)
        {
            Become([], 0);
        }
    }

    /// <summary>Makes a rectangle of the polygon that is worked on: a way to draw by keyboard.</summary>
    public void Frame() => Become([new(.1f, .1f), new(.9f, .1f), new(.9f, .9f), new(.1f, .9f)]);

    /// <summary>Begins another polygon, which the next corners belong to.</summary>
    public void AddPolygon()
    {
        if (CanAddPolygon)
        {
            Become([.. Polygons, new DrawnPolygon([])], Polygons.Count);
        }
    }

    public void RemovePolygon(int index)
    {
        if (index >= 0 && index < Polygons.Count)
        {
            var left = Polygons.Where((_, other) => other != index).ToList();
            Become(left, Math.Clamp(Selected > index ? Selected - 1 : Selected, 0, Math.Max(0, left.Count - 1)));
        }
    }

    /// <summary>Works on another polygon; an index that none has changes nothing.</summary>
    public void Select(int index) => Selected = index >= 0 && index < Polygons.Count ? index : Selected;

    /// <summary>Plates inside a polygon are looked for, or left out.</summary>
    public void Exclude(int index, bool isExcluded)
    {
        if (index >= 0 && index < Polygons.Count && Polygons[index].IsExcluded != isExcluded)
        {
            Become([.. Polygons.Select((polygon, other) => other == index ? polygon with { IsExcluded = isExcluded } : polygon)], index);
        }
    }

    public void Undo()
    {
        if (_past.Last is { } before)
        {
            (Polygons, Selected) = before.Value;
            _past.RemoveLast();
        }
    }

    /// <summary>A share as a number of per cent.</summary>
    public static string Percent(float share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture);

    private void Become(IReadOnlyList<PicturePoint> corners) => Become(
        Polygons.Count == 0
            ? [new DrawnPolygon(corners)]
            : [.. Polygons.Select((polygon, index) => index == Selected ? polygon with { Corners = corners } : polygon)],
        Selected);

    private void Become(IReadOnlyList<DrawnPolygon> polygons, int selected)
    {
        _past.AddLast((Polygons, Selected));
        if (_past.Count > MaxSteps)
        {
            _past.RemoveFirst();
        }

        (Polygons, Selected) = (polygons, selected);
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
