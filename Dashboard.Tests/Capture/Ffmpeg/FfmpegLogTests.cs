using Dashboard.Capture.Ffmpeg;

namespace Dashboard.Tests.Capture.Ffmpeg;

/// <summary>What is made of ffmpeg's words.</summary>
public sealed class FfmpegLogTests
{
    private const string Relay = "http://127.0.0.1:4711/0f0f";

    [Theory]
    [InlineData("/film/camera 401.mp4", "/film/camera 401.mp4: Invalid data found when processing input", "is not a readable video or picture")]
    [InlineData("/film/a.mp4", "error while decoding MB 36 4, bytestream 4035", "Otherwise.")]
    [InlineData("http://cam/v?Authorization=abc", Relay + ": Invalid data found when processing input", "What the camera sends is neither a picture nor a video")]
    [InlineData("http://cam/404", Relay + ": Invalid data found when processing input", "What the camera sends is neither a picture nor a video")]
    public void Reason_IsNotTakenFromNumbersAndNames(string source, string line, string expected)
    {
        var log = new FfmpegLog(source, source[0] == '/' ? null : Relay);
        log.Add($"[h264 @ 0x55d1f0] [error] {line}");
        Assert.StartsWith(expected, log.Explain("Otherwise.").Replace(source + " ", "", StringComparison.Ordinal));
    }

    /// <summary>Where not one picture came: what ffmpeg says of such a source, and what a person is told.</summary>
    [Theory]
    [InlineData("http://cam/2s.ts", "[warning] Output file is empty, nothing was encoded", "What the camera sends has come to its end")]
    [InlineData("http://cam/v.ts", "[h264 @ 0x55d1f0] [error] no frame!", "The camera's stream comes, but no picture of it can be made")]
    [InlineData("http://cam/v.ts", "[fatal] " + Relay + ": could not find codec parameters", "The camera's stream comes, but no picture")]
    [InlineData("http://cam/v.mp4", "[mov,mp4 @ 0x5585feaeca40] [error] stream 0, offset 0x30: partial file", "At this address is a recorded file")]
    [InlineData("rtsp://gate.local:554/1", "[error] Failed to resolve hostname gate.local", "The name gate.local cannot be found")]
    [InlineData("http://cam/v", "[error] " + Relay + ": Invalid argument", "What the camera sends is neither a picture nor a video")]
    [InlineData("rtsp://cam/1", "[fatal] Decoder (codec none) not found for input stream #0:0", "The camera sends video of a kind that cannot be read")]
    [InlineData("/film/a.avi", "[fatal] Decoder (codec none) not found for input stream #0:0", "/film/a.avi is not a readable video or picture")]
    [InlineData("/film/a.mkv", "[error] file:/film/a.mkv: Input/output error", "/film/a.mkv is not a readable video or picture")]
    public void Words_OfASourceWithoutAPicture_SayWhatToDo(string source, string line, string expected)
    {
        var log = new FfmpegLog(source, source[0] == '/' ? null : Relay);
        log.Add(line);
        Assert.StartsWith(expected, log.ExplainNothing());
    }

    /// <summary>They say of pictures that they are no video, and something else each time.</summary>
    [Fact]
    public void Words_OfNonsenseFromTheWeb_AreNotFfmpegs()
    {
        var log = new FfmpegLog("http://cam/snap", Relay);
        log.Add($"[error] {Relay}: Invalid data found when processing input");
        log.Add("[fatal] Error marking filters as finished");
        Assert.DoesNotContain("ffmpeg", log.ExplainNothing());
    }

