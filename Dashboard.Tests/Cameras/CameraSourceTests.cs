using System.Globalization;
using System.Text;
using Dashboard.Domain.Cameras;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Cameras;

public sealed class CameraSourceTests
{
    [Theory]
    [InlineData("http://cam/snap.jpg", "rtsp://ada:s%2F1@cam:554/1", "http://ada:s%2F1@cam/snap.jpg")]
    [InlineData("https://CAM:8443/snap.jpg", "rtsps://ada:x@cam/1", "https://ada:x@CAM:8443/snap.jpg")]
    [InlineData("http://cam/snap.jpg", "rtsps://ada:x@cam/1", null)]
    [InlineData("http://other/snap.jpg", "rtsp://ada:x@cam/1", null)]
    [InlineData("http://bob:y@cam/snap.jpg", "rtsp://ada:x@cam/1", null)]
    [InlineData("http://cam/snap.jpg?pwd=y", "rtsp://ada:x@cam/1", null)]
    [InlineData("http://cam/snap.jpg", "rtsp://cam/1", null)]
    [InlineData("http://cam/snap.jpg", "/clips/a.mp4", null)]
    public void WithSignInOf_ACamera_IsOnItsComputerAlone(string other, string main, string? expected) =>
        Assert.Equal(expected ?? other, CameraSource.WithSignInOf(other, main));

    [Theory]
    [InlineData("rtsp://cam/1", "rtsp://ada:secret@CAM:554/1", true)]
    [InlineData("RTSPS://cam/1", "rtsps://cam:322/1", true)]
    [InlineData("http://cam/s?n=1", " http://cam:80/s?n=1", true)]
    [InlineData("rtsp://cam/1", "rtsp://cam/2", false)]
    [InlineData("rtsp://cam/a", "rtsp://cam/A", false)]
    [InlineData("rtsp://cam/1", "rtsp://cam:8554/1", false)]
    [InlineData("http://cam/1", "https://cam/1", false)]
    [InlineData("/clips/a.mp4", "/clips/a.mp4", true)]
    public void Locate_OfTwoAddresses_IsTheSameForOneCamera(string one, string other, bool isSame) =>
        Assert.Equal(isSame, CameraSource.Locate(one) == CameraSource.Locate(other));

