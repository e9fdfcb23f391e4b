using Dashboard.Capture.Http.Playlists;

namespace Dashboard.Tests.Capture.Http.Playlists;

/// <summary>Live video in parts (HLS): where it is begun.</summary>
public sealed class PlaylistTextTests
{
    [Fact]
    public void FromNewest_OfALivePlaylist_BeginsWithItsNewestPart()
    {
        const string live = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:41\n#EXT-X-MAP:URI=\"a.mp4\"\n"
            + "#EXT-X-PROGRAM-DATE-TIME:2026-11-30T10:00:00Z\n#EXTINF:2,\n41.m4s\n#EXT-X-KEY:METHOD=NONE\n#EXTINF:2,\n42.m4s\n"
            + "#EXT-X-DISCONTINUITY\n#EXTINF:2,\n43.m4s\n";
        Assert.Equal(
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:43\n#EXT-X-MAP:URI=\"a.mp4\"\n#EXT-X-KEY:METHOD=NONE\n"
            + "#EXT-X-DISCONTINUITY\n#EXTINF:2,\n43.m4s\n",
            PlaylistText.FromNewest(live));
    }

    [Fact]
    public void FromNewest_WithTheLineEndsOfWindows_IsTheSame() => Assert.Equal(
        "#EXTM3U\r\n#EXT-X-MEDIA-SEQUENCE:8\r\n#EXTINF:2,\r\nb.ts\r\n",
        PlaylistText.FromNewest("#EXTM3U\r\n#EXT-X-MEDIA-SEQUENCE:7\r\n#EXTINF:2,\r\na.ts\r\n#EXTINF:2,\r\nb.ts\r\n"));

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\n#EXT-X-BYTERANGE:9@0\na.ts\n#EXTINF:2,\n#EXT-X-BYTERANGE:9\na.ts\n")]
    [InlineData("#EXTM3U\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nb.m3u8\n")]
    [InlineData("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\na.ts\n")]
    [InlineData("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n")]
    [InlineData("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:99999999999999999999\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n")]
    [InlineData("")]
    public void FromNewest_OfAnotherPlaylist_LeavesItWhole(string playlist) => Assert.Equal(playlist, PlaylistText.FromNewest(playlist));
}
