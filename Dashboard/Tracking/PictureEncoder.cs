using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Tracking;

/// <summary>Makes the picture of a vehicle from its best frame: the seam at which tests let encoding fail.</summary>
internal interface IPictureEncoder
{
    byte[] Encode(VideoFrame frame);
}

/// <summary>Encodes with the program's codec, at the quality that is set for flows.</summary>
internal sealed class PictureEncoder(PictureCodec codec, TrackingOptions options) : IPictureEncoder
{
    public byte[] Encode(VideoFrame frame) => codec.Encode(frame, options.JpegQuality);
}
