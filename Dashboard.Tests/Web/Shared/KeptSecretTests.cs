using Bunit;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Notes;

namespace Dashboard.Tests.Web.Shared;

/// <summary>What pages hold beside their fields is written down by the browser as fields are: without what may tell a secret.</summary>
public sealed class KeptSecretTests : BunitContext
{
    /// <summary>What the browser's rule knows as well.</summary>
    internal static readonly string[] Telling =
    [
        "rtsp://10.0.0.1:554/user=admin_password=Geheim99_channel=1_stream=0.sdp", "rtsp://10.0.0.1/live?user=admin&password=Geheim99",
        "10.0.0.1/live?token=Geheim99", "http://10.0.0.1/token/Geheim99/live", "http://10.0.0.1/password-Geheim99",
        "http://10.0.0.1/%70assword%3DGeheim99", "rtsp://10.0.0.1/admin:Geheim99/1", "admin:Geheim99@10.0.0.1/live",
        "rtsp//admin:Geheim99@10.0.0.1/live", "rtsp:/admin:Geheim99@10.0.0.1/live", "rtsp://admin%3AGeheim99@10.0.0.1/", "rtsp://admin:Geheim",
        "rtsp://admin:12/Geheim99@10.0.0.1/1", "rtsp://10.0.0.1/live;pwd=Geheim99", "rtsp://10.0.0.1/live#Geheim99",
        "http://10.0.0.1/YWRtaW46R2VoZWltOTk=/live", "http://10.0.0.1/eyJhbGciOi/live", "https://hooks.example.com/x?token=Geheim99",
        "https://hooks.example.com/services/x7Gh2kLmN9pQ4rSt", "password: Geheim99", "see rtsp://10.0.0.1/token/Geheim99 now",
        "Bearer Geheim99", "hasło: Geheim99", "http://10.0.0.1/x?contraseña=Geheim99", "http://10.0.0.1/x?has%C5%82o=Geheim99",
        "rtsp://Geheim99@10.0.0.1/live", "http://10.0.0.1/x?пароль=Geheim99", "see 密码：Geheim99", "http://10.0.0.1/qxzvbnmkjhgfdsqw/1",
        "10.0.0.1/token/Geheim99/live", "http://10.0.0.1/x?pwd%20Geheim99",
        "http://10.0.0.1/auth/Geheim99/snap", "http://10.0.0.1/auth/snap/Geheim99", "http://10.0.0.1/auth/snapGeheim99", "http://10.0.0.1/token/snap",
        "http://10.0.0.1/token/auth/snap", "http://10.0.0.1/auth/Geheim.jpg", "http://10.0.0.1/auth/snap/1234",
    ];

    /// <summary>What has none.</summary>
    internal static readonly string[] Harmless =
    [
        "rtsp://10.0.0.1:554/h264/ch1/main/av_stream", "rtsp://10.0.0.1/Streaming/Channels/101", "https://example.com/plates",
        "https://[fd00::1]:8443/plates", "/srv/clips/demo.mp4", "ada@example.com", "AB12", "Driver forgot the", "passenger/driver side",
        "passengers: two", "at 7:30 pm", "Is this the same car?", "rtsp://admin@10.0.0.1/live",
        "http://10.0.0.1/auth/snap", "10.0.0.1/auth/snap", "http://10.0.0.1/live/auth2/stream1/", "http://10.0.0.1/auth/channel1/12",
        "http://10.0.0.1/auth/still.jpg", "http://10.0.0.1/cgi/login.cgi", "http://10.0.0.1/login/index.php",
    ];

    [Fact]
    public void Notes_AreWrittenDown_WhereTheyTellNoSecret()
    {
        foreach (var text in Telling.Concat(Harmless).Chunk(8))
        {
            var drafts = new NoteDrafts();
            foreach (var one in text)
            {
                drafts.Keep(one, one);
            }

            var again = new NoteDrafts();
            again.Read(drafts.Write());
            Assert.All(text, one => Assert.Equal(Telling.Contains(one) ? "" : one, again.Find(one)));
            Assert.Equal(text.Any(Telling.Contains), drafts.HasSecret);
        }
    }

    [Theory]
    [InlineData("[\"Gate 2\",\"open at 7\"]", true, false)]
    [InlineData("[\"Gate 2\",{\"text\":\"has\\u0142o: Geheim99\"}]", false, true)]
    [InlineData("rtsp://ada:Geheim99@cam/1", false, true)]
    [InlineData("{\"Address\":\"rtsp://cam/1?pwd=***&n=1\"}", true, false)]
    [InlineData(null, false, false)]
    public void Kept_WithASecretInIt_IsNotGivenToTheBrowser_AndIsToldToBeMissing(string? value, bool isKept, bool isLost)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var kept = Render<Kept>(one => one.Add(part => part.Name, "notes").Add(part => part.Value, value));
        Assert.Equal((isKept, isLost), (kept.FindAll("[data-kept]").Count == 1, kept.FindAll("[data-lost]").Count == 1));
        Assert.DoesNotContain("Geheim99", kept.Markup);
    }
}
