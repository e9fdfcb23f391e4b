using Dashboard.Domain.Plates;

namespace Dashboard.Tests.Plates;

public sealed class RegionVoteTests
{
    [Theory]
    [InlineData("gb gb gb", "gb")]
    [InlineData("gb gb ar", "gb")]
    [InlineData("gb - gb", "gb")]
    [InlineData("gb ar", null)]
    [InlineData("gb - -", null)]
    [InlineData("gb ar gb ar gb", null)]
    [InlineData("- -", null)]
    [InlineData("", null)]
    public void Winner_OnlyWhereTheReadsAgree(string reads, string? expected)
    {
        var vote = new RegionVote();
        foreach (var read in reads.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            vote.Add(read == "-" ? null : read, 0.8);
        }

        Assert.Equal(expected, vote.Winner);
    }

    [Fact]
    public void Winner_CountsClearReadsMoreAndMergedOnesToo()
    {
        var (vote, other) = (new RegionVote(), new RegionVote());
        vote.Add("ar", 0.1);
        vote.Add("de", 0);
        other.Add("gb", 0.9);
        Assert.Equal("ar", vote.Winner);
        vote.Add(other);
        Assert.Equal("gb", vote.Winner);
    }
}
