using System.Text;
using Dashboard.Capture.Http;
using Dashboard.Capture.Http.Playlists;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.Http.Playlists;

/// <summary>What is played at its own pace.</summary>
public sealed class RecordingsTests
{
    private const string Part = "#EXTM3U\n#EXTINF:2,\na.ts\n";

    private const string File = "\0\0\0\u0010ftypmp42\0\0\0\0";

    [Theory]
    [InlineData(Part + "#EXT-X-ENDLIST\n", true)]
    [InlineData(Part, false)]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nwith-end.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nb.m3u8\n", true)]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlive.m3u8\n", false)]
    [InlineData("\0\0\0\u0018ftypmp42", true)]
    [InlineData(File + "\0\0\0\u0018moov\0\0\0\u0010trak\0\0\0\0\0\0\0\0", true)]
    [InlineData(File + "\0\0\0\u0018moov\0\0\0\u0010mvex\0\0\0\0\0\0\0\0", false)]
    [InlineData(File + "\0\u0020\0\0moov\0\0\0\u0010trak", true)]
    [InlineData(File + "\0\u0020\0\0mdat\0\0\0\u0010mvex", true)]
    [InlineData("FLV\u0001\u0005\0\0\0\u0009", false)]
    public async Task Recording_IsToldByWhatComes(string body, bool expected)
    {
        await using var camera = new FaultCamera(answer => answer.SendAsync(Encoding.Latin1.GetBytes(answer.Path switch
        {
            "/with-end.m3u8" => Part + "#EXT-X-ENDLIST\n",
            "/live.m3u8" => Part,
            _ => body,
        })));
        var cancellation = TestContext.Current.CancellationToken;
        using var http = new CameraHttp(camera.Address);
        using var answer = await http.GetAsync(cancellation);
        await using var stream = await http.BodyAsync(answer, cancellation);
        var start = new byte[body.Length];
        var length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        Assert.Equal(expected, await Recordings.IsOneAsync(http, answer, start.AsMemory(0, length), stream, cancellation));
    }
}
