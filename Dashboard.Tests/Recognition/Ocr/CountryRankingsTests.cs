using Dashboard.Domain.Cameras;
using Dashboard.Domain.Plates;
using Dashboard.Recognition;
using Dashboard.Recognition.Ocr;

namespace Dashboard.Tests.Recognition.Ocr;

public sealed class CountryRankingsTests
{
    private static readonly string[] Regions = ["br", "de", "fr"];

    [Fact]
    public void For_NoCountries_IsTheServersSetting()
    {
        var rankings = new CountryRankings(Regions, new RecognitionOptions { Countries = ["de"] });

        Assert.Same(rankings.For(null), rankings.For(ExpectedCountries.None));
        Assert.NotSame(rankings.For(null), rankings.For(ExpectedCountries.FromText("de")));
    }

    [Fact]
    public void For_TheSameSet_IsPreparedOnce()
    {
        var rankings = new CountryRankings(Regions, new RecognitionOptions());

        Assert.Same(rankings.For(ExpectedCountries.FromText("br fr")), rankings.For(ExpectedCountries.FromText("FR,BR")));
    }

    [Fact]
    public void For_MoreSetsThanAreKept_AnswersStill()
    {
        var rankings = new CountryRankings(Regions, new RecognitionOptions());
        var codes = PlateFormats.Known.Take(CountryRankings.MaxSets + 5).ToList();

        Assert.All(codes, code => Assert.NotNull(rankings.For(ExpectedCountries.From([code]))));
    }
}
