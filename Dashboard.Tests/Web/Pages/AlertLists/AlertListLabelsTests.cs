using System.Globalization;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.AlertLists;

namespace Dashboard.Tests.Web.Pages.AlertLists;

/// <summary>What a list's settings are called.</summary>
public sealed class AlertListLabelsTests
{
    [Theory]
    [InlineData("en", "Wednesday", "Wed")]
    [InlineData("de", "Mittwoch", "Mi")]
    [InlineData("es", "miércoles", "mié")]
    [InlineData("pt", "quarta-feira", "qua")]
    public void Days_AreThoseOfTheLanguage(string code, string name, string shortName)
    {
        CultureInfo.CurrentUICulture = Language.Find(code)!.Culture;
        Assert.Equal((name, shortName), (AlertListLabels.Day(DayOfWeek.Wednesday), AlertListLabels.ShortDay(DayOfWeek.Wednesday)));
    }
}
