using Dashboard.Imaging;

namespace Dashboard.Tests.Recognition.FrameSelection;

/// <summary>A street as a camera sees it, drawn from a seed: textured ground, noise of a sensor, light, a clock, and whatever moves.</summary>
internal sealed class MotionScene
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Noise of spread 1; the sum of four is nearly a normal distribution.</summary>
    private static readonly float[] Grain = MakeGrain();

    private readonly byte[] _ground;
    private readonly byte[] _pixels;
    private readonly Random _random;

    public MotionScene(int seed, int width = 1280, int height = 720)
    {
        (Width, Height, _random) = (width, height, new Random(seed));
        (_ground, _pixels) = (new byte[width * height], new byte[width * height]);

        // Slabs of different grey with a grain, and a slope of light over it all.
        var slabs = Enumerable.Range(0, 400).Select(_ => 50 + _random.Next(120)).ToArray();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                _ground[(y * width) + x] = (byte)Math.Clamp(
                    slabs[((y / 40 * 20) + (x / 70)) % slabs.Length] + _random.Next(-8, 9) + (40 * x / width) - 20, 0, 255);
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Standard deviation of the sensor's noise, in grey levels.</summary>
    public double Noise { get; init; } = 2;

    public double Light { get; set; } = 1;

    public LumaImage Luma => new(_pixels, Width, Height, Width);

    public PixelArea Everywhere => new(0, 0, Width, Height);

    /// <summary>Draws a frame without anything in it.</summary>
    public MotionScene Draw()
    {
        for (var y = 0; y < Height; y++)
        {
            var noise = Grain.AsSpan(_random.Next(Grain.Length - Width));
            for (var i = y * Width; i < (y + 1) * Width; i++)
            {
                _pixels[i] = (byte)Math.Clamp((int)((_ground[i] * Light) + (noise[i - (y * Width)] * Noise) + 0.5), 0, 255);
            }
        }

        return this;
    }

    /// <summary>
    /// Draws a plate without a vehicle around it, dark strokes on light ground, softened as a lens does; positions may lie between pixels.
    /// </summary>
    public MotionScene AddPlate(double left, double top, double width, int contrast = 90)
    {
        var height = width / 4.5;
        for (var y = (int)top; y < top + height + 1; y++)
        {
            for (var x = (int)left; x < left + width + 1; x++)
            {
                if (x < 0 || y < 0 || x >= Width || y >= Height)
                {
                    continue;
                }

                double sum = 0, share = 0;
                for (var k = 0; k < 16; k++)
                {
                    var (u, v) = ((x + ((k % 4 + 0.5) / 4) - left) / width, (y + ((k / 4 + 0.5) / 4) - top) / height);
                    if (u is >= 0 and < 1 && v is >= 0 and < 1)
                    {
                        share += 1 / 16.0;
                        var isStroke = v is > 0.15 and < 0.85 && (int)((u - 0.05) / 0.9 * 14) % 2 == 1 && u is > 0.05 and < 0.95;
                        sum += (isStroke ? 190 - contrast : 190) / 16.0;
                    }
                }

                ref var pixel = ref _pixels[(y * Width) + x];
                pixel = (byte)Math.Clamp((pixel * (1 - share)) + (sum * Light), 0, 255);
            }
        }

        return this;
    }

    /// <summary>Draws every so many rows, from the first on, as coarse black and white stripes.</summary>
    public MotionScene AddStripes(int first, int step)
    {
        for (var y = first; y < Height; y += step)
        {
            for (var x = 0; x < Width; x++)
            {
                _pixels[(y * Width) + x] = (byte)(x / 8 % 2 * 255);
            }
        }

        return this;
    }

    /// <summary>Draws the digits of a clock: a pattern of its own for each second.</summary>
    public MotionScene AddClock(int second)
    {
        var digits = new Random(second);
        for (var digit = 0; digit < 2; digit++)
        {
            var bits = digits.Next(1 << 15);
            for (var y = 0; y < 20; y++)
            {
                for (var x = 0; x < 12; x++)
                {
                    _pixels[((Height - 40 + y) * Width) + 160 + (16 * digit) + x] = (byte)((bits >> ((y / 4 * 3) + (x / 4)) & 1) != 0 ? 250 : 20);
                }
            }
        }

        return this;
    }

    private static float[] MakeGrain()
    {
        var random = new Random(17);
        return [.. Enumerable.Range(0, 1 << 18).Select(_ =>
            (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2) * 1.73f)];
    }
}
