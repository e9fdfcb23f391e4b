using OpenCvSharp;

namespace Dashboard.Imaging.OpenCv;

/// <summary>Files of pictures from and to OpenCV's matrices.</summary>
internal static class PictureFile
{
    /// <summary>Decodes a file. Throws <see cref="InvalidDataException"/> where it cannot be.</summary>
    /// <param name="reduction">How many pixels across become one: 1, 2, 4 or 8.</param>
    public static Mat Decode(ReadOnlySpan<byte> file, int reduction = 1)
    {
        try
        {
            var picture = Cv2.ImDecode(file, ModeOf(reduction));
            if (!picture.Empty())
            {
                return picture;
            }

            picture.Dispose();
        }
        catch (OpenCVException exception)
        {
            throw new InvalidDataException($"The picture is damaged: {exception.Message}.", exception);
        }

        throw new InvalidDataException("The picture is damaged.");
    }

    /// <summary>The same for kinds of files that cannot be decoded small.</summary>
    public static Mat DecodeWhole(ReadOnlySpan<byte> file, PictureHeader header, int reduction)
    {
        var whole = Decode(file);
        if (reduction == 1)
        {
            return whole;
        }

        using (whole)
        {
            CheckSize(whole, header.ShownWidth, header.ShownHeight);
            var small = new Mat();
            var size = new Size(PictureHeader.Up(whole.Width, reduction), PictureHeader.Up(whole.Height, reduction));
            Cv2.Resize(whole, small, size, 0, 0, InterpolationFlags.Area);
            return small;
        }
    }

    /// <summary>Throws <see cref="InvalidDataException"/> where a picture is not as large as its header says.</summary>
    public static void CheckSize(Mat picture, int width, int height)
    {
        if ((picture.Width, picture.Height) != (width, height))
        {
            throw new InvalidDataException(
                $"The picture is damaged: its header says {width} x {height}, it holds {picture.Width} x {picture.Height}.");
        }
    }

    /// <summary>Writes a JPEG.</summary>
    /// <param name="quality">1 to 100.</param>
    public static byte[] Encode(Mat pixels, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Cv2.ImEncode(".jpg", pixels, out var jpeg, [(int)ImwriteFlags.JpegQuality, quality])
            ? jpeg
            : throw new InvalidOperationException("The picture could not be compressed.");
    }

    private static ImreadModes ModeOf(int reduction) => reduction switch
    {
        8 => ImreadModes.ReducedColor8,
        4 => ImreadModes.ReducedColor4,
        2 => ImreadModes.ReducedColor2,
        _ => ImreadModes.Color,
    };
}
