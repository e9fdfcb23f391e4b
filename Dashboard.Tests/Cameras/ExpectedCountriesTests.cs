using Dashboard.Domain.Cameras;

namespace Dashboard.Tests.Cameras;

public sealed class ExpectedCountriesTests
{
    [Fact]
    public void FromText_AnyOrderCaseAndSeparator_IsOneSet()
    {
        var countries = ExpectedCountries.FromText(" FR, de;US-CA de ");

        Assert.Equal(["de", "fr", "us-ca"], countries.Codes);
        Assert.Equal(countries, ExpectedCountries.FromText(countries.ToText()));
        Assert.Null(countries.Error);
        Assert.True(ExpectedCountries.FromText(" , ").IsNone);
    }

    [Fact]
    public void Error_UnknownOrTooMany_SaysSo()
    {
        Assert.Contains("zz", ExpectedCountries.FromText("de zz").Error);
        Assert.Contains(
            $"{ExpectedCountries.MaxCodes}",
            ExpectedCountries.From(Dashboard.Domain.Plates.PlateFormats.Known.Take(ExpectedCountries.MaxCodes + 1)).Error);
        Assert.Contains(nameof(Camera.Countries), CameraValidation.Check(new Camera { Countries = ExpectedCountries.FromText("zz") }, []).Fields);
    }
}
