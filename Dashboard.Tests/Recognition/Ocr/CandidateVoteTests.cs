using Dashboard.Recognition.Ocr;

namespace Dashboard.Tests.Recognition.Ocr;

public sealed class CandidateVoteTests
{
    [Fact]
    public void Combine_LooksDisagree_MajorityWinsAndConfidenceSaysSo()
    {
        var looks = new[] { "AB123CD", "AB123CD", "AB128CD" }.Select(PrefixBeamTests.Certain).ToArray();

        var texts = CandidateVote.Combine(looks, 4, 10, 10);

        Assert.Equal(["AB123CD", "AB128CD"], texts.Select(t => t.Text));
        Assert.Equal(2 / 3.0, texts[0].Confidence, 0.01);
        Assert.Equal(1, texts.Sum(t => t.Confidence), 0.01);
    }

    [Fact]
    public void Combine_EquallyLikelyTexts_TheOneThatFitsAFormatWins()
    {
        var looks = new[] { "CK0A1F", "CKOA1F" }.Select(PrefixBeamTests.Certain).ToArray();

        Assert.Equal("CK0A1F", CandidateVote.Combine(looks, 4, 10, 10)[0].Text);
    }

    [Fact]
    public void Combine_LettersOnly_IsNeverSure()
    {
        var texts = CandidateVote.Combine([PrefixBeamTests.Certain("KMBORAK")], 4, 10, 10);

        Assert.Equal("KMBORAK", texts[0].Text);
        Assert.InRange(texts[0].Confidence, 0.3, 0.55);
    }

    [Fact]
    public void Combine_TooShortOrTooLong_IsLeftOut()
    {
        Assert.Empty(CandidateVote.Combine([PrefixBeamTests.Certain("A12")], 4, 10, 10));
        Assert.Empty(CandidateVote.Combine([PrefixBeamTests.Certain("AB1234567890")], 4, 10, 10));
    }
}
