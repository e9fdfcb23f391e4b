using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Detection;

/// <summary>
/// One detection a plate: of those that cover each other the surest stays (non-maximum suppression, NMS), and its corners become
/// the mean of those that agree with it, weighed by score, because neighbouring cells err independently. Not thread-safe.
/// </summary>
internal sealed class PlateSuppression
{
    /// <summary>Two detections that share more of their union than this are the same plate.</summary>
    public const float SamePlate = 0.4f;

    /// <summary>A detection of which this share lies within a surer one, or the other way round, is a part of it.</summary>
    public const float SamePart = 0.75f;

    /// <summary>Detections that share more of their union than this agree on the corners.</summary>
    public const float SameCorners = 0.7f;

    private readonly List<DetectedPlate> _sorted = [];
    private readonly List<Kept> _kept = [];

    public void Clear() => _sorted.Clear();

    /// <summary>Takes a detection; what is no convex quadrangle is ignored.</summary>
    public void Add(DetectedPlate plate)
    {
        if (QuadOverlap.IsConvex(plate.Corners))
        {
            _sorted.Add(plate);
        }
    }

    /// <summary>The detections that stay, surest first.</summary>
    /// <param name="maxPlates">How many at most.</param>
    public IReadOnlyList<DetectedPlate> Take(int maxPlates)
    {
        if (_sorted.Count == 0)
        {
            return [];
        }

        // Comparing positions too keeps the order the same on every machine.
        _sorted.Sort(static (a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.Corners.TopLeft.X.CompareTo(b.Corners.TopLeft.X));
        _kept.Clear();
        foreach (var plate in _sorted)
        {
            if (!IsCovered(plate) && _kept.Count < maxPlates)
            {
                _kept.Add(new Kept(plate));
            }
        }

        var result = new DetectedPlate[_kept.Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = _kept[i].Mean;
        }

        return result;
    }

    /// <summary>Whether two quadrangles are the same plate, or one a part of the other.</summary>
    public static bool IsSame(PlateCorners a, PlateCorners b)
    {
        if (a.Bounds.Overlap(b.Bounds) <= 0)
        {
            return false;
        }

        var (areaA, areaB, shared) = (QuadOverlap.Area(a), QuadOverlap.Area(b), QuadOverlap.Shared(a, b));
        return shared > SamePlate * (areaA + areaB - shared) || shared > SamePart * Math.Min(areaA, areaB);
    }

    private bool IsCovered(DetectedPlate plate)
    {
        var bounds = plate.Corners.Bounds;
        var area = QuadOverlap.Area(plate.Corners);
        for (var i = 0; i < _kept.Count; i++)
        {
            var kept = _kept[i];
            if (kept.Bounds.Overlap(bounds) <= 0)
            {
                continue;
            }

            var shared = QuadOverlap.Shared(plate.Corners, kept.Surest.Corners);
            var overlap = shared / (area + kept.Area - shared);
            if (overlap > SameCorners)
            {
                kept.Include(plate);
                _kept[i] = kept;
            }

            if (overlap > SamePlate || shared > SamePart * Math.Min(area, kept.Area))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A detection that stays, with the sums of those that agree with it.</summary>
    private struct Kept
    {
        private float _weight;
        private PicturePoint _topLeft, _topRight, _bottomRight, _bottomLeft;

        public Kept(DetectedPlate surest)
        {
            Surest = surest;
            Bounds = surest.Corners.Bounds;
            Area = QuadOverlap.Area(surest.Corners);
            Include(surest);
        }

        public DetectedPlate Surest { get; }

        public PictureBox Bounds { get; }

        public float Area { get; }

        public readonly DetectedPlate Mean => Surest with
        {
            Corners = new PlateCorners(Share(_topLeft), Share(_topRight), Share(_bottomRight), Share(_bottomLeft)),
        };

        public void Include(DetectedPlate plate)
        {
            _weight += plate.Score;
            _topLeft = Sum(_topLeft, plate.Corners.TopLeft, plate.Score);
            _topRight = Sum(_topRight, plate.Corners.TopRight, plate.Score);
            _bottomRight = Sum(_bottomRight, plate.Corners.BottomRight, plate.Score);
            _bottomLeft = Sum(_bottomLeft, plate.Corners.BottomLeft, plate.Score);
        }

        private static PicturePoint Sum(PicturePoint sum, PicturePoint point, float weight) =>
            new(sum.X + (weight * point.X), sum.Y + (weight * point.Y));

        private readonly PicturePoint Share(PicturePoint sum) => new(sum.X / _weight, sum.Y / _weight);
    }
}
