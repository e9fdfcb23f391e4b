using Dashboard.Capture.Http.Playlists;

namespace Dashboard.Tests.Capture.Http.Playlists;

/// <summary>Live playlists that do not number their parts.</summary>
public sealed class PartNumbersTests
{
    [Theory]
    [InlineData("abc abc", 0)]
    [InlineData("abc bcd", 1)]
    [InlineData("abc bcd def", 3)]
    [InlineData("abc xyz", 3)]
    [InlineData("abc cab", 2)]
    [InlineData("abc ab", 0)]
    [InlineData("abc bc", 1)]
    [InlineData("a ab bc", 1)]
    public void Parts_AreCountedByTheirAddresses(string lists, int expected)
    {
        var numbers = new PartNumbers();
        var last = lists.Split(' ').Select(List).Select(numbers.Add).ToList()[^1];
        Assert.Contains($"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:{expected}\n#EXTINF", last);
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\na.ts\n")]
    [InlineData("#EXTM3U\n#EXTINF:2,\na.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n")]
    public void List_ThatIsNumberedOrNotLive_StaysAsItIs(string list) => Assert.Equal(list, new PartNumbers().Add(list));

    private static string List(string parts) => "#EXTM3U\n" + string.Concat(parts.Select(part => $"#EXTINF:2,\n{part}.ts\n"));
}