    [Theory]
    [InlineData("rtsp://admin:secret@cam/1", "rtsp://admin:***@cam/1")]
    [InlineData("rtsp://admin:se@cret@cam:554/1", "rtsp://admin:***@cam:554/1")]
    [InlineData("rtsp://admin:se:cret@cam/1", "rtsp://admin:***@cam/1")]
    [InlineData("rtsp://admin:se/c?r#et@cam/1", "rtsp://admin:***@cam/1")]
    [InlineData("rtsp://admin:s@e:c/r%et@cam:554/1", "rtsp://admin:***@cam:554/1")]
    [InlineData("rtsp://:secret@cam/1", "rtsp://:***@cam/1")]
    [InlineData("rtsp://admin@cam/1", "rtsp://admin@cam/1")]
    [InlineData("rtsp://cam/mail@home", "rtsp://cam/mail@home")]
    [InlineData("rtsp://admin:12/secret@cam/1", "rtsp://admin:***@cam/1")]
    [InlineData("rtsp://admin:12?secret@cam/1", "rtsp://admin:***@cam/1")]
    [InlineData("rtsp://us:p@ss/w@cam/1", "rtsp://us:***@cam/1")]
    [InlineData("rtsp://cam:554/1?mail=a@b", "rtsp://cam:554/1?mail=a@b")]
    [InlineData("rtsp://cam/9Kx3mQpWL0aZzT2vB7Qd3/live", "rtsp://cam/***/live")]
    [InlineData("rtsp://cam/9Kx3mQpWL0aZzT2vB7Qd3/password/x1", "rtsp://cam/***/password/***")]
    [InlineData("http://cam/s?y=/pass/x1&n=1", "http://cam/s?y=/pass/***&n=1")]
    [InlineData("http://cam/s?url=rtsp://b/live/pwd/x1", "http://cam/s?url=rtsp://b/live/pwd/***")]
    [InlineData("http://cam/s?userpin=1234&accesscode=99&n=1", "http://cam/s?userpin=***&accesscode=***&n=1")]
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
    [InlineData("http://cam/x?userpwd=a&x", "http://cam/x?userpwd=***")]
    [InlineData("http://cam/x?userpwd=a&x&n=1", "http://cam/x?userpwd=***&n=1")]
    [InlineData("http://cam/s?auth=YWRtaW46c2VjcmV0", "http://cam/s?auth=***")]
    [InlineData("http://cam/s?a=YWRtaW46c2VjcmV0&n=1", "http://cam/s?a=***&n=1")]
    [InlineData("http://cam/s?YWRtaW46c2VjcmV0MQ==", "http://cam/s?***")]
    [InlineData("http://cam/YWRtaW46c2VjcmV0MQ%3D%3D/live", "http://cam/***/live")]
    [InlineData("http://cam/s?usr=admin;pas=x1", "http://cam/s?usr=admin;pas=***")]
    [InlineData("http://cam/s?user=admin;p=x1", "http://cam/s?user=admin;p=***")]
    [InlineData("http://cam/s?U=ADMIN&P=X1", "http://cam/s?U=ADMIN&P=***")]
    [InlineData("http://cam/s?%70=x1&%50assword=x2", "http://cam/s?%70=***&%50assword=***")]
    [InlineData("http://cam/s?%2570assword=x1", "http://cam/s?%2570assword=***")]
    [InlineData("http://cam/s?n=1&p%3Dx1", "http://cam/s?n=1&p%3D***")]
    [InlineData("http://cam/s?pwd=a%26b&n=1", "http://cam/s?pwd=***&n=1")]
    [InlineData("http://cam/s?user%3Dadmin%26p%3Dx1&n=1", "http://cam/s?user%3Dadmin%26p%3D***&n=1")]
    [InlineData("http://cam/s?c=admin:x1&n=1", "http://cam/s?c=admin:***&n=1")]
    [InlineData("http://cam/s?c=admin%3Ax1&n=1", "http://cam/s?c=admin%3A***&n=1")]
    [InlineData("http://cam/s?admin%3Ax1", "http://cam/s?admin%3A***")]
    [InlineData("http://cam/s?admin:x=1", "http://cam/s?admin:***")]
    [InlineData("http://cam/s?ada@home:x1", "http://cam/s?ada@home:***")]
    [InlineData("http://cam:1984/s?src=rtsp://admin:x1@cam/1&n=1", "http://cam:1984/s?src=rtsp://admin:***@cam/1&n=1")]
    [InlineData("http://cam/s?src=rtsp%3A%2F%2Fadmin%3Ax1%40cam%2F1", "http://cam/s?src=rtsp%3A%2F%2Fadmin%3A***%40cam%2F1")]
    [InlineData("http://cam/s?src=rtsp://cam/1&from=2026-01-02T10:20:30", "http://cam/s?src=rtsp://cam/1&from=2026-01-02T10:20:30")]
    [InlineData("rtsp://cam/admin%3Ax1/1", "rtsp://cam/admin%3A***/1")]
    [InlineData("rtsp://cam/live;admin:x1/1", "rtsp://cam/live;admin:***/1")]
    [InlineData("rtsp://cam/ada@home:x1/1", "rtsp://cam/ada@home:***/1")]
    [InlineData("rtsp://cam/u=admin&p=x1/1", "rtsp://cam/u=admin&p=***/1")]
    [InlineData("rtsp://cam/%70assword=x1/1", "rtsp://cam/%70assword=***/1")]
    [InlineData("rtsp://cam/c=admin:x1/1", "rtsp://cam/c=admin:***/1")]
    [InlineData("http://cam/token/eDE=/live", "http://cam/token/***/live")]
    [InlineData("http://cam/token%2Fx1/live", "http://cam/token%2F***/live")]
    [InlineData("http://cam/token1~x1/live", "http://cam/token1~***/live")]
    [InlineData("http://cam/1#x1", "http://cam/1#***")]
    [InlineData("http://cam/1?n=1#x1", "http://cam/1?n=1#***")]
    [InlineData("http://cam/1#admin:x1", "http://cam/1#admin:***")]
    [InlineData("http://cam/1?n=1#p=x1", "http://cam/1?n=1#p=***")]
    [InlineData("http://admin%3ax1@cam/1", "http://admin%3a***@cam/1")]
    [InlineData("rtsps://cam:7441/x7Gh2kLmN9pQ4rSt?enableSrtp", "rtsps://cam:7441/***?enableSrtp")]
    [InlineData("http://cam/hls/9f86d081884c7d659a2feaa0c55ad015/live.m3u8", "http://cam/hls/***/live.m3u8")]
    [InlineData("http://cam/eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln/1", "http://cam/***/1")]
    [InlineData("rtsp://cam/cam1LiveStreamH264HD1920x1080", "rtsp://cam/cam1LiveStreamH264HD1920x1080")]
    [InlineData("rtsp://cam/h264Preview_01_main", "rtsp://cam/h264Preview_01_main")]
    [InlineData("rtsp://cam/Streaming/Channels/101", "rtsp://cam/Streaming/Channels/101")]
    [InlineData("/videos/a:b@c.mp4", "/videos/a:b@c.mp4")]
    public void Mask_AnAddress_HidesItsPasswordsOnly(string source, string expected) => Assert.Equal(expected, CameraSource.Mask(source));

