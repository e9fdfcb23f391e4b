using Dashboard.Domain.Plates;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Plates;

public sealed class PlateRulesTests
{
    [Theory]
    [InlineData("RK605AB", "RK6O5AB")]
    [InlineData("JSG9648", "J5G9648")]
    [InlineData("CK0A1F", "CKOAIF")]
    [InlineData("6MMD595", "CALIFORNIA")]
    [InlineData("AB1234", "1234")]
    [InlineData("AB1234", "20310517")]
    [InlineData("KMBORAK", "TOYOTA")]
    [InlineData("1365847", "KMBORAK")]
    [InlineData("ABC1234", "ABC1234EF90")]
    public void Plausibility_Plate_IsAboveWhatStandsBesideIt(string plate, string other) =>
        Assert.True(PlateRules.Plausibility(plate) > PlateRules.Plausibility(other));

    [Theory]
    [InlineData("")]
    [InlineData("A1")]
    [InlineData("ABCDE123456")]
    [InlineData("TEXAS")]
    [InlineData("CALIF0RNIA")]
    [InlineData("CALFORNIA")]
    public void Plausibility_NoPlate_IsNearNothing(string text) => Assert.InRange(PlateRules.Plausibility(text), 0, 0.1);

    [Fact]
    public void Plausibility_AnyText_IsAShare() => Prop.ForAll<string>(
        text => PlateRules.Plausibility(PlateText.Normalize(text)) is >= 0 and <= 1).QuickCheckThrowOnFailure();

    [Fact]
    public void Formats_FitByShape()
    {
        Assert.True(PlateFormats.Fits("ABC1D23"));
        Assert.True(PlateFormats.Fits("1T43213"));
        Assert.False(PlateFormats.Fits("A1B2C3D"));
        Assert.False(PlateFormats.Fits(""));
    }
}
