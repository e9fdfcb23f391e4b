using Dashboard.Domain.Recognition;

namespace Dashboard.Recognition.Imaging;

/// <summary>Cuts a quadrangle out of a plane and makes it an upright rectangle.</summary>
public static class PlaneWarp
{
    /// <summary>
    /// Fills a rectangle from a quadrangle. Positions outside the plane take its nearest edge pixel. Where the quadrangle
    /// is more than twice as large as the rectangle, means of several samples are taken against aliasing.
    /// </summary>
    /// <param name="source">The plane.</param>
    /// <param name="sourceWidth">Its width.</param>
    /// <param name="sourceHeight">Its height.</param>
    /// <param name="stride">Bytes from one of its rows to the next.</param>
    /// <param name="corners">The quadrangle; coordinates are pixel edges, so the plane spans 0 to its width.</param>
    /// <param name="target">The rectangle, row after row.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    public static void Rectify(
        ReadOnlySpan<byte> source, int sourceWidth, int sourceHeight, int stride, PlateCorners corners, Span<byte> target, int width, int height)
    {
        var map = new Homography(corners);
        var across = Math.Clamp((int)Math.Round(corners.Width / width), 1, 4);
        var down = Math.Clamp((int)Math.Round(corners.Height / height), 1, 4);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = 0f;
                for (var j = 0; j < down; j++)
                {
                    for (var i = 0; i < across; i++)
                    {
                        var at = map.Map((x + ((i + 0.5) / across)) / width, (y + ((j + 0.5) / down)) / height);
                        sum += Sample(source, sourceWidth, sourceHeight, stride, at.X - 0.5f, at.Y - 0.5f);
                    }
                }

                target[(y * width) + x] = (byte)((sum / (across * down)) + 0.5f);
            }
        }
    }

    /// <summary>Bilinear sample; integer coordinates are pixel centres.</summary>
    internal static float Sample(ReadOnlySpan<byte> source, int width, int height, int stride, float x, float y)
    {
        x = Math.Clamp(x, 0, width - 1);
        y = Math.Clamp(y, 0, height - 1);
        int x0 = (int)x, y0 = (int)y;
        int x1 = Math.Min(x0 + 1, width - 1), y1 = Math.Min(y0 + 1, height - 1);
        float fx = x - x0, fy = y - y0;
        var top = source[(y0 * stride) + x0] + (fx * (source[(y0 * stride) + x1] - source[(y0 * stride) + x0]));
        var bottom = source[(y1 * stride) + x0] + (fx * (source[(y1 * stride) + x1] - source[(y1 * stride) + x0]));
        return top + (fy * (bottom - top));
    }
}
