using Dashboard.Domain.Cameras;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Cameras;

public sealed class CameraValidationTests
{
    private static readonly Camera Good = new() { Id = 1, Alias = "Gate", Source = "rtsp://cam/1" };

    [Theory]
    [InlineData("rtsp://admin:p%40ss@192.168.1.20:554/stream")]
    [InlineData("http://[fd00::1]/snap.jpg")]
    [InlineData("/videos/street.mp4")]
    [InlineData("/pictures/")]
    public void Source_OfAKnownKind_IsAccepted(string source) => Assert.Empty(CameraValidation.Check(Good with { Source = source }, []));

    [Theory]
    [InlineData("")]
    [InlineData("street.mp4")]
    [InlineData("ftp://cam/1")]
    [InlineData("concat:/a|/b")]
    [InlineData("rtsp:///1")]
    [InlineData("rtsp://:554/1")]
    [InlineData("rtsp://cam/a b")]
    [InlineData("rtsp://admin:***@cam/1")]
    [InlineData("rtsp://admin:se/c#ret@cam/1")]
    [InlineData("rtsp://a:b@[fe80::1%25eth0]:554/main")]
    [InlineData("/videos/a\nb.mp4")]
    public void Source_OfNoKnownKind_IsRefusedByName(string source) =>
        Assert.Equal([nameof(Camera.Source)], CameraValidation.Check(Good with { Source = source }, []).Fields);

    [Theory]
    [InlineData("rtmp://cam/live", "rtmp:// is not spoken here: enter the camera's address for RTSP")]
    [InlineData("SRT://cam:9000", "SRT:// is not spoken here")]
    [InlineData("rtspx://cam/live", "must start with rtsp://")]
    public void Source_OfAnotherProtocol_IsToldWhatToEnter(string source, string expected) =>
        Assert.Contains(expected, CameraValidation.SourceError(source));

    /// <summary>People copy what stands in a browser's address line, where there is no http://.</summary>
    [Theory]
    [InlineData("192.168.1.20/snapshot.jpg")]
    [InlineData("192.168.1.20:554")]
    [InlineData("camera.example")]
    [InlineData("admin:hidden@192.168.1.20/x")]
    [InlineData("rtsp//192.168.1.20/x")]
    [InlineData("rtsp:/192.168.1.20/x")]
    [InlineData("videos/street.mp4")]
    public void Source_WithoutItsBeginning_IsToldWhatAnAddressAndAPathBeginWith(string source) => Assert.Equal(
        "Begin the address of a camera with rtsp:// or http://, and the path of a file or folder with /.",
        CameraValidation.SourceError(source));

    /// <summary>Taken to the letter its computer would be admin, and half of the password its port.</summary>
    [Theory]
    [InlineData("rtsp://admin:12/secret@cam/1")]
    [InlineData("rtsp://us:p@ss/w@cam/1")]
    public void Source_WhosePasswordMayHaveASlash_IsToldHowToWriteIt(string source) =>
        Assert.StartsWith("It is not clear where the password ends", CameraValidation.SourceError(source));

    [Theory]
    [InlineData("rtsp://admin:x@cam:99999/1", "The port must be 1 to 65535.")]
    [InlineData("rtsp://cam:99999/1", "The port must be 1 to 65535.")]
    [InlineData("rtsp://cam:stream/1", "The port must be 1 to 65535.")]
    [InlineData("rtsp://2001:db8::5/1", "Write an IPv6 address in brackets, such as rtsp://[2001:db8::5]:554/stream.")]
    [InlineData("http://[::1/1", "Write an IPv6 address in brackets, such as rtsp://[2001:db8::5]:554/stream.")]
    public void Source_WhoseComputerIsWrittenWrong_IsToldHow(string source, string expected) =>
        Assert.Equal(expected, CameraValidation.SourceError(source));

    [Fact]
    public void Alias_OfAnotherCamera_IsRefusedWhateverItsCase()
    {
        var others = new[] { Good, Good with { Id = 2, Alias = "EXIT" } };
        Assert.Equal([nameof(Camera.Alias)], CameraValidation.Check(Good with { Alias = "exit" }, others).Fields);
        Assert.Empty(CameraValidation.Check(Good with { Alias = "gate" }, others));
    }

    [Fact]
    public void Alias_OfAnyLength_IsAcceptedFrom1To64() => Prop.ForAll(Gen.Choose(0, 200).ToArbitrary(), length =>
        (CameraValidation.Check(Good with { Alias = new string('a', length) }, []).Count == 0) == length is >= 1 and <= 64)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void RateAndDelay_OutsideTheirRange_AreRefused() => Prop.ForAll(
        ArbMap.Default.ArbFor<double>(), Gen.Choose(-5000, 5000).ToArbitrary(), (rate, delay) =>
        {
            var errors = CameraValidation.Check(Good with { AnalysisRate = rate, ManualTriggerDelay = delay }, []);
            return (errors[nameof(Camera.AnalysisRate)] is not null) == !(rate >= 0.1 && rate <= 30)
                && (errors[nameof(Camera.ManualTriggerDelay)] is not null) == (delay < 0 || delay > 3000);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", 0, "Enter a name for the camera.")]
    [InlineData("a", 70, "The name has 70 characters; the most is 64.")]
    [InlineData(" a", 1, "The name must not begin or end with a space.")]
    public void Alias_ThatCannotBe_IsToldInASentenceOfItsOwn(string part, int times, string error) => Assert.Equal(
        error, CameraValidation.Check(Good with { Alias = string.Concat(Enumerable.Repeat(part, times)) }, [])[nameof(Camera.Alias)]);

    [Fact]
    public void SnapshotUrl_IsAWebAddressOrNone()
    {
        Assert.Empty(CameraValidation.Check(Good with { SnapshotUrl = "http://cam/s.jpg" }, []));
        Assert.Equal([nameof(Camera.SnapshotUrl)], CameraValidation.Check(Good with { SnapshotUrl = "rtsp://cam/1" }, []).Fields);
    }

    [Theory]
    [InlineData(5, 50, "“Keep pictures” cannot be longer than “Keep flows” (5 days).")]
    [InlineData(5, 36501, "“Keep pictures” must be 0 to 36500 days.")]
    [InlineData(5, 5, null)]
    [InlineData(5, 0, null)]
    [InlineData(0, 50, null)]
    [InlineData(null, 50, null)]
    [InlineData(5, null, null)]
    public void Pictures_LongerThanTheirFlows_AreRefusedWithTheRange(int? flows, int? pictures, string? error) => Assert.Equal(
        error, CameraValidation.Check(Good with { FlowDays = flows, PictureDays = pictures }, [])[nameof(Camera.PictureDays)]);
}
