using Dashboard.Capture;
using Dashboard.Capture.Ffmpeg;
using Microsoft.Extensions.Logging.Testing;

namespace Dashboard.Tests.Capture;

/// <summary>Real ffmpeg with devices that are not there.</summary>
[Trait("Category", "System")]
public sealed class HardwareDecodingTests : FrameSourceTestBase
{
    private readonly FakeLogger<HardwareDecoder> _log = new();

    [Theory]
    [InlineData(nameof(HardwareDecoding.Vaapi), "/dev/dri/renderD999", 1)]
    [InlineData(nameof(HardwareDecoding.Cuda), "99", 1)]
    [InlineData(nameof(HardwareDecoding.Auto), "/dev/dri/renderD999", 1)]
    [InlineData(nameof(HardwareDecoding.None), "", 0)]
    public async Task Frames_WhereTheDeviceIsNotThere_ComeAllTheSame_AndItIsSaidOnce(string kind, string device, int lines)
    {
        var options = new CaptureOptions { HardwareDecoding = Enum.Parse<HardwareDecoding>(kind), HardwareDevice = device };
        var decoder = new HardwareDecoder(options, _log);
        var source = new CameraFrameSource(Pool, Codec, TimeProvider.System, decoder);
        Assert.Null(decoder.State);
        var clip = Clips.Clip("c.mp4", 160, 120, 5, 1);
        for (var camera = 0; camera < 3; camera++)
        {
            var count = 0;
            await foreach (var frame in source.ReadAsync(new FrameRequest(clip, 5, Loop: false, RealTime: false), Cancellation))
            {
                frame.Dispose();
                count++;
            }

            Assert.Equal(5, count);
        }

        Assert.Equal((HardwareDecoding.None, lines == 1), (decoder.State!.InUse, decoder.State.Reason is { Length: > 0 }));
        Assert.Equal(
            lines, _log.Collector.GetSnapshot().Count(line => line.Message.Contains("the processor decodes video", StringComparison.Ordinal)));
    }

    /// <summary>A device is tried by the kind that it belongs to.</summary>
    [Theory]
    [InlineData("/dev/dri/renderD999", nameof(HardwareDecoding.Vaapi))]
    [InlineData("99", nameof(HardwareDecoding.Cuda))]
    public async Task Offered_ADeviceThatIsNotThere_IsNoneOfThoseThatWork(string device, string kind)
    {
        var offers = await HardwareDecoder.OfferedAsync(device);
        Assert.Equal([HardwareDecoding.Vaapi, HardwareDecoding.Cuda], offers.Select(offer => offer.Kind));
        Assert.NotEmpty(offers.Single(offer => offer.Kind.ToString() == kind).Reason!);
    }

    /// <summary>With a path nothing is asked of NVIDIA, which cannot be told it; so the reason is that of the path.</summary>
    [Fact]
    public async Task Auto_WithAPath_TriesOnlyWhatThePathBelongsTo()
    {
        var decoder = new HardwareDecoder(
            new CaptureOptions { HardwareDecoding = HardwareDecoding.Auto, HardwareDevice = "/dev/dri/renderD999" }, _log);
        Assert.Empty(await decoder.ArgumentsAsync());
        var offer = Assert.Single(await HardwareDecoder.OfferedAsync("/dev/dri/renderD999"), offer => offer.Kind == HardwareDecoding.Vaapi);
        Assert.Equal(offer.Reason, decoder.State!.Reason);
    }

    [Theory]
    [InlineData(nameof(HardwareDecoding.Cuda), "/dev/dri/renderD128", false)]
    [InlineData(nameof(HardwareDecoding.Cuda), "1", true)]
    [InlineData(nameof(HardwareDecoding.Vaapi), "1", false)]
    [InlineData(nameof(HardwareDecoding.Vaapi), "/dev/dri/renderD128", true)]
    [InlineData(nameof(HardwareDecoding.Vaapi), "", true)]
    [InlineData(nameof(HardwareDecoding.Auto), "1", true)]
    public void Device_OfAnotherKindOfGraphics_IsRefused(string kind, string device, bool isGood)
    {
        var options = new CaptureOptions { HardwareDecoding = Enum.Parse<HardwareDecoding>(kind), HardwareDevice = device };
        Assert.Equal(isGood, new CaptureOptionsValidator().Validate(null, options).Succeeded);
    }

    [Fact]
    public void WrongSettings_AreNamed()
    {
        var wrong = new CaptureOptions { HardwareDecoding = (HardwareDecoding)9, HardwareDevice = "x,y:z" };
        Assert.Equal(2, new CaptureOptionsValidator().Validate(null, wrong).Failures!.Count());
        Assert.True(new CaptureOptionsValidator().Validate(null, new CaptureOptions { HardwareDevice = "/dev/dri/renderD128" }).Succeeded);
    }
}
