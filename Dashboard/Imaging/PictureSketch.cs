using Dashboard.Pipeline;

namespace Dashboard.Imaging;

/// <summary>The brightness of a picture at 48 by 27 points, by which two are compared quickly.</summary>
internal sealed class PictureSketch
{
    private const int Across = 48;
    private const int Down = 27;

    // So much another brightness is no noise.
    private const int Clearly = 24;

    private readonly byte[] _points = new byte[Across * Down];
    private readonly (int Width, int Height) _size;

    public PictureSketch(VideoFrame frame)
    {
        _size = (frame.Width, frame.Height);
        var luma = frame.Y.Span;
        for (var y = 0; y < Down; y++)
        {
            var row = luma.Slice(((2 * y) + 1) * frame.Height / (2 * Down) * frame.Width, frame.Width);
            for (var x = 0; x < Across; x++)
            {
                _points[(y * Across) + x] = row[((2 * x) + 1) * frame.Width / (2 * Across)];
            }
        }
    }

    /// <summary>The share of the picture that is clearly another, 0 to 1; 1 where it has another size.</summary>
    public double DifferenceFrom(PictureSketch other)
    {
        if (_size != other._size)
        {
            return 1;
        }

        var different = 0;
        for (var i = 0; i < _points.Length; i++)
        {
            different += Math.Abs(_points[i] - other._points[i]) > Clearly ? 1 : 0;
        }

        return (double)different / _points.Length;
    }
}
