using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Agents.Intake;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Domain.Cameras;

namespace Dashboard.Tests.Cameras;

/// <summary>Secrets under every name, behind every separator, in every encoding: none is left wherever an address is shown or written.</summary>
public sealed partial class PlantedSecretTests
{
    private const string Secret = "S3crQ7";

    internal static readonly string[] Names =
    [
        "pass", "pwd", "pw", "auth", "token", "key", "secret", "login", "user_pin", "sid", "session_id", "sig", "signature", "credential", "mdp",
        "accesscode", "otp", "wachtwoord", "Kennwort", "Passwort", "contraseña", "contrasena", "contrasen\u0303a", "CONTRASEÑA", "clave", "senha",
        "motdepasse", "mot_de_passe", "parola", "heslo", "hasło", "haslo", "HASŁO", "lösenord", "losenord", "kodeord", "adgangskode", "passord",
        "salasana", "jelszó", "şifre", "sifre", "пароль", "Пароль", "ΚΩΔΙΚΟΣ", "mima", "密码", "パスワード", "비밀번호", "geslo", "lozinka", "slaptažodis",
        "mật_khẩu", "kata_sandi", "p\uFF41ss", "haseł.hasło",
    ];

    private static readonly string[] Starts =
        ["http://cam/s?", "rtsp://cam:554/live/1?n=1&", "http://cam/s?user=ada&", "http://cam/s?usr=ada;", "rtsp://ada:b@cam/x?a=b&"];

    private static readonly Func<string, string>[] Encodings =
    [
        text => text, Uri.EscapeDataString, text => Uri.EscapeDataString(Uri.EscapeDataString(text)),
        text => string.Concat(Encoding.UTF8.GetBytes(text).Select(one => $"%{one:x2}")),
    ];

    private static readonly string[] Ends = ["", "&n=1", "&b"];

    /// <summary>In a query every separator parts name and value; in a path every one but those that end a part.</summary>
    [Fact]
    public void Mask_EveryNameSeparatorAndEncoding_HidesTheSecret_AndItComesBack()
    {
        var inQueries = Plant(Starts, ["=", " ", "+", "%20", "%2520", "%09", ":", "%3D", "%3A", "|", "~", "-", " = ", "%20=%20"], Ends);
        var inPaths = Plant(
            ["rtsp://cam/", "http://cam:80/live/", "rtsp://ada:b@cam/a,"], ["=", "/", "%2F", "%20", "-", "_", ".", ":", "~", ",", ";"],
            ["", "/live"]);
        foreach (var (_, _, source) in inQueries.Concat(inPaths))
        {
            AssertHidden(source);
        }
    }

    [Theory]
    [InlineData("rtsp://S3crQ7@cam/1")]
    [InlineData("rtsp://S3crQ7@cam:554")]
    [InlineData("http://cam/x//admin:S3crQ7@b/1")]
    [InlineData("http://cam/x//admin:S3c/S3crQ7@b/1")]
    [InlineData("http://cam/x?src=//admin:S3crQ7@b/1")]
    [InlineData("http://cam/x?src=rtsp://S3crQ7@b/1")]
    [InlineData("http://cam/rtsp://S3crQ7@b/1")]
    [InlineData("http://cam/rtsp%3A%2F%2FS3crQ7%40b%2F1")]
    [InlineData("http://cam/x?contrase%F1a=S3crQ7")]
    [InlineData("http://cam/contrasenacamaraprincipal/S3crQ7")]
    [InlineData("http://cam/auth/token/S3crQ7")]
    [InlineData("http://cam/login/key/S3crQ7")]
    [InlineData("http://cam/api/auth/session/S3crQ7")]
    [InlineData("http://cam/auth/auth/S3crQ7")]
    [InlineData("http://cam/auth/live/S3crQ7")]
    [InlineData("http://cam/auth%2Flive%2FS3crQ7")]
    [InlineData("http://cam/s_pwpath/auth/S3crQ7/snap")]
    [InlineData("http://cam/auth//S3crQ7/snap")]
    [InlineData("http://cam/auth/S3crQ7.jpg")]
    [InlineData("http://cam/live/auth/S3crQ7.ts")]
    [InlineData("http://cam/token/S3crQ7_abc.cgi")]
    [InlineData("http://cam/x?src=/auth/token/S3crQ7")]
    [InlineData("rtsp://cam/live,token,S3crQ7")]
    [InlineData("http://cam/x?st=S3crQ7-a_b&e=1")]
    [InlineData("http://cam/x?tk=S3crQ7")]
    [InlineData("http://cam/x?src=/auth/live/S3crQ7&n=1")]
    public void Mask_ASecretWithoutAName_IsHidden_AndComesBack(string source) => AssertHidden(source);