    [Theory]
    [InlineData("rtsp://cam/axis-media/media.amp?videocodec=h264&resolution=1280x720")]
    [InlineData("rtsp://cam/cam/realmonitor?channel=1&subtype=0&unicast=true&proto=Onvif")]
    [InlineData("rtsp://cam/Streaming/tracks/101?starttime=20260101T101010Z")]
    public void Mask_AnAddressAsCamerasHaveThem_HidesNothing(string source) => Assert.Equal(source, CameraSource.Mask(source));

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
    [InlineData("rtsp://cam/1?%70assword=secret", "rtsp://cam/1?***")]
    [InlineData("rtsp://cam/1?user%3Dadmin%26password%3Dsecret", "rtsp://cam/1?***")]
    [InlineData("rtsp://cam/admin%3Asecret/1", "rtsp://cam/***")]
    [InlineData("rtsp://us:p@se/cret@cam/1", "rtsp://us:***@cam/1")]
    [InlineData("Gate 2: open", "Gate 2: open")]
    public void MaskForeign_OfWhateverAnotherProgramWrites_HasNoSecret(string text, string expected) =>
        Assert.Equal(expected, CameraSource.MaskForeign(text));

    [Theory]
    [InlineData("rtsp://admin:secret@cam/1", "rtsp://admin:***@cam/1")]
    [InlineData("admin:secret@10.0.0.5", "admin:***@10.0.0.5")]
    [InlineData("open --password=secret", "***")]
    [InlineData("Gate: mail ada@example.org", "Gate: mail ada@example.org")]
    [InlineData("Key 2 of the gate", "Key 2 of the gate")]
    public void MaskAny_OfWhateverAnotherProgramWrites_HasNoSecret(string text, string expected) => Assert.Equal(expected, CameraSource.MaskAny(text));

    [Theory]
    [InlineData("rtsp_password", true)]
    [InlineData("ApiKey", true)]
    [InlineData("userPin", true)]
    [InlineData("keyframe_interval", false)]
    [InlineData("camera_name", false)]
    [InlineData("is_streaming", false)]
    public void IsSecretName_OfAField_IsToldByItsWords(string name, bool expected) => Assert.Equal(expected, CameraSource.IsSecretName(name));

    [Theory]
    [InlineData("rtsp://admin:***@cam/2", "rtsp://admin:secret@cam/1", "rtsp://admin:secret@cam/2")]
    [InlineData("rtsp://root:***@CAM/1", "rtsp://admin:secret@cam/1", "rtsp://root:secret@CAM/1")]
    [InlineData("rtsp://admin:new@cam/1", "rtsp://admin:secret@cam/1", "rtsp://admin:new@cam/1")]
    [InlineData("http://cam/s?b=1&pwd=***", "http://cam/s?pwd=x&a=2", "http://cam/s?b=1&pwd=x")]
    [InlineData("http://cam/s?pass=***", "http://cam/s?pwd=x", "http://cam/s?pass=***")]
    [InlineData("http://cam/s?pwd=***&x=1&pwd=***", "http://cam/s?pwd=one&x=1&pwd=two", "http://cam/s?pwd=one&x=1&pwd=two")]
    [InlineData("http://cam/s?pwd=new&Pwd=***", "http://cam/s?pwd=one&Pwd=two", "http://cam/s?pwd=new&Pwd=two")]
    [InlineData("http://cam/token/***/live", "http://cam/token/x1/live", "http://cam/token/x1/live")]
    [InlineData("http://cam/s?pwd=***&x", "http://cam/s?pwd=a", "http://cam/s?pwd=a&x")]
    [InlineData("http://cam/s?password=***", "http://cam/s?%70assword=x1", "http://cam/s?password=x1")]
    [InlineData("http://cam/***/low", "http://cam/x7Gh2kLmN9pQ4rSt/live", "http://cam/x7Gh2kLmN9pQ4rSt/low")]
    [InlineData("http://cam/a/***", "http://cam/x7Gh2kLmN9pQ4rSt/live", "http://cam/a/***")]
    [InlineData("http://cam/s?src=rtsp://a:***@b/2", "http://cam/s?src=rtsp://a:x1@b/1", "http://cam/s?src=rtsp://a:x1@b/2")]
    public void RestoreMask_SameHost_PutsTheStoredPasswordBack(string edited, string stored, string expected) =>
        Assert.Equal(expected, CameraSource.RestoreMask(edited, stored));

