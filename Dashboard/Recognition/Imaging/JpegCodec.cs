using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;

namespace Dashboard.Recognition.Imaging;

/// <summary>JPEG by libturbojpeg, from and to YUV planes without colour conversion. Safe to call from many threads.</summary>
public sealed class JpegCodec(FramePool pool)
{
    /// <summary>Compresses a frame.</summary>
    /// <param name="frame">The frame; it stays the caller's.</param>
    /// <param name="quality">1 to 100.</param>
    public byte[] Encode(VideoFrame frame, int quality = 85) => throw new NotImplementedException();

    /// <summary>Decodes a JPEG to a frame that the caller owns. Throws <see cref="InvalidDataException"/> where it is none.</summary>
    public VideoFrame Decode(ReadOnlySpan<byte> jpeg) => throw new NotImplementedException(pool.ToString());

    /// <summary>Cuts a plate out of a picture by its four corners, upright and with a little margin.</summary>
    /// <param name="jpeg">The whole picture.</param>
    /// <param name="corners">The plate's corners in its pixels.</param>
    /// <param name="quality">1 to 100.</param>
    public byte[] CutPlate(ReadOnlySpan<byte> jpeg, PlateCorners corners, int quality = 90) => throw new NotImplementedException();

    /// <summary>The picture again, at most this wide.</summary>
    public byte[] Shrink(ReadOnlySpan<byte> jpeg, int maximumWidth, int quality = 80) => throw new NotImplementedException();

    /// <summary>The frame as JPEG, at most this wide.</summary>
    public byte[] EncodeSmall(VideoFrame frame, int maximumWidth, int quality = 80) => throw new NotImplementedException();
}