    [Theory]
    [InlineData("http://cam/QxZvBnMkJhGfDsQw/live", "http://cam/***/live")]
    [InlineData("http://cam/xqzvbnmkjhgfdsqw", "http://cam/***")]
    [InlineData("http://cam/correcthorsebatterystaple/1", "http://cam/***/1")]
    [InlineData("http://cam/1?a=XQZVBNMKJHGFDSQWE", "http://cam/1?a=***")]
    [InlineData("http://cam/1?id=550e8400-e29b-41d4-a716-446655440000", "http://cam/1?id=***")]
    [InlineData("http://cam/livestreamingmain/1?a=GetCurrentVideoStreamState", "http://cam/livestreamingmain/1?a=GetCurrentVideoStreamState")]
    [InlineData("rtsp://admin@cam/1?user=ada", "rtsp://admin@cam/1?user=ada")]
    [InlineData("rtsp://cam/VideoMediaProfileMain", "rtsp://cam/VideoMediaProfileMain")]
    [InlineData("rtsp://tok@cam/1", "rtsp://***@cam/1")]
    [InlineData("http://cam/x?st=main&e=1", "http://cam/x?st=main&e=1")]
    public void Mask_LettersAlone_AreToldFromWords(string source, string expected) => Assert.Equal(expected, CameraSource.Mask(source));

    /// <summary>Behind a part that tells of a sign-in stands the name of a file or a stream, which is none, or a secret.</summary>
    [Theory]
    [InlineData("http://cam/auth/still.jpg", "http://cam/auth/still.jpg")]
    [InlineData("http://cam/x/Login/video-1.mjpg?n=1", "http://cam/x/Login/video-1.mjpg?n=1")]
    [InlineData("http://cam/token/live.m3u8", "http://cam/token/live.m3u8")]
    [InlineData("http://cam/cgi/login.cgi", "http://cam/cgi/login.cgi")]
    [InlineData("http://cam/auth/S3crQ7", "http://cam/auth/***")]
    [InlineData("http://cam/token_S3crQ7.jpg", "http://cam/token_***")]
    [InlineData("http://cam/auth/token-S3crQ7.jpg", "http://cam/auth/***")]
    [InlineData("http://cam/auth/S3crQ7/still.jpg", "http://cam/auth/***/still.jpg")]
    [InlineData("http://cam/auth/S3crQ7.exe", "http://cam/auth/***")]
    [InlineData("http://cam/password/S3crQ7.jpg", "http://cam/password/***")]
    [InlineData("http://cam/token=S3crQ7.jpg", "http://cam/token=***")]
    [InlineData("http://cam/token/a:S3crQ7.jpg", "http://cam/token/***")]
    [InlineData("http://cam/token/x7Gh2kLmN9pQ4rSt.jpg", "http://cam/token/***")]
    [InlineData("http://cam/auth/snap", "http://cam/auth/snap")]
    [InlineData("http://cam/auth2/snap?n=1", "http://cam/auth2/snap?n=1")]
    [InlineData("rtsp://cam/x/Auth/h264/ch1/main/av_stream", "rtsp://cam/x/Auth/h264/ch1/main/av_stream")]
    [InlineData("http://cam/auth/snap1234", "http://cam/auth/***")]
    [InlineData("http://cam/auth/101", "http://cam/auth/***")]
    [InlineData("http://cam/auth/admin", "http://cam/auth/***")]
    [InlineData("http://cam/auth/x7Gh2kLmN9pQ4rSt", "http://cam/auth/***")]
    [InlineData("http://cam/auth%2Fsnap", "http://cam/auth%2F***")]
    [InlineData("http://cam/auth=snap", "http://cam/auth=***")]
    [InlineData("http://cam/token/snap", "http://cam/token/***")]
    [InlineData("http://cam/authkey/snap", "http://cam/authkey/***")]
    public void Mask_BehindAuth_LeavesNamesOfFilesAndStreams(string source, string expected) => Assert.Equal(expected, CameraSource.Mask(source));

    [Theory]
    [InlineData("rtsp://***@cam/2", "rtsp://tok@cam/1", "rtsp://tok@cam/2")]
    [InlineData("rtsp://***@cam/2", "rtsp://ada:admin@cam/1", "rtsp://***@cam/2")]
    [InlineData("rtsp://***@evil/2", "rtsp://tok@cam/1", "rtsp://***@evil/2")]
    public void RestoreMask_OfALoneUser_PutsBackWhatStoodThere(string edited, string stored, string expected)
    {
        var restored = CameraSource.RestoreMask(edited, stored);
        Assert.Equal((expected, expected.Contains("***", StringComparison.Ordinal)), (restored, CameraSource.HasMask(restored)));
    }

