using Dashboard.Domain.Recognition;

namespace Dashboard.Imaging.Pixels;

/// <summary>The projective map that takes the unit square to four corners; see P. Heckbert, Fundamentals of Texture Mapping, 1989.</summary>
internal readonly struct Homography
{
    private readonly double _a, _b, _c, _d, _e, _f, _g, _h;

    /// <summary>The map of (0,0) (1,0) (1,1) (0,1) to top left, top right, bottom right, bottom left.</summary>
    public Homography(PlateCorners corners)
    {
        var (p0, p1, p2, p3) = (corners.TopLeft, corners.TopRight, corners.BottomRight, corners.BottomLeft);
        double dx1 = p1.X - p2.X, dx2 = p3.X - p2.X, sx = p0.X - p1.X + p2.X - p3.X;
        double dy1 = p1.Y - p2.Y, dy2 = p3.Y - p2.Y, sy = p0.Y - p1.Y + p2.Y - p3.Y;
        var determinant = (dx1 * dy2) - (dx2 * dy1);
        if (Math.Abs(determinant) > 1e-9)
        {
            _g = ((sx * dy2) - (dx2 * sy)) / determinant;
            _h = ((dx1 * sy) - (sx * dy1)) / determinant;
        }

        _a = p1.X - p0.X + (_g * p1.X);
        _b = p3.X - p0.X + (_h * p3.X);
        _c = p0.X;
        _d = p1.Y - p0.Y + (_g * p1.Y);
        _e = p3.Y - p0.Y + (_h * p3.Y);
        _f = p0.Y;
    }

    /// <summary>The way back: where in the unit square a point lies is the image of; by the adjugate of the map's matrix.</summary>
    public (double U, double V) Unmap(PicturePoint point)
    {
        double x = point.X, y = point.Y;
        var u = ((_e - (_f * _h)) * x) + (((_c * _h) - _b) * y) + ((_b * _f) - (_c * _e));
        var v = (((_f * _g) - _d) * x) + ((_a - (_c * _g)) * y) + ((_c * _d) - (_a * _f));
        var w = (((_d * _h) - (_e * _g)) * x) + (((_b * _g) - (_a * _h)) * y) + ((_a * _e) - (_b * _d));
        w = Math.Abs(w) < 1e-12 ? 1e-12 : w;
        return (u / w, v / w);
    }

    /// <summary>The map along a line from (u, v) in steps of <paramref name="step"/> across.</summary>
    internal HomographyLine Line(double u, double v, double step) => new(
        (float)((_a * u) + (_b * v) + _c),
        (float)(_a * step),
        (float)((_d * u) + (_e * v) + _f),
        (float)(_d * step),
        (float)((_g * u) + (_h * v) + 1),
        (float)(_g * step));
}

/// <summary>After k steps: x = (X + k·StepX) / (W + k·StepW), y likewise.</summary>
internal readonly record struct HomographyLine(float X, float StepX, float Y, float StepY, float W, float StepW);