    [Theory]
    [InlineData(640, 360, 1280, 720, true, false)]
    [InlineData(704, 576, 720, 576, true, false)]
    [InlineData(640, 360, 640, 480, true, true)]
    [InlineData(640, 360, 360, 640, true, true)]
    [InlineData(640, 360, 640, 360, false, false)]
    public void Size_ThatChanges_IsNoticed_AndWhetherItIsOfAnotherShape(int width, int height, int nextWidth, int nextHeight, bool isOther, bool isDistorted)
    {
        var log = new FfmpegLog("rtsp://cam/1");
        log.Add(Size(width, height));
        log.Add(Size(nextWidth, nextHeight));
        Assert.Equal((isOther, isDistorted), (log.SizeChange.IsCompleted, log.IsDistorted));

        log.Add(Size(width, height));
        Assert.Equal((isOther, false), (log.SizeChange.IsCompleted, log.IsDistorted));

        static string Size(int width, int height) =>
            $"[graph 0 input from stream 0:0 @ 0x55c6f00] [verbose] w:{width} h:{height} pixfmt:yuv420p tb:1/90000 fr:25/1 sar:1/1";
    }

    /// <summary>As ffmpeg tells it of a picture that keeps its size.</summary>
    [Theory]
    [InlineData("64/45", true)]
    [InlineData("1/2", true)]
    [InlineData("0/1", false)]
    [InlineData("100/99", false)]
    public void Pixels_ThatChangeTheirShape_DistortThePicture(string shape, bool isDistorted)
    {
        var log = new FfmpegLog("rtsp://cam/1", Relay);
        log.Add("[graph 0 input from stream 0:0 @ 0x55c6f00] [verbose] w:720 h:576 pixfmt:yuv420p tb:1/90000 fr:10/1 sar:1/1");
        log.Add("[Parsed_scale_1 @ 0x55c6f00] [verbose] w:if(between(sar,1.1,2.5),2*round(iw*sar/2),iw) h:ih flags:'' interl:0");
        log.Add(Scaled("1/1"));
        Assert.Equal((false, false), (log.SizeChange.IsCompleted, log.IsDistorted));
        log.Add(Scaled(shape));
        Assert.Equal((isDistorted, isDistorted), (log.SizeChange.IsCompleted, log.IsDistorted));

        static string Scaled(string shape) =>
            $"[Parsed_scale_1 @ 0x55c6f00] [verbose] w:720 h:576 fmt:yuv420p sar:{shape} -> w:720 h:576 fmt:yuv420p sar:{shape} flags:0x0";
    }

    /// <summary>A picture was damaged on its way, long ago.</summary>
    [Fact]
    public void Words_OfAStreamThatEnds_AreNotThoseOfAPictureThatWasDamaged()
    {
        var log = new FfmpegLog("rtsp://cam/1", Relay);
        log.Add("[error] Error while decoding stream #0:0: Invalid data found when processing input");
        Assert.StartsWith("The stream ended.", log.Explain("The stream ended."));
    }

    /// <summary>Not even of what no rule knows to be one: who may not change the camera reads this too.</summary>
    [Fact]
    public void Words_HoldTheCamerasPlaceAndNothingElseOfItsAddress()
    {
        const string source = "http://ada:geheim@cam:81/v?usr=ada&code=geheim";
        var log = new FfmpegLog(source, Relay);
        log.Add($"[error] {Relay}/aHR0cDov.ts: Invalid data found, {source}: as well");
        Assert.Contains("(ffmpeg: http://cam:81: Invalid data found, http://cam:81: as well)", log.Explain("Otherwise."));
    }

    /// <summary>Letters that are missing all over would tell it.</summary>
    [Fact]
    public void Words_OfASourceWithAShortPassword_CanBeRead()
    {
        var log = new FfmpegLog("http://cam/x?userpwd=a", Relay);
        log.Add("[error] Invalid data found in /v?userpwd=a");
        Assert.Contains("(ffmpeg: Invalid data found in /v?userpwd=***)", log.Explain("Otherwise."));
    }

    [Theory]
    [InlineData(2, "install the package ffmpeg")]
    [InlineData(24, "Too many open files")]
    public void Start_ThatFails_IsToldWithItsReason(int error, string expected) => Assert.Contains(expected, FfmpegSession.StartError(error));
}