    /// <summary>What ffmpeg says of an address becomes the error of its camera, which is shown, logged and thrown.</summary>
    [Fact]
    public void Error_OfASource_HasNoneOfItsSecrets()
    {
        foreach (var (_, _, source) in Plant(Starts, ["=", "%20", ":"], Ends))
        {
            var log = new FfmpegLog(source);
            log.Add($"[http @ 0x5581] [error] Error opening input {source}: Connection refused, {source[source.IndexOf('/', 9)..]}");
            Assert.DoesNotContain(Secret, log.Explain("No picture."));
        }
    }

    /// <summary>Agents of others name their settings as they like, and tell addresses and whole command lines.</summary>
    [Fact]
    public void Heartbeat_WithASecretAnywhere_IsKeptWithoutIt()
    {
        foreach (var name in Names)
        {
            var body = JsonSerializer.SerializeToElement(new Dictionary<string, object?>
            {
                [name] = Secret,
                ["inner"] = new Dictionary<string, object?> { ["cam_" + name] = new[] { Secret } },
                ["command"] = $"open --{name}={Secret} now",
                ["stream"] = $"rtsp://cam/1?{Uri.EscapeDataString(name)}={Secret}",
                ["address"] = $"rtsp://{Secret}@cam/1",
            });
            Assert.DoesNotContain(Secret, HeartbeatSecrets.Remove(body));
        }
    }

    /// <summary>As programs tell their settings, their command lines and what they read from files.</summary>
    [Theory]
    [InlineData("""{"name":"password","value":"S3crQ7"}""")]
    [InlineData("""{"key":"cam_pwd","type":"string","val":"S3crQ7"}""")]
    [InlineData("""{"text":"S3crQ7","id":"wifi.psk"}""")]
    [InlineData("""[["user","ada"],["password","S3crQ7"]]""")]
    [InlineData("""["--user","ada","--password","S3crQ7","--rate","5"]""")]
    [InlineData("""[{"settings":[{"Name":"token","Value":{"is":"S3crQ7"}}]}]""")]
    [InlineData("""{"wifi":{"ssid":"x","psk":"S3crQ7"},"snmp":{"read_community":"S3crQ7"}}""")]
    [InlineData("""{"wpa_psk2":"S3crQ7"}""")]
    [InlineData("\"alprd --user admin --password S3crQ7\"")]
    [InlineData("\"alprd -pass 'S3crQ7' -v\"")]
    [InlineData("\"<user>a</user><password>S3crQ7</password>\"")]
    [InlineData("\"<cam:Password kind='1'><![CDATA[S3crQ7]]></cam:Password>\"")]
    [InlineData("\"<param name='password' value='S3crQ7'/>\"")]
    [InlineData("\"rtsp%3A%2F%2Fu%3AS3crQ7%40host%2Fx\"")]
    [InlineData("\"rtsp%253A%252F%252Fu%253AS3crQ7%2540host%252Fx\"")]
    [InlineData("\"{\\\"name\\\":\\\"password\\\",\\\"value\\\":\\\"S3crQ7\\\"}\"")]
    [InlineData("\"[\\\"--password\\\",\\\"S3crQ7\\\"]\"")]
    [InlineData("\"-----BEGIN RSA PRIVATE KEY-----\\nS3crQ7\"")]
    public void Heartbeat_WithASecretBesideItsName_IsKeptWithoutIt(string body) => Assert.DoesNotContain(
        Secret, HeartbeatSecrets.Remove(JsonSerializer.Deserialize<JsonElement>($$"""{"a":[{"b":{{body}}}]}""")));

    /// <summary>What an operator wants to know of an agent is no secret because of a word in it.</summary>
    [Theory]
    [InlineData("""{"agent_version":"2.5","uptime":12,"passages":120,"passengers":3,"keyboard":"de","compass":180,"temperature":[20.5,31]}""")]
    [InlineData("""{"name":"Key West","value":5,"url":"10.0.0.9"}""")]
    [InlineData("""{"name":"gate","value":"open"}""")]
    [InlineData("""["pass","fail","monkey"]""")]
    [InlineData("""{"args":["--rate","5","--camera","gate"],"command":"alprd --rate 5 -v --camera gate"}""")]
    [InlineData("""{"page":"<b>well</b> <i>done</i>","note":"\"north\", \"south\"","progress":"100%25"}""")]
    [InlineData("""{"community":"Springfield","video_streams":[{"camera_id":1,"camera_name":"Passage 1","fps":10}]}""")]
    public void Heartbeat_WithoutASecret_IsKeptToTheLetter(string body) =>
        Assert.Equal(body, HeartbeatSecrets.Remove(JsonSerializer.Deserialize<JsonElement>(body)));

