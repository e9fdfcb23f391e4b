using System.Globalization;
using System.Text;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>
/// Reads frames of a YUV4MPEG2 stream: one line that tells the size, then for each frame the line <c>FRAME</c> and its
/// planes, which are read straight into pooled buffers.
/// </summary>
internal sealed class Yuv4MpegReader(Stream stream, FramePool pool)
{
    private const int MaxHeader = 512;
    private static readonly byte[] FrameMark = "FRAME\n"u8.ToArray();
    private readonly byte[] _mark = new byte[FrameMark.Length];
    private int _width;
    private int _height;
    private bool _isLimitedRange;

    /// <summary>Frames a second as the stream says; null where it does not.</summary>
    public double? FramesPerSecond { get; private set; }

    /// <summary>Reads the header. False where the stream ends before.</summary>
    public async ValueTask<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var header = new byte[MaxHeader];
        for (var length = 0; length < header.Length; length++)
        {
            if (await stream.ReadAsync(header.AsMemory(length, 1), cancellationToken) == 0)
            {
                return false;
            }

            if (header[length] == '\n')
            {
                Parse(Encoding.ASCII.GetString(header, 0, length));
                return true;
            }
        }

        throw new InvalidDataException("ffmpeg sent no header");
    }

    /// <summary>The next frame, full range; null at the end. A frame that is cut off is none.</summary>
    public async ValueTask<VideoFrame?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        if (await stream.ReadAtLeastAsync(_mark, _mark.Length, throwOnEndOfStream: false, cancellationToken) < _mark.Length)
        {
            return null;
        }

        if (!_mark.AsSpan().SequenceEqual(FrameMark))
        {
            throw new InvalidDataException("ffmpeg sent no frame where one was due");
        }

        var frame = pool.Rent(_width, _height);
        try
        {
            var data = frame.Data;
            if (await stream.ReadAtLeastAsync(data, data.Length, throwOnEndOfStream: false, cancellationToken) < data.Length)
            {
                frame.Dispose();
                return null;
            }
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        if (_isLimitedRange)
        {
            VideoRange.Expand(frame);
        }

        return frame;
    }

    private void Parse(string header)
    {
        var parts = header.Split(' ');
        if (parts[0] != "YUV4MPEG2")
        {
            throw new InvalidDataException("ffmpeg sent something else than frames");
        }

        // Video without a word about its range is limited: that is what the standards say.
        _isLimitedRange = !parts.Contains("XCOLORRANGE=FULL");
        foreach (var part in parts.Skip(1).Where(part => part.Length > 0))
        {
            var value = part.AsSpan(1);
            switch (part[0])
            {
                case 'W':
                    _width = Side(value);
                    break;
                case 'H':
                    _height = Side(value);
                    break;
                case 'F' when value.IndexOf(':') is var colon and > 0:
                    FramesPerSecond = double.TryParse(value[..colon], CultureInfo.InvariantCulture, out var frames)
                        && double.TryParse(value[(colon + 1)..], CultureInfo.InvariantCulture, out var seconds)
                        && frames > 0 && seconds > 0 ? frames / seconds : null;
                    break;
            }
        }

        if (_width <= 0 || _height <= 0 || (long)_width * _height > 100_000_000)
        {
            throw new InvalidDataException("The picture's size is none that can be handled");
        }
    }

    // What is no number is refused with the sizes that cannot be.
    private static int Side(ReadOnlySpan<char> text) => int.TryParse(text, CultureInfo.InvariantCulture, out var side) ? side : 0;
}
