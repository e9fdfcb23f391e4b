using System.Globalization;
using Bunit;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared.Dates;

namespace Dashboard.Tests.Web.Shared.Dates;

public sealed class DateBoxTests : BunitContext
{
    private string? _given = "2026-01-31";

    [Fact]
    public void Day_IsShownAndTypedAsTheLanguageWritesIt_WhateverTheBrowserSpeaks()
    {
        var box = In("de");
        Assert.Equal("31.01.2026", Typed(box));

        box.Find("input[type=text]").Change("1.3.2026");

        Assert.Equal("2026-03-01", _given);
        Assert.Equal("01.03.2026", Typed(box));
        Assert.Equal("2026-03-01", box.Find("input[type=date]").GetAttribute("value"));
    }

    [Fact]
    public void Day_ChosenFromTheCalendar_IsWrittenIntoTheBox()
    {
        var box = In("es");

        box.Find("input[type=date]").Change("2026-12-24");

        Assert.Equal("2026-12-24", _given);
        Assert.Equal("24/12/2026", Typed(box));
    }

    [Fact]
    public void WhatIsNoDay_IsSaid_ChangesNothing_AndCanBeMendedOrTakenAway()
    {
        var box = In("en");

        box.Find("input[type=text]").Change("tomorrow");

        Assert.Equal("2026-01-31", _given);
        Assert.Contains("Type it as in 2026-01-31.", box.Find("[role=alert]").TextContent);
        Assert.Equal("true", box.Find("input[type=text]").GetAttribute("aria-invalid"));

        box.Find("input[type=text]").Change("");

        Assert.Equal("", _given);
        Assert.Empty(box.FindAll("[role=alert]"));
    }

    private static string? Typed(IRenderedComponent<DateBox> box) => box.Find("input[type=text]").GetAttribute("value");

    private IRenderedComponent<DateBox> In(string language)
    {
        CultureInfo.CurrentUICulture = Language.Find(language)!.Culture;
        return Render<DateBox>(parameters => parameters.Bind(box => box.Value, _given, given => _given = given));
    }
}
