using Dashboard.Domain.Plates;

namespace Dashboard.Tests.Plates;

public sealed class FormatPriorTests
{
    private static readonly string[] Regions = ["br", "de", "es", "us-ca", "us-ny"];

    [Theory]
    [InlineData("br", "ABC1234", "ABC1D23", "ABCI234")]
    [InlineData("fr", "AB123CD", "BC456JK", "AB1230D")]
    [InlineData("gb", "AB12CDE", "A123BCD", "ABI2CDE")]
    [InlineData("us-ca", "6ABC123", "12345A1", "6ABC12E")]
    [InlineData("us-mo", "AB1C2D", "123ABC", "AB1C20")]
    [InlineData("pl", "BI12345", "WPR12AC", "WPRI2AC")]
    [InlineData("cz", "1A23456", "2AB3456", "IA23456")]
    [InlineData("vn", "59C259392", "30F51313", "5GC259392")]
    [InlineData("ke", "KDA123B", "KMFA123B", "KDAI23B")]
    [InlineData("ng", "ABC123DE", "LSR456XY", "ABC1230E")]
    public void Formats_OfARegion_AreTheOnesOnItsPlates(string region, string plate, string another, string mistaken)
    {
        var formats = PlateFormats.ForRegion(region);

        Assert.Equal(1, formats.Fit(plate));
        Assert.Equal(1, formats.Fit(another));
        Assert.InRange(formats.Fit(mistaken), 0.001, 0.5);
    }

    [Fact]
    public void Formats_LettersThatARegionNeverUses_AreLessLikelyThanOthersAndLikelierThanAnotherShape()
    {
        var spain = PlateFormats.ForRegion("es");

        Assert.True(spain.Fit("1234BCD") > spain.Fit("1234BAD"));
        Assert.True(spain.Fit("1234BAD") > spain.Fit("12B4BCD"));
    }

    [Fact]
    public void Formats_OfAnUnknownStateOrCountry_AreThoseOfTheCountryOrOfAll()
    {
        Assert.Same(PlateFormats.ForRegion("us"), PlateFormats.ForRegion("us-pr"));
        Assert.Equal(1, PlateFormats.ForRegion("xx").Fit("ABC1D23"));
    }

    [Fact]
    public void Regions_OfTheReader_AllHaveFormats()
    {
        var regions = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Recognition", "Models", "regions.txt"));

        Assert.Contains(PlateFormats.UnknownRegion, regions);
        Assert.All(
            regions.Where(region => region != PlateFormats.UnknownRegion),
            region => Assert.Contains(PlateFormats.CountryOf(region), PlateFormats.Known));
    }

    [Fact]
    public void Region_ThatCannotBeTold_IsNotNamed()
    {
        var prior = new FormatPrior(["br", PlateFormats.UnknownRegion], [], 1);

        Assert.Null(prior.RegionOf("ABC1234", [0.1f, 0.9f]));
        Assert.Equal("br", prior.RegionOf("ABC1234", [0.9f, 0.1f]));
    }

    [Fact]
    public void Prior_PictureLeavesItOpen_TheFormatDecides()
    {
        var prior = new FormatPrior(Regions, [], 1);
        float[] brazil = [0.9f, 0.02f, 0.02f, 0.03f, 0.03f];

        Assert.True(0.6 * prior.Weight("OBC1234", brazil) > 0.4 * prior.Weight("0BC1234", brazil));
        Assert.True(0.4 * prior.Weight("ABC1204", brazil) > 0.6 * prior.Weight("ABC12O4", brazil));
    }

    [Fact]
    public void Prior_PictureIsClear_TheFormatDoesNotOverrideIt()
    {
        var prior = new FormatPrior(Regions, [], 1);
        float[] germany = [0, 1, 0, 0, 0];

        Assert.True(0.995 * prior.Weight("1ABC234", germany) > 0.005 * prior.Weight("IABC234", germany));
    }

    [Fact]
    public void Prior_WithoutWeight_SaysNothing() => Assert.Equal(1, new FormatPrior(Regions, [], 0).Weight("A1B2C3D", [1, 0, 0, 0, 0]));

    [Fact]
    public void Countries_Narrowed_LeaveNothingToTheOthers()
    {
        var prior = new FormatPrior(Regions, ["us", "DE"], 1);
        float[] shares = [0.7f, 0.1f, 0.1f, 0.05f, 0.05f];

        prior.Narrow(shares);

        Assert.Equal([0, 0.5f, 0, 0.25f, 0.25f], shares.Select(s => MathF.Round(s, 3)));
    }

    [Fact]
    public void Countries_ThatTheReaderDoesNotKnow_StillGiveTheirFormats()
    {
        var prior = new FormatPrior(Regions, ["it"], 1);
        float[] shares = [0.7f, 0.1f, 0.1f, 0.05f, 0.05f];

        prior.Narrow(shares);

        Assert.True(prior.Weight("AB123CD", shares) > 5 * prior.Weight("ABC1234", shares));
    }

    [Fact]
    public void RegionOf_SureUnsureAndTorn_IsTheStateTheCountryAndNothing()
    {
        var prior = new FormatPrior(Regions, [], 1);

        Assert.Equal("us-ca", prior.RegionOf("6ABC123", [0, 0, 0.02f, 0.8f, 0.18f]));
        Assert.Equal("us", prior.RegionOf("XYZZY", [0, 0.1f, 0.1f, 0.4f, 0.4f]));
        Assert.Null(prior.RegionOf("XYZZY", [0.33f, 0.33f, 0.34f, 0, 0]));
        Assert.Equal("es", prior.RegionOf("1234BCD", [0.34f, 0.33f, 0.33f, 0, 0]));
    }
}
