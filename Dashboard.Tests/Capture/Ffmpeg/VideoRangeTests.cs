using Dashboard.Capture.Ffmpeg;

namespace Dashboard.Tests.Capture.Ffmpeg;

public sealed class VideoRangeTests
{
    [Theory]
    [InlineData(256)]
    [InlineData(259)]
    [InlineData(7)]
    public void Expand_AnyLength_IsWithinOneOfTheExactFormula(int length)
    {
        var samples = Enumerable.Range(0, length).Select(n => (byte)n).ToArray();
        var luma = samples.ToArray();
        var chroma = samples.ToArray();
        VideoRange.Luma(luma);
        VideoRange.Chroma(chroma);
        for (var i = 0; i < length; i++)
        {
            Assert.InRange(luma[i] - Math.Clamp((samples[i] - 16) * 255.0 / 219, 0, 255), -1, 1);
            Assert.InRange(chroma[i] - Math.Clamp(((samples[i] - 128) * 255.0 / 224) + 128, 0, 255), -1, 1);
        }
    }

    [Fact]
    public void Expand_InLanes_EqualsOneByOne()
    {
        var samples = Enumerable.Range(0, 256).Select(n => (byte)n).ToArray();
        var (luma, chroma) = (samples.ToArray(), samples.ToArray());
        VideoRange.Luma(luma);
        VideoRange.Chroma(chroma);
        for (var i = 0; i < samples.Length; i++)
        {
            byte[] one = [samples[i]], other = [samples[i]];
            VideoRange.Luma(one);
            VideoRange.Chroma(other);
            Assert.Equal((one[0], other[0]), (luma[i], chroma[i]));
        }
    }
}
