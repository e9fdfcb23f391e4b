using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;

namespace Dashboard.Recognition.Vehicles;

/// <summary>
/// What is around a plate, as the network wants it (training/vehicle/scenes.py draws the same): 47 x 34 points, from 1.15 plates left to
/// 1.15 right and from 1.3 above to .35 below the plate's centre, where a plate is one of .52 m. Six planes of bytes: luma as a share of the
/// plate's white and of what is bright in the picture (255 is <see cref="MaxShare"/>), blue and red difference (128 is none), luma, and 255
/// where the vehicle is and not the plate.
/// </summary>
internal static class VehiclePatch
{
    public const int Columns = 47;
    public const int Rows = 34;
    public const int Planes = 6;

    private const int Points = Columns * Rows;
    private const double Left = -1.15, Right = 1.15, Top = -1.3, Bottom = .35;

    // Where a plate's white is darker than this, the light is too weak to tell colours.
    private const int MinWhite = 40;

    // What is brighter than a plate's white by this counts as no brighter.
    private const double MaxShare = 1.6;

    // How coarsely the whole picture is looked at.
    private const int Step = 8;

    // Infrared pictures have no colours: their differences are noise of one or two.
    private const int MinDifference = 6;
    private const double MinColorfulShare = .02;

    private const int MaxFold = 4;

    /// <summary>Fills the planes; false where the picture cannot tell.</summary>
    /// <param name="planes">Gets six planes, one after the other.</param>
    public static bool TryFill(VideoFrame frame, PlateCorners corners, Span<byte> planes)
    {
        if (!(corners.Width >= 8 && corners.Height >= 4 && frame.Width >= 2 * Step && frame.Height >= 2 * Step) || !HasColors(frame))
        {
            return false;
        }

        var white = White(frame, corners);
        return white >= MinWhite && Sample(frame, corners, Math.Clamp(white, 50, 240), Math.Clamp(Bright(frame), 50, 250), planes);
    }

    /// <summary>Pixels of .52 m: plates are .52, .40, .305 or .25 m wide, and their shape tells which.</summary>
    internal static double Unit(double width, double height)
    {
        ReadOnlySpan<double> shapes = [1.4, 2, 3, 4.2], meters = [.25, .305, .40, .52];
        var shape = Math.Clamp(width / height, shapes[0], shapes[^1]);
        var i = 1;
        while (shape > shapes[i])
        {
            i++;
        }

        var share = (shape - shapes[i - 1]) / (shapes[i] - shapes[i - 1]);
        return .52 * width / (meters[i - 1] + (share * (meters[i] - meters[i - 1])));
    }

    private static bool Sample(VideoFrame frame, PlateCorners corners, int white, int bright, Span<byte> planes)
    {
        var (width, height, center) = (corners.Width, corners.Height, corners.Center);
        var unit = Unit(width, height);
        var (fold, step) = ((int)Math.Clamp(unit / Columns, 1, MaxFold), unit / Columns);
        var seen = 0;
        for (var i = 0; i < Points; i++)
        {
            var x = center.X + ((Left + ((Right - Left) * (i % Columns) / (Columns - 1))) * unit);
            var y = center.Y + ((Top + ((Bottom - Top) * (i / Columns) / (Rows - 1))) * unit);
            var isPlate = Math.Abs(x - center.X) < .62 * width && Math.Abs(y - center.Y) < .75 * height;
            if (isPlate || x < 1 || y < 1 || x >= frame.Width - 1 || y >= frame.Height - 1)
            {
                for (var plane = 0; plane < Planes; plane++)
                {
                    planes[(plane * Points) + i] = 0;
                }

                continue;
            }

            seen++;
            var (luma, blue, red) = Mean(frame, x, y, fold, step);
            planes[i] = ToByte(luma / white / MaxShare * 255);
            planes[Points + i] = ToByte(luma / bright / MaxShare * 255);
            planes[(2 * Points) + i] = ToByte(blue);
            planes[(3 * Points) + i] = ToByte(red);
            planes[(4 * Points) + i] = ToByte(luma);
            planes[(5 * Points) + i] = 255;
        }

        return 2 * seen >= Points;
    }

    // Of a large picture each point is the mean of a few, spread over what the point stands for.
    private static (double Luma, double Blue, double Red) Mean(VideoFrame frame, double x, double y, int fold, double step)
    {
        ReadOnlySpan<byte> lumas = frame.Y.Span, blues = frame.U.Span, reds = frame.V.Span;
        var (luma, blue, red) = (0, 0, 0);
        for (var part = 0; part < fold * fold; part++)
        {
            var column = Math.Clamp((int)(x + (((part % fold) + .5 - (fold / 2.0)) * step / fold)), 0, frame.Width - 1);
            var row = Math.Clamp((int)(y + (((part / fold) + .5 - (fold / 2.0)) * step / fold)), 0, frame.Height - 1);
            luma += lumas[(row * frame.Width) + column];
            var difference = (row / 2 * frame.ChromaWidth) + (column / 2);
            blue += blues[difference];
            red += reds[difference];
        }

        var parts = (double)(fold * fold);
        return (luma / parts, blue / parts, red / parts);
    }

    private static byte ToByte(double value) => (byte)Math.Clamp(value, 0, 255);

    private static bool HasColors(VideoFrame frame)
    {
        ReadOnlySpan<byte> blues = frame.U.Span, reds = frame.V.Span;
        var (all, colorful) = (0, 0);
        for (var i = 0; i < blues.Length; i += Step)
        {
            all++;
            colorful += Math.Abs(blues[i] - 128) + Math.Abs(reds[i] - 128) > MinDifference ? 1 : 0;
        }

        return colorful >= MinColorfulShare * all;
    }

    // The plate's ground is white, or nearly: nine tenths of it are darker than its white is.
    private static int White(VideoFrame frame, PlateCorners corners)
    {
        const int across = 24, down = 12;
        Span<int> levels = stackalloc int[256];
        levels.Clear();
        ReadOnlySpan<byte> lumas = frame.Y.Span;
        for (var i = 0; i < across * down; i++)
        {
            var (u, v) = (.08 + (.84 * (i % across) / (across - 1)), .17 + (.66 * (i / across) / (down - 1)));
            var (a, b, c, d) = ((1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v);
            var x = (a * corners.TopLeft.X) + (b * corners.TopRight.X) + (c * corners.BottomRight.X) + (d * corners.BottomLeft.X);
            var y = (a * corners.TopLeft.Y) + (b * corners.TopRight.Y) + (c * corners.BottomRight.Y) + (d * corners.BottomLeft.Y);
            levels[lumas[((int)Math.Clamp(y, 0, frame.Height - 1) * frame.Width) + (int)Math.Clamp(x, 0, frame.Width - 1)]]++;
        }

        return Quantile(levels, .90, across * down);
    }

    private static int Bright(VideoFrame frame)
    {
        Span<int> levels = stackalloc int[256];
        levels.Clear();
        ReadOnlySpan<byte> lumas = frame.Y.Span;
        var all = 0;
        for (var y = Step / 2; y < frame.Height; y += Step)
        {
            for (var x = Step / 2; x < frame.Width; x += Step)
            {
                levels[lumas[(y * frame.Width) + x]]++;
                all++;
            }
        }

        return Quantile(levels, .95, all);
    }

    private static int Quantile(ReadOnlySpan<int> levels, double share, int all)
    {
        var (seen, level) = (levels[0], 0);
        while (level < 255 && seen < share * all)
        {
            seen += levels[++level];
        }

        return level;
    }
}
