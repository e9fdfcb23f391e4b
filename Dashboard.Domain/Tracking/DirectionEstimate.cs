using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>
/// Judges in which direction a vehicle went, from where its plate was at first and at last. The middle of a few sightings stands for each, so that
/// one badly found corner does not turn a vehicle round. Memory is bounded.
/// </summary>
internal sealed class DirectionEstimate
{
    /// <summary>Sightings that stand for the beginning, and as many for the end.</summary>
    private const int Window = 5;

    /// <summary>How far a plate must have come, in its own widths.</summary>
    private const float MinDistance = 0.8f;

    /// <summary>How many times as wide it must have become, or as narrow, to have come nearer or gone.</summary>
    private const float MinGrowth = 1.15f;

    private readonly List<Sighting> _first = [];
    private readonly Queue<Sighting> _last = new();
    private int _count;

    /// <summary>Takes a sighting, in order of time. Plates cut by the frame's edge are none: their middle is not where it seems.</summary>
    public void Add(DateTimeOffset at, PlateCorners corners)
    {
        var sighting = new Sighting(at, corners.Center, corners.Width);
        _count++;
        if (_first.Count < Window)
        {
            _first.Add(sighting);
        }

        _last.Enqueue(sighting);
        if (_last.Count > Window)
        {
            _last.Dequeue();
        }
    }

    /// <summary>Takes over what was seen of the same vehicle under another number.</summary>
    public void Merge(DirectionEstimate other)
    {
        var first = _first.Concat(other._first).OrderBy(sighting => sighting.At).Take(Window).ToList();
        var last = _last.Concat(other._last).OrderBy(sighting => sighting.At).TakeLast(Window).ToList();
        _count += other._count;
        _first.Clear();
        _first.AddRange(first);
        _last.Clear();
        last.ForEach(_last.Enqueue);
    }

    /// <summary>In which direction it went; null where it hardly moved, came back to where it was, or was not seen often enough to say so.</summary>
    public Travel? Estimate()
    {
        var part = Math.Min(Window, _count / 2);
        if (part == 0)
        {
            return null;
        }

        var (from, to) = (Middle(_first.Take(part)), Middle(_last.TakeLast(part)));
        var (x, y) = (to.Center.X - from.Center.X, to.Center.Y - from.Center.Y);
        var approach = to.Width >= from.Width * MinGrowth ? Approach.Towards
            : from.Width >= to.Width * MinGrowth ? Approach.Away
            : Approach.None;
        if (MathF.Sqrt((x * x) + (y * y)) >= MinDistance * Math.Min(from.Width, to.Width))
        {
            return new Travel(Degrees(x, y), approach);
        }

        // Straight along the line of sight a plate grows where it is; on the road that is down the picture.
        return approach == Approach.None ? null : new Travel(approach == Approach.Towards ? 180 : 0, approach);
    }

    private static int Degrees(float x, float y) => ((int)MathF.Round(MathF.Atan2(x, -y) * 180 / MathF.PI) + 360) % 360;

    private static Sighting Middle(IEnumerable<Sighting> sightings)
    {
        var all = sightings.ToList();
        return new Sighting(
            all[0].At, new PicturePoint(Median(all, s => s.Center.X), Median(all, s => s.Center.Y)), Median(all, s => s.Width));
    }

    private static float Median(List<Sighting> sightings, Func<Sighting, float> value)
    {
        var sorted = sightings.Select(value).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private readonly record struct Sighting(DateTimeOffset At, PicturePoint Center, float Width);
}
