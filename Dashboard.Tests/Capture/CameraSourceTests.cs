using Dashboard.Domain.Cameras;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Capture;

public sealed class CameraSourceTests
{
    [Theory]
    [InlineData("rtsp://admin:secret@cam/1", "rtsp://admin:***@cam/1")]
    [InlineData("rtsp://admin:se@cret@cam:554/1", "rtsp://admin:***@cam:554/1")]
    [InlineData("rtsp://admin:se:cret@cam/1", "rtsp://admin:***@cam/1")]
    [InlineData("rtsp://admin:se/c?r#et@cam/1", "rtsp://admin:***@cam/1")]
    [InlineData("rtsp://admin:s@e:c/r%et@cam:554/1", "rtsp://admin:***@cam:554/1")]
    [InlineData("rtsp://:secret@cam/1", "rtsp://:***@cam/1")]
    [InlineData("rtsp://admin@cam/1", "rtsp://admin@cam/1")]
    [InlineData("rtsp://cam:554/mail@home", "rtsp://cam:554/mail@home")]
    [InlineData("rtsp://[fe80::1]:554/a@b", "rtsp://[fe80::1]:554/a@b")]
    [InlineData("HTTP://cam/snap.jpg?user=a&pwd=secret", "HTTP://cam/snap.jpg?user=a&pwd=***")]
    [InlineData("http://cam/s?PASSWORD=secret&x=1", "http://cam/s?PASSWORD=***&x=1")]
    [InlineData("http://cam/s?pass=sec#ret&bypass=1", "http://cam/s?pass=***&bypass=1")]
    [InlineData("http://a:b@cam/s?pwd=c", "http://a:***@cam/s?pwd=***")]
    [InlineData("http://cam/s?pwd=", "http://cam/s?pwd=")]
    [InlineData("/videos/a:b@c.mp4", "/videos/a:b@c.mp4")]
    public void Mask_AnAddress_HidesItsPasswordsOnly(string source, string expected) => Assert.Equal(expected, CameraSource.Mask(source));

    [Theory]
    [InlineData("rtsp://admin:***@cam/2", "rtsp://admin:secret@cam/1", "rtsp://admin:secret@cam/2")]
    [InlineData("rtsp://root:***@CAM/1", "rtsp://admin:secret@cam/1", "rtsp://root:secret@CAM/1")]
    [InlineData("rtsp://admin:new@cam/1", "rtsp://admin:secret@cam/1", "rtsp://admin:new@cam/1")]
    [InlineData("http://cam/s?b=1&pwd=***", "http://cam/s?pwd=x&a=2", "http://cam/s?b=1&pwd=x")]
    [InlineData("http://cam/s?pass=***", "http://cam/s?pwd=x", "http://cam/s?pass=***")]
    public void RestoreMask_SameHost_PutsTheStoredPasswordBack(string edited, string stored, string expected) =>
        Assert.Equal(expected, CameraSource.RestoreMask(edited, stored));

    [Theory]
    [InlineData("rtsp://admin:***@evil/1")]
    [InlineData("rtsp://admin:***@cam:555/1")]
    [InlineData("rtsp://admin:***@evil/@cam/1")]
    public void RestoreMask_AnotherHost_GetsNoPassword(string edited)
    {
        var restored = CameraSource.RestoreMask(edited, "rtsp://admin:secret@cam/1");
        Assert.DoesNotContain("secret", restored);
        Assert.True(CameraSource.HasMask(restored));
    }

    [Fact]
    public void Mask_AnyPassword_IsHiddenAndComesBack()
    {
        var passwords = ArbMap.Default.ArbFor<NonEmptyString>().Generator
            .Select(text => Uri.EscapeDataString(text.Get)).Where(text => text.Length > 3 && text != "***" && !"camadmin".Contains(text));
        Prop.ForAll(passwords.ToArbitrary(), password =>
        {
            var source = $"rtsp://admin:{password}@cam:554/s?pwd={password}";
            var masked = CameraSource.Mask(source);
            return !masked.Contains(password) && CameraSource.RestoreMask(masked, source) == source
                && CameraSource.Secrets(source).All(secret => secret == password);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("rtsps://cam/1", SourceKind.Rtsp)]
    [InlineData("HTTPS://cam/1", SourceKind.Http)]
    [InlineData("/a/b.mp4", SourceKind.File)]
    [InlineData("/a/b/", SourceKind.Folder)]
    public void KindOf_ASource_IsToldByItsText(string source, SourceKind expected) => Assert.Equal(expected, CameraSource.KindOf(source));
}
