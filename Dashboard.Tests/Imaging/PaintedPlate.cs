using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;

namespace Dashboard.Tests.Imaging;

/// <summary>Frames with something that is like a plate: dark blocks on a light ground, as sharp and as bright as a test wants it.</summary>
internal static class PaintedPlate
{
    /// <summary>Paints one into a dark frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="corners">Where; upright.</param>
    /// <param name="blur">Over how many pixels it is smeared across.</param>
    /// <param name="ground">The plate's brightness.</param>
    /// <param name="ink">The brightness of its letters.</param>
    public static void Paint(VideoFrame frame, PlateCorners corners, int blur = 1, byte ground = 210, byte ink = 40)
    {
        frame.Y.Span.Fill(30);
        frame.U.Span.Fill(128);
        frame.V.Span.Fill(128);
        var box = corners.Bounds;
        for (var y = 0; y < (int)box.Height; y++)
        {
            for (var x = 0; x < (int)box.Width; x++)
            {
                var sum = 0;
                for (var part = 0; part < blur; part++)
                {
                    sum += Level(x + part - (blur / 2), y, box.Height, ground, ink);
                }

                frame.Y.Span[(((int)box.Y + y) * frame.Width) + (int)box.X + x] = (byte)(sum / blur);
            }
        }
    }

    // Letters as wide as two fifths of the plate's height, each a frame with a bar.
    private static int Level(int x, float y, float height, byte ground, byte ink)
    {
        var cell = .5f * height;
        float u = (x + (10 * cell)) % cell / cell, v = y / height;
        var isInLetter = u > .1 && u < .9 && v > .15 && v < .85;
        return isInLetter && (u < .3 || u > .7 || v < .27 || v > .73) ? ink : ground;
    }
}
