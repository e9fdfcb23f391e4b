using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Plates;

public sealed class PlateVoteTests
{
    private static readonly string[] Texts = ["KD472MX", "KO472MX", "KD412MX", "KD47ZMX", "D472MX"];

    private static readonly Gen<PlateCandidate[]> Candidates =
        from count in Gen.Choose(1, 4)
        from texts in Gen.Shuffle(Texts)
        from confidences in Gen.Choose(1, 1000).ArrayOf(count)
        select texts.Take(count).Zip(confidences.OrderDescending(), (t, c) => new PlateCandidate(t, c / 1000.0)).ToArray();

    private static readonly Arbitrary<PlateCandidate[][]> Reads = Candidates.ArrayOf().Where(r => r.Length > 0).ToArbitrary();

    [Fact]
    public void Vote_EqualsTheNaiveSumsOverAllReads() => Prop.ForAll(Reads, reads =>
    {
        var ranking = Vote(reads).Ranking(100);
        var naive = Naive(reads);
        Assert.Equal(naive.Count, ranking.Count);
        foreach (var candidate in ranking)
        {
            Assert.Equal(naive[candidate.Text], candidate.Confidence, 9);
        }

        Assert.Equal(ranking.OrderByDescending(c => c.Confidence), ranking);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Vote_StaysAConfidence_AndKnowsItsWinner() => Prop.ForAll(Reads, reads =>
    {
        var vote = Vote(reads);
        var ranking = vote.Ranking(100);
        Assert.InRange(ranking.Sum(c => c.Confidence), 0, 1 + 1e-9);
        Assert.Equal(ranking[0].Text, vote.Winner);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TwoPartsAddedUp_AreTheWhole() => Prop.ForAll(Reads, reads =>
    {
        var whole = Vote(reads).Ranking(100);
        var sum = Vote(reads[..(reads.Length / 2)]);
        sum.Add(Vote(reads[(reads.Length / 2)..]));
        foreach (var (a, b) in whole.OrderBy(c => c.Text, StringComparer.Ordinal).Zip(sum.Ranking(100).OrderBy(c => c.Text, StringComparer.Ordinal)))
        {
            Assert.Equal(a.Text, b.Text);
            Assert.Equal(a.Confidence, b.Confidence, 9);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ManyModestReads_OutvoteOneConfidentMistake()
    {
        PlateCandidate[][] reads = [[new("KD412MX", 0.99)], [new("KD472MX", 0.8)], [new("KD472MX", 0.8)], [new("KD472MX", 0.8)]];

        Assert.Equal("KD472MX", Vote(reads).Winner);
    }

    [Fact]
    public void SecondCandidatesOfAllReads_CanWinOverEachReadsFirst()
    {
        PlateCandidate[][] reads =
        [
            [new("KO472MX", 0.5), new("KD472MX", 0.45)],
            [new("KD412MX", 0.5), new("KD472MX", 0.45)],
            [new("KD47ZMX", 0.5), new("KD472MX", 0.45)],
        ];

        Assert.Equal("KD472MX", Vote(reads).Winner);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(50)]
    public void ReadsThatAgree_HaveTheConfidenceOfTheReads(int count) =>
        Assert.Equal(0.9, Vote([.. Enumerable.Repeat(new[] { new PlateCandidate("KD472MX", 0.9) }, count)]).Ranking(1)[0].Confidence, 9);

    [Fact]
    public void EndlessDifferentTexts_KeepTheWinner_InBoundedMemory()
    {
        var vote = new PlateVote();
        for (var i = 0; i < 5000; i++)
        {
            vote.Add([new PlateCandidate($"X{i:0000}", 0.7)]);
            vote.Add([new PlateCandidate("KD472MX", 0.9)]);
        }

        Assert.Equal("KD472MX", vote.Winner);
        Assert.True(vote.Ranking(int.MaxValue).Count <= 2 * PlateVote.MaxTexts);
    }

    private static PlateVote Vote(PlateCandidate[][] reads)
    {
        var vote = new PlateVote();
        foreach (var read in reads)
        {
            vote.Add(read);
        }

        return vote;
    }

    /// <summary>The formula as it is written down, over all reads at once.</summary>
    private static Dictionary<string, double> Naive(PlateCandidate[][] reads)
    {
        double WeightOf(PlateCandidate[] read) => Math.Pow(read.Max(c => c.Confidence), 2);
        double Share(PlateCandidate[] read, string text) =>
            read.Where(c => c.Text == text).Sum(c => c.Confidence) / Math.Max(1, read.Sum(c => c.Confidence));

        return reads.SelectMany(r => r).Select(c => c.Text).Distinct()
            .ToDictionary(text => text, text => reads.Sum(r => WeightOf(r) * Share(r, text)) / reads.Sum(WeightOf));
    }
}
