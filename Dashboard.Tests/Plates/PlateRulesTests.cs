using Dashboard.Domain.Plates;

namespace Dashboard.Tests.Plates;

public sealed class PlateRulesTests
{
    [Theory]
    [InlineData("TEXAS", true)]
    [InlineData("CALIFORNIA", true)]
    [InlineData("CALFORNIA", true)]
    [InlineData("TEXAN", false)]
    [InlineData("KMBORAK", false)]
    [InlineData("ABC1234", false)]
    [InlineData("", false)]
    public void IsWord_WhatStandsBesidePlates_IsToldFromThem(string text, bool isWord) => Assert.Equal(isWord, PlateRules.IsWord(text));

    [Theory]
    [InlineData("NEILDMND", true)]
    [InlineData("ABERT0S", true)]
    [InlineData("0PEN24", false)]
    [InlineData("KM8ORAK", false)]
    [InlineData("AB0CD", false)]
    [InlineData("AB10CDE", false)]
    public void Trust_LettersAlone_IsBelowThatOfAPlate(string text, bool isWord) => Assert.Equal(isWord, PlateRules.Trust(text) < 1);

    [Fact]
    public void Formats_FitByShape()
    {
        Assert.True(PlateFormats.ForRegion("").Fit("ABC1D23") >= 1);
        Assert.True(PlateFormats.ForRegion("").Fit("1T43213") >= 1);
        Assert.True(PlateFormats.ForRegion("").Fit("A1B2C3D") < 1);
        Assert.True(PlateFormats.ForRegion("").Fit("") < 1);
    }
}
