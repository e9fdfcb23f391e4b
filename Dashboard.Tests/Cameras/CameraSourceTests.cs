using Dashboard.Domain.Cameras;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Cameras;

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
    [InlineData("http://cam/s?pass=sec#ret&bypass=1", "http://cam/s?pass=***&bypass=***")]
    [InlineData("rtsp://cam/user=admin_password=tlJwpbo6_channel=1_stream=0.sdp", "rtsp://cam/user=admin_password=***_channel=1_stream=0.sdp")]
    [InlineData("rtsp://cam/?user=admin_password=x_channel=1", "rtsp://cam/?user=admin_password=***")]
    [InlineData("rtsp://cam/live/admin:12345/ch0", "rtsp://cam/live/admin:***/ch0")]
    [InlineData("http://cam/c.cgi?loginuse=ada&loginpas=x;y", "http://cam/c.cgi?loginuse=***&loginpas=***")]
    [InlineData("http://cam/s?access_token=a=b&authbasic=YTpi&API-Key=k&n=1", "http://cam/s?access_token=***&authbasic=***&API-Key=***&n=1")]
    [InlineData("http://cam:8080/a:/b", "http://cam:8080/a:/b")]
    [InlineData("http://a:b@cam/s?pwd=c", "http://a:***@cam/s?pwd=***")]
    [InlineData("http://cam/s?pwd=", "http://cam/s?pwd=")]
    [InlineData("http://cam/s?admin:secret", "http://cam/s?admin:***")]
    [InlineData("http://cam/s?n=1&admin:se/cret&at=12:30", "http://cam/s?n=1&admin:***&at=12:30")]
    [InlineData("http://cam/s?usr=ada&psw=x", "http://cam/s?usr=ada&psw=***")]
    [InlineData("http://cam/s?u=ada&p=x&pin=1&step=2", "http://cam/s?u=ada&p=***&pin=***&step=2")]
    [InlineData("http://cam/s?cred=x&psd=y&session=z", "http://cam/s?cred=***&psd=***&session=***")]
    [InlineData("http://cam/token/x1/live.m3u8", "http://cam/token/***/live.m3u8")]
    [InlineData("http://cam/password-x1/live", "http://cam/password-***/live")]
    [InlineData("http://cam/password_x1/live", "http://cam/password_***/live")]
    [InlineData("http://cam/hls/key.x1.m3u8", "http://cam/hls/key.***")]
    [InlineData("http://cam/password=/x1/live", "http://cam/password=/***/live")]
    [InlineData("http://cam/s?id=1&password%3Dx1", "http://cam/s?id=1&password%3D***")]
    [InlineData("http://cam/s?passw%6Frd=x1&jwt=y", "http://cam/s?passw%6Frd=***&jwt=***")]
    [InlineData("rtsp://cam/h264Preview_01_main", "rtsp://cam/h264Preview_01_main")]
    [InlineData("rtsp://cam/Streaming/Channels/101", "rtsp://cam/Streaming/Channels/101")]
    [InlineData("/videos/a:b@c.mp4", "/videos/a:b@c.mp4")]
    public void Mask_AnAddress_HidesItsPasswordsOnly(string source, string expected) => Assert.Equal(expected, CameraSource.Mask(source));

    [Theory]
    [InlineData("rtsp://admin:secret@cam:554/1", "rtsp://admin:***@cam:554/1")]
    [InlineData("rtsp://cam:554/live/1", "rtsp://cam:554/live/1")]
    [InlineData("rtsp://cam:554/1?n=1", "rtsp://cam:554/1?***")]
    [InlineData("rtsp://cam/1?c=admin:secret&x=1", "rtsp://cam/1?***")]
    [InlineData("http://cam/s?apikey=a&b;secret", "http://cam/s?***")]
    [InlineData("rtsp://cam/x;admin:secret", "rtsp://cam/***")]
    [InlineData("rtsp://cam/password/secret", "rtsp://cam/***")]
    [InlineData("rtsp://cam/1#secret", "rtsp://cam/1#***")]
    [InlineData("rtmp://admin:secret@cam/live", "rtmp://cam/***")]
    [InlineData("srt://cam:9000?passphrase=secret", "srt://cam:9000/***")]
    [InlineData(" rtsp://admin:secret@cam/1", "rtsp://cam/***")]
    [InlineData("rtspsrc location=rtsp://admin:secret@cam/x ! decodebin", "rtsp://cam/***")]
    [InlineData("rtsp://admin:12/secret@cam/1", "rtsp://cam/***")]
    [InlineData("rtsp://admin:1234#secret@cam", "rtsp://cam/***")]
    [InlineData("rtsp://cam/1?%70assword=secret", "rtsp://cam/***")]
    [InlineData("rtsp://cam/1?user%3Dadmin%26password%3Dsecret", "rtsp://cam/1?***")]
    [InlineData("rtsp://cam/admin%3Asecret/1", "rtsp://cam/***")]
    [InlineData("Gate 2: open", "Gate 2: open")]
    public void MaskForeign_OfWhateverAnotherProgramWrites_HasNoSecret(string text, string expected) =>
        Assert.Equal(expected, CameraSource.MaskForeign(text));

    [Theory]
    [InlineData("rtsp://admin:***@cam/2", "rtsp://admin:secret@cam/1", "rtsp://admin:secret@cam/2")]
    [InlineData("rtsp://root:***@CAM/1", "rtsp://admin:secret@cam/1", "rtsp://root:secret@CAM/1")]
    [InlineData("rtsp://admin:new@cam/1", "rtsp://admin:secret@cam/1", "rtsp://admin:new@cam/1")]
    [InlineData("http://cam/s?b=1&pwd=***", "http://cam/s?pwd=x&a=2", "http://cam/s?b=1&pwd=x")]
    [InlineData("http://cam/s?pass=***", "http://cam/s?pwd=x", "http://cam/s?pass=***")]
    [InlineData("http://cam/s?pwd=***&x=1&pwd=***", "http://cam/s?pwd=one&x=1&pwd=two", "http://cam/s?pwd=one&x=1&pwd=two")]
    [InlineData("http://cam/s?pwd=new&Pwd=***", "http://cam/s?pwd=one&Pwd=two", "http://cam/s?pwd=new&Pwd=two")]
    [InlineData("http://cam/token/***/live", "http://cam/token/x1/live", "http://cam/token/x1/live")]
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

    /// <summary>Any name that tells of a secret, written anyhow, in the query and in the path.</summary>
    [Fact]
    public void Mask_AnyNameOfASecret_HidesItsValue_AndTheValueComesBack()
    {
        string[] words = ["pass", "pwd", "pw", "psw", "auth", "token", "key", "secret", "login"];
        var names = from before in Gen.Elements("", "x", "user_", "my-", "A.")
                    from word in Gen.Elements(words)
                    from after in Gen.Elements("", "1", "word", "_b")
                    from isUpper in Gen.Elements(true, false)
                    select before + (isUpper ? word.ToUpperInvariant() : word) + after;
        var cases = from name in names
                    from start in Gen.Elements(
                        "http://cam/s?", "rtsp://cam:554/live/", "rtsp://a:b@cam/x?n=1&", "rtsp://cam/user=ada_", "http://cam/?")
                    from end in Gen.Elements("", "&n=1")
                    from value in ArbMap.Default.ArbFor<NonEmptyString>().Generator
                    select (Start: start + name + "=", Value: "Q7" + Uri.EscapeDataString(value.Get) + "z", End: end);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var source = one.Start + one.Value + one.End;
            var masked = CameraSource.Mask(source);
            return !masked.Contains(one.Value) && CameraSource.HasMask(masked) && CameraSource.Mask(masked) == masked
                && CameraSource.RestoreMask(masked, source) == source
                && !CameraSource.PlaceOf(source).Contains(one.Value);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("rtsp://ada:hush@cam:554/live?x=1", "rtsp://cam:554")]
    [InlineData("HTTPS://cam/hush", "HTTPS://cam")]
    [InlineData("rtsp://a:s/?#@[fe80::1]:554/a", "rtsp://[fe80::1]:554")]
    [InlineData("/srv/clip.mp4", "/srv/clip.mp4")]
    public void PlaceOf_AnAddress_IsSchemeHostAndPort(string source, string expected) => Assert.Equal(expected, CameraSource.PlaceOf(source));

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
