using Dashboard.Pipeline;
using Dashboard.Tracking;

namespace Dashboard.Tests.Tracking;

/// <summary>Encodes as the test says.</summary>
internal sealed class ScriptedEncoder(Func<VideoFrame, byte[]> encode) : IPictureEncoder
{
    public byte[] Encode(VideoFrame frame) => encode(frame);
}
