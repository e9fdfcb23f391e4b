using Dashboard.Domain.Recognition;
using Dashboard.Imaging.Pixels;

namespace Dashboard.Bench.Voting;

/// <summary>How a camera sees a still picture in one frame of a sequence.</summary>
/// <param name="Zoom">Size in the frame against the picture's own, 0.6 for a frame of six tenths.</param>
/// <param name="Angle">Turned by this much, in radians.</param>
/// <param name="ShiftX">Moved to the right by so many pixels of the frame.</param>
/// <param name="ShiftY">Moved down by so many.</param>
/// <param name="TiltX">Perspective: how much nearer the right edge of the frame is than its middle, as a share.</param>
/// <param name="TiltY">The same for the lower edge.</param>
/// <param name="BlurX">The way of the picture during the exposure, in pixels of the frame.</param>
/// <param name="BlurY">The same downwards.</param>
internal readonly record struct CameraPose(
    double Zoom, double Angle, double ShiftX, double ShiftY, double TiltX, double TiltY, double BlurX, double BlurY);

/// <summary>
/// The path of a camera past a still picture: the plates come nearer or go away by a fifth, drift, turn a little, and shake.
/// All of it follows from the seed.
/// </summary>
internal sealed class CameraMotion
{
    /// <summary>How large a frame is against the picture: what is easy in one picture is hard in one frame.</summary>
    public const double FrameScale = 0.6;

    /// <summary>How much larger the plates are at the near end of the path than at the far one, as a share.</summary>
    public const double Approach = 0.2;

    /// <summary>How far the plates drift, as a share of the frame's width.</summary>
    private const double Drift = 0.15;

    private const double Turn = 2.5 * Math.PI / 180;
    private const double Tilt = 0.12;
    private const double Shake = 0.8;
    private const double MaxBlur = 4;

    private readonly PicturePoint _anchor;

    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="plates">Where the plates are: they stay in view, where they were.</param>
    /// <param name="frames">Frames of the sequence, 1 or more.</param>
    /// <param name="seed">Of all that is left to chance.</param>
    public CameraMotion(int width, int height, IReadOnlyList<PictureBox> plates, int frames, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        (Width, Height) = (Even(width * FrameScale), Even(height * FrameScale));
        var (left, right) = (plates.Min(box => box.X), plates.Max(box => box.X + box.Width));
        var (top, bottom) = (plates.Min(box => box.Y), plates.Max(box => box.Y + box.Height));
        _anchor = new PicturePoint((left + right) / 2, (top + bottom) / 2);
        var reach = FrameScale * (1 + (Approach / 2)) / 2;
        Poses = [.. Walk(
            new Random(seed),
            frames,
            Drift * Width,
            x => Within(x, _anchor.X * FrameScale, (right - left) * reach, Width),
            y => Within(y, _anchor.Y * FrameScale, (bottom - top) * reach, Height))];
    }

    /// <summary>Width of the frames in pixels.</summary>
    public int Width { get; }

    public int Height { get; }

    /// <summary>The camera's pose in each frame.</summary>
    public IReadOnlyList<CameraPose> Poses { get; }

    /// <summary>The quadrangle of the picture that fills a frame.</summary>
    /// <param name="pose">The frame's pose.</param>
    /// <param name="moment">When in the exposure: -0.5 to 0.5.</param>
    public PlateCorners View(CameraPose pose, double moment = 0) =>
        new(
            ToPicture(pose, moment, 0, 0),
            ToPicture(pose, moment, Width, 0),
            ToPicture(pose, moment, Width, Height),
            ToPicture(pose, moment, 0, Height));

    public PlateCorners ToFrame(CameraPose pose, PictureBox box)
    {
        var view = new Homography(View(pose));
        var corners = PlateCorners.FromBox(box.X, box.Y, box.Width, box.Height);
        return new PlateCorners(Place(corners.TopLeft), Place(corners.TopRight), Place(corners.BottomRight), Place(corners.BottomLeft));

        PicturePoint Place(PicturePoint point)
        {
            var (u, v) = view.Unmap(point);
            return new PicturePoint((float)(u * Width), (float)(v * Height));
        }
    }

    private static IEnumerable<CameraPose> Walk(
        Random random, int frames, double drift, Func<double, double> withinX, Func<double, double> withinY)
    {
        var nearer = random.Next(2) == 0 ? 1 : -1;
        var direction = Around(random, Math.PI);
        var (angle, turning) = (Around(random, Turn), Around(random, Turn / 2));
        var (tiltX, tiltY) = (Around(random, Tilt), Around(random, Tilt));
        var blur = 0.5 + (MaxBlur / 2 * random.NextDouble());
        for (var i = 0; i < frames; i++)
        {
            var along = frames == 1 ? 0 : ((double)i / (frames - 1)) - 0.5;
            var exposure = Math.Min(MaxBlur, blur * 2 * random.NextDouble());
            yield return new CameraPose(
                FrameScale * (1 + (nearer * Approach * along)),
                angle + (turning * along) + Around(random, Turn / 10),
                withinX((drift * along * Math.Cos(direction)) + Around(random, Shake)),
                withinY((drift * along * Math.Sin(direction)) + Around(random, Shake)),
                tiltX * (1 + along),
                tiltY * (1 - along),
                exposure * Math.Cos(direction),
                exposure * Math.Sin(direction));
        }
    }

    /// <summary>A shift by which something at <paramref name="middle"/>, reaching so far to both sides, stays in the frame.</summary>
    private static double Within(double shift, double middle, double reach, int size)
    {
        var margin = reach + (0.02 * size);
        var (min, max) = (margin - middle, size - margin - middle);
        return min > max ? (min + max) / 2 : Math.Clamp(shift, Math.Min(0, min), Math.Max(0, max));
    }

    private static double Around(Random random, double max) => max * ((2 * random.NextDouble()) - 1);

    private static int Even(double size) => Math.Max(2, (int)Math.Round(size / 2) * 2);

    private PicturePoint ToPicture(CameraPose pose, double moment, double x, double y)
    {
        var fromX = x - ((_anchor.X * FrameScale) + pose.ShiftX + (moment * pose.BlurX));
        var fromY = y - ((_anchor.Y * FrameScale) + pose.ShiftY + (moment * pose.BlurY));
        var depth = pose.Zoom * (1 + (pose.TiltX * fromX / Width) + (pose.TiltY * fromY / Height));
        var (sin, cos) = Math.SinCos(-pose.Angle);
        return new PicturePoint(
            (float)(_anchor.X + (((cos * fromX) - (sin * fromY)) / depth)),
            (float)(_anchor.Y + (((sin * fromX) + (cos * fromY)) / depth)));
    }
}