    /// <summary>A table of streams by their address, beside a name that is no text: half of a surrogate pair.</summary>
    [Theory]
    [InlineData("""{"rtsp://ada:S3crQ7@cam/1":{"fps":5}}""", """{"rtsp://ada:***@cam/1":{"fps":5}}""")]
    [InlineData("""{"\ud800":1,"a":"rtsp://ada:S3crQ7@cam/1"}""", """{"\\ud800":1,"a":"rtsp://ada:***@cam/1"}""")]
    [InlineData("""{"\ud800":1}""", """{"\ud800":1}""")]
    public void Heartbeat_WithASecretInAName_IsKeptWithoutIt(string body, string expected) =>
        Assert.Equal(expected, HeartbeatSecrets.Remove(JsonSerializer.Deserialize<JsonElement>(body)));

    [Theory]
    [InlineData("Authorization: Basic c3VubnlIMTI6eA==")]
    [InlineData("Bearer eyJhbGciOi")]
    [InlineData("YWRtaW46c3VubnlIMTE=")]
    [InlineData("Schlüssel: S3crQ7")]
    [InlineData("llave=S3crQ7")]
    public void MaskAny_OfASignInInAnotherForm_LeavesNothingOfIt(string text) => Assert.Equal("***", CameraSource.MaskAny(text));

    [Theory]
    [InlineData("Gate")]
    [InlineData("gate-north-12345")]
    [InlineData("TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2")]
    public void MaskAny_OfAName_LeavesItAsItIs(string text) => Assert.Equal(text, CameraSource.MaskAny(text));

    [Fact]
    public void Agent_WithASecretInItsNames_IsKnownWithoutIt()
    {
        var agent = PushingAgent.From("AG1", "4", "rtsp://ada:S3crQ7@cam/1", "ada:S3crQ7@cam");
        Assert.Equal(("rtsp://ada:***@cam/1", "ada:***@cam"), (agent.Label, agent.Hostname));
    }

    /// <summary>Agents may send 20 MB in one text: no rule looks through that.</summary>
    [Fact]
    public void MaskAny_OfAVeryLongText_LeavesNothingOfIt() =>
        Assert.Equal("***", CameraSource.MaskAny(string.Concat(Enumerable.Repeat("a:", 1_000_000)) + Secret));

    /// <summary>The browser's rule for what it writes down has the same words as the server's.</summary>
    [Fact]
    public void Drafts_KnowTheSameNames()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "wwwroot-assets", "js", "drafts.js"));
        var joined = LineEnd().Replace(script, "").Replace("' + languages + '", SecretNames.Languages, StringComparison.Ordinal)
            .Replace(@"\\", @"\", StringComparison.Ordinal);
        Assert.All(
            [SecretNames.Languages, SecretNames.QueryWords, SecretNames.BeforeColon, SecretNames.WholeNames, SecretNames.CommonUsers],
            words => Assert.Contains(words, joined));
    }

    // Of a text that goes on in the next line.
    [GeneratedRegex(@"'\s*\n\s*\+ '")]
    private static partial Regex LineEnd();

    private static IEnumerable<(string Start, string Separator, string Source)> Plant(string[] starts, string[] separators, string[] ends) =>
        from name in Names
        from encode in Encodings
        from separator in separators
        from start in starts
        from end in ends
        select (start, separator, start + encode(name) + separator + Secret + end);

    private static void AssertHidden(string source)
    {
        var masked = CameraSource.Mask(source);
        Assert.False(masked.Contains(Secret, StringComparison.Ordinal), $"{source} is shown as {masked}");
        Assert.True(CameraSource.HasMask(masked), masked);
        Assert.Equal(masked, CameraSource.Mask(masked));
        Assert.Equal(source, CameraSource.RestoreMask(masked, source));
        Assert.DoesNotContain(Secret, CameraSource.PlaceOf(source));
        Assert.DoesNotContain(Secret, CameraSource.MaskForeign(source));
        Assert.DoesNotContain(Secret, CameraSource.MaskAny("see " + source));
        Assert.Contains(CameraSource.Secrets(source), secret => secret.Contains(Secret, StringComparison.Ordinal));
    }
}
