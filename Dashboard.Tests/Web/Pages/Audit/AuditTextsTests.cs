using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Tests.Web.Pages.Flows;
using Dashboard.Web.Pages.Audit;

namespace Dashboard.Tests.Web.Pages.Audit;

public sealed class AuditTextsTests
{
    [Theory]
    [InlineData("flow 12", "Durchfahrt 12")]
    [InlineData("camera of {0} alerts", "Kamera of {0} alerts")]
    [InlineData("camera 3 alerts", "Kamera 3 alerts")]
    [InlineData("3 alerts", "3 Alarme")]
    [InlineData("entry of an alert list AB12", "Eintrag einer Alarmliste AB12")]
    [InlineData("passkey of a@example.org", "Passkey von a@example.org")]
    [InlineData("2 sessions of a@example.org", "2 Sitzungen von a@example.org")]
    [InlineData("GET /api/agents", "GET /api/agents")]
    public void Subject_IsSaidInTheLanguageOfThePage(string noted, string said) => Assert.Equal(said, In("de", () => AuditTexts.Subject(noted)));

    [Theory]
    [InlineData("IsEnabled: yes → no; Address changed", "Eingeschaltet: ja → nein; Adresse geändert")]
    [InlineData("Name: (none) → Tor", "Name: (nichts) → Tor")]
    [InlineData("plate = 'AB12'; x: y", "plate = 'AB12'; x: y")]
    [InlineData("comment “ja: nein”: AB12", "Kommentar „ja: nein“: AB12")]
    public void Details_HaveTheNamesOfThePage(string noted, string said) => Assert.Equal(said, In("de", () => AuditTexts.Details(noted)));

    [Fact]
    public void Details_InEnglish_NameNoColumns() =>
        Assert.Equal(
            "Enabled: yes → no; Frames per second: 10 → 5",
            In("en", () => AuditTexts.Details("IsEnabled: yes → no; AnalysisRate: 10 → 5")));

    [Theory]
    [InlineData("plate.eq.AB12", "Kennzeichen ist AB12")]
    [InlineData("plate.nonsense.AB12", "plate.nonsense.AB12")]
    [InlineData("All flows", "Alle Durchfahrten")]
    public void Filter_IsSaidInWords(string noted, string said) =>
        Assert.Equal(said, In("de", () => AuditTexts.Filter(noted, FlowsPageStateTests.Time("2026-11-27T12:00:00Z"))));

    [Fact]
    public void Filter_OfSeveralConditions_IsOneSentence()
    {
        var where = new FlowAll(
        [
            new FlowComparison(FlowField.Plate, FlowOperator.Contains, "B1"),
            new FlowComparison(FlowField.Confidence, FlowOperator.Less, 0.8),
        ]);
        var noted = FlowQueryText.Write(where);
        Assert.Equal(
            "Plate contains B1 and Confidence less than 80 %",
            In("en", () => AuditTexts.Filter(noted, FlowsPageStateTests.Time("2026-11-27T12:00:00Z"))));
    }

    private static string In(string language, Func<string> say)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