    [Theory]
    [InlineData("rtsp://admin:***@evil/1")]
    [InlineData("rtsp://admin:***@cam:555/1")]
    [InlineData("rtsp://admin:***@evil/@cam/1")]
    [InlineData("rtsp://admin:***@cam/1", "rtsps://admin:secret@cam/1")]
    [InlineData("RTSP://admin:***@cam/1?pwd=***", "rtsps://admin:secret@cam/1?pwd=secret")]
    [InlineData("http://admin:***@cam/1", "https://admin:secret@cam/1")]
    public void RestoreMask_AnotherHost_OrOneInClear_GetsNoPassword(string edited, string stored = "rtsp://admin:secret@cam/1")
    {
        var restored = CameraSource.RestoreMask(edited, stored);
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

    /// <summary>A sign-in in every spelling in which cameras take one, at any place, whatever stands beside it.</summary>
    [Fact]
    public void Mask_AnySpellingOfASignIn_HidesIt_AndItComesBack()
    {
        const string secret = "Q7hush";
        string[] spellings =
        [
            "user=ada&pwd={0}", "usr=ada;pas={0}", "u=ada&p={0}", "loginuse=ada&loginpas={0}", "userpwd=ada:{0}", "ada:{0}",
            "auth={1}", "a={1}", "{1}",
            "p%3D{0}", "%70wd={0}", "PASSWORD={0}", "user%3Dada%26password%3D{0}", "c=ada:{0}", "user=ada_password={0}_channel=1",
            "src=http://ada:{0}@b/1", "src=http%3A%2F%2Fada%3A{0}%40b",
        ];
        var basic = Convert.ToBase64String(Encoding.ASCII.GetBytes("ada:" + secret));
        var cases = from spelling in Gen.Elements(spellings)
                    from start in Gen.Elements(
                        "http://cam/?", "rtsp://cam:554/a/b?n=1&", "http://a:b@cam/x?at=12:30;", "http://cam/1#", "http://cam/", "rtsp://cam/a/")
                    from value in Gen.Elements(secret, secret + "%26", secret + "%3B1", secret + "%25", secret + ":1", secret + "=")
                    from end in Gen.Elements("", "&n=1", "&n", ";n=1", "#1", "&p=" + secret)
                    select start + string.Format(CultureInfo.InvariantCulture, spelling, value, basic) + end;
        Prop.ForAll(cases.ToArbitrary(), source =>
        {
            var masked = CameraSource.Mask(source);
            return !masked.Contains(secret) && !masked.Contains(basic) && CameraSource.HasMask(masked) && CameraSource.Mask(masked) == masked
                && CameraSource.RestoreMask(masked, source) == source;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    /// <summary>Text that is no address that anybody would write: what is hidden comes back to the letter.</summary>
    [Fact]
    public void Mask_AnyText_ComesBack()
    {
        var pieces = Gen.Elements(
            "/", "?", "&", ";", "#", "=", ":", "@", "%3D", "%26", "%2f", "%3A", "%25", "%", "p", "pwd", "token", "user", "a", "1", "_channel=", "//",
            ",", ".", "-", "YWRtaW46c2VjcmV0", "x7Gh2kLmN9pQ4rSt", "\uE03D");
        var texts = pieces.ListOf().Select(list => "rtsp://cam/" + string.Concat(list));
        Prop.ForAll(texts.ToArbitrary(), source =>
        {
            var masked = CameraSource.Mask(source);
            return CameraSource.RestoreMask(masked, source) == source && (masked == source || CameraSource.HasMask(masked));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData("rtsp://ada:hush@cam:554/live?x=1", "rtsp://cam:554")]
    [InlineData("HTTPS://cam/hush", "HTTPS://cam")]
    [InlineData("rtsp://a:s/?#@[fe80::1]:554/a", "rtsp://[fe80::1]:554")]
    [InlineData("rtsp://ada:12/hush@cam:554/a", "rtsp://cam:554")]
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
