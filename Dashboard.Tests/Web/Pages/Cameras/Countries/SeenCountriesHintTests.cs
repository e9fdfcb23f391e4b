using Bunit;
using Dashboard.Cameras;
using Dashboard.Domain.Cameras;
using Dashboard.Web.Pages.Cameras.Countries;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Cameras.Countries;

public sealed class SeenCountriesHintTests : BunitContext
{
    private static readonly SeenCountries Seen = new(100, [new("de", .95), new("pl", .04), new("fr", .01)]);

    public SeenCountriesHintTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    [Fact]
    public void UsualCountries_AreOfferedAndChosen_RareOnesAreLeftOut()
    {
        ExpectedCountries? chosen = null;
        var hint = Render<SeenCountriesHint>(parameters => parameters
            .Add(p => p.Seen, Seen).Add(p => p.Expected, ExpectedCountries.None).Add(p => p.OnChoose, countries => chosen = countries));

        Assert.Contains("100 sure reads: Germany 95", hint.Markup);
        hint.Find("button").Click();

        Assert.Equal(["de", "pl"], chosen!.Codes);
    }

    [Fact]
    public void ChosenCountries_AreNotOfferedAgain_AndTooFewReadsSayNothing()
    {
        var hint = Render<SeenCountriesHint>(parameters => parameters.Add(p => p.Seen, Seen).Add(p => p.Expected, ExpectedCountries.FromText("de")));
        Assert.Empty(hint.FindAll("button"));

        Assert.Empty(Render<SeenCountriesHint>(parameters => parameters
            .Add(p => p.Seen, new SeenCountries(3, [])).Add(p => p.Expected, ExpectedCountries.None)).Markup.Trim());
    }
}
