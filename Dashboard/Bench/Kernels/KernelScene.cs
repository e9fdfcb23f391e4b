using Dashboard.Domain.Recognition;
using Dashboard.Imaging;
using Dashboard.Imaging.OpenCv;
using Dashboard.Imaging.Pixels;
using Dashboard.Pipeline;
using Dashboard.Recognition.Detection;
using Dashboard.Recognition.Ocr;
using Dashboard.Recognition.Vehicles;
using OpenCvSharp;

namespace Dashboard.Bench.Kernels;

/// <summary>The same work twice.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Own">By our own code.</param>
/// <param name="OpenCv">By OpenCV.</param>
/// <param name="Difference">How far the results are apart.</param>
internal sealed record Kernel(string Name, Action Own, Action OpenCv, Func<double> Difference);

/// <summary>A camera's frame with texture, and what recognition does to it.</summary>
internal sealed class KernelScene : IDisposable
{
    private const int Width = 1920;
    private const int Height = 1080;
    private readonly PictureCodec _codec;
    private readonly VideoFrame _frame;
    private readonly byte[] _jpeg;
    private readonly Mat _luma;
    private readonly List<Mat> _targets = [];
    private readonly byte[] _patch = new byte[VehiclePatch.Planes * VehiclePatch.Columns * VehiclePatch.Rows];

    public KernelScene(PictureCodec codec, FramePool pool)
    {
        _codec = codec;
        _frame = pool.Rent(Width, Height);
        Draw(_frame);
        _luma = Planes.Header(_frame.Y.Span, Width, Height);
        _jpeg = codec.Encode(_frame);
    }

    /// <summary>What our own code does.</summary>
    public IEnumerable<Kernel> Kernels()
    {
        yield return Resize(640, 360);
        yield return Resize(512, 288);
        foreach (var width in new[] { 60, 120, 300 })
        {
            yield return Rectify(width);
        }

        yield return Quality(120);
        yield return Quality(300);
        yield return Overlap();
    }

    public IEnumerable<(string Name, Action Work)> PictureWork() =>
    [
        ("JPEG to a frame", () => _codec.Decode(_jpeg).Dispose()),
        ("a frame to JPEG", () => _codec.Encode(_frame)),
        ("a frame to JPEG, 640 wide", () => _codec.EncodeSmall(_frame, 640)),
        ("JPEG to JPEG, 320 wide", () => _codec.Shrink(_jpeg, 320)),
        ("a part of 640x360 cut out", () => _codec.Cut(_jpeg, new PictureCut(101, 51, 640, 360, null))),
        ("a plate cut out", () => _codec.CutPlate(_jpeg, Plate(120))),
        ("what is around a plate, own code", () => VehiclePatch.TryFill(_frame, Plate(120), _patch)),
    ];

    public void Dispose()
    {
        _targets.ForEach(target => target.Dispose());
        _luma.Dispose();
        _frame.Dispose();
    }

    private static void Draw(VideoFrame frame)
    {
        var random = new Random(1);
        frame.Data.Span.Fill(120);
        for (var y = 0; y < frame.Height; y++)
        {
            var row = frame.Y.Span.Slice(y * frame.Width, frame.Width);
            for (var x = 0; x < row.Length; x++)
            {
                var texture = (40 * Math.Sin(x / 37.0)) + (40 * Math.Sin((y / 23.0) + (x / 90.0))) + ((x / 12 * (y / 20) % 7) * 8);
                row[x] = (byte)Math.Clamp(100 + texture + random.Next(-4, 5), 0, 255);
            }
        }
    }

    private static PlateCorners Plate(int width) =>
        new(new(500, 400), new(500 + width, 400 + (width / 10f)), new(500 + width, 400 + (width / 10f) + (width / 3f)), new(502, 400 + (width / 3f)));

    private Kernel Resize(int width, int height)
    {
        var own = new byte[width * height];
        var resampler = new PlaneResampler(Width, Height, width, height);
        var target = Target();
        return new Kernel(
            $"resize 1920x1080 to {width}x{height}",
            () => resampler.Resize(_frame.Y.Span, Width, own),
            () => Cv2.Resize(_luma, target, new Size(width, height), 0, 0, InterpolationFlags.Area),
            () => Distance(own, target));
    }

    /// <summary>Where the plate is larger than its crop, OpenCV warps it larger and takes means, as our own code does.</summary>
    private Kernel Rectify(int plateWidth)
    {
        const int width = PlateReader.CropWidth, height = PlateReader.CropHeight;
        var own = new byte[width * height];
        var corners = Plate(plateWidth);
        int across = PlaneWarp.Samples((double)corners.Width / width), down = PlaneWarp.Samples((double)corners.Height / height);
        var target = Target();
        return new Kernel(
            $"rectify a plate of {plateWidth} pixels",
            () => PlaneWarp.Rectify(_frame.Y.Span, Width, Height, Width, corners, own, width, height),
            () =>
            {
                using var warped = Planes.Rectify(_luma, corners, 0, width * across, height * down);
                if (across * down == 1)
                {
                    warped.CopyTo(target);
                }
                else
                {
                    Cv2.Resize(warped, target, new Size(width, height), 0, 0, InterpolationFlags.Area);
                }
            },
            () => Distance(own, target));
    }

    // OpenCV gets by with a histogram and the mean: its points are made once for both.
    private Kernel Quality(int plateWidth)
    {
        var corners = Plate(plateWidth);
        int fold = PlaneWarp.Samples(corners.Height * .9 / 32), width = (int)(32 * corners.Width / corners.Height);
        var (own, openCv, small, counts) = (0.0, 0.0, Target(), Target());
        return new Kernel(
            $"quality of a plate of {plateWidth} pixels",
            () => own = PlateQuality.Measure(new LumaImage(_frame.Y, Width, Height, Width), corners)!.Value.Mean,
            () =>
            {
                using var warped = Planes.Rectify(_luma, corners, -.05, width * fold, 32 * fold);
                Cv2.Resize(warped, small, new Size(width, 32), 0, 0, InterpolationFlags.Area);
                Cv2.CalcHist([small], [0], null, counts, 1, [256], [new Rangef(0, 256)]);
                openCv = Cv2.Mean(small).Val0;
            },
            () => Math.Abs(own - openCv));
    }

    private static Kernel Overlap()
    {
        PlateCorners a = Plate(120), b = PlateCorners.FromBox(520, 405, 118, 42);
        Point2f[] first = Points(a), second = Points(b);
        var (own, openCv) = (0f, 0f);
        return new Kernel(
            "area that two plates share",
            () => own = QuadOverlap.Shared(a, b),
            () => openCv = Cv2.IntersectConvexConvex(first, second, out _),
            () => Math.Abs(own - openCv) / openCv);

        static Point2f[] Points(PlateCorners q) =>
            [new(q.TopLeft.X, q.TopLeft.Y), new(
                q.TopRight.X, q.TopRight.Y), new(q.BottomRight.X, q.BottomRight.Y), new(q.BottomLeft.X, q.BottomLeft.Y)];
    }

    private Mat Target()
    {
        var target = new Mat();
        _targets.Add(target);
        return target;
    }

    private static double Distance(ReadOnlySpan<byte> own, Mat openCv)
    {
        var other = openCv.AsSpan<byte>();
        var sum = 0L;
        for (var i = 0; i < own.Length; i++)
        {
            sum += Math.Abs(own[i] - other[i]);
        }

        return (double)sum / own.Length;
    }
}
