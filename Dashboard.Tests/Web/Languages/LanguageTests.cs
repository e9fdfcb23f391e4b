using System.Globalization;
using System.Text.RegularExpressions;
using Bunit;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Tables;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Tests.Web.Languages;

/// <summary>Texts, numbers and times in several languages.</summary>
public sealed partial class LanguageTests : BunitContext
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 21, 14, 5, 9, TimeSpan.Zero);

    [Theory]
    [InlineData("en", "2026-11-21 14:05:09", "12\u00a0345", "97\u00a0%", "Saturday, 21 November 2026", "3 h ago")]
    [InlineData("de", "21.11.2026 14:05:09", "12.345", "97\u00a0%", "Samstag, 21. November 2026", "vor 3 h")]
    [InlineData("es", "21/11/2026 14:05:09", "12.345", "97\u00a0%", "sábado, 21 de noviembre de 2026", "hace 3 h")]
    [InlineData("pt", "21/11/2026 14:05:09", "12.345", "97%", "sábado, 21 de novembro de 2026", "há 3 h")]
    public void NumbersAndTimes_AreWrittenByTheLanguage(string code, string moment, string count, string percent, string day, string ago)
    {
        CultureInfo.CurrentUICulture = Language.Find(code)!.Culture;
        Assert.Equal(moment, DisplayFormat.Moment(Moment, TimeZoneInfo.Utc));
        Assert.Equal(count, DisplayFormat.Count(12345));
        Assert.Equal(percent, DisplayFormat.Percent(.979));
        Assert.Equal(day, DisplayFormat.Day(Moment, TimeZoneInfo.Utc));
        Assert.Equal(ago, DisplayFormat.Ago(Moment, Moment.AddHours(3)));
    }

    [Theory]
    [InlineData("en", "21 Nov")]
    [InlineData("de", "21. Nov.")]
    [InlineData("es", "21 nov")]
    [InlineData("pt", "21 nov.")]
    public void Day_WithoutItsYear_IsWrittenByTheLanguage(string code, string day) =>
        Assert.Equal(day, Moment.ToString("M", Language.Find(code)!.Culture));

    [Fact]
    public void Component_InGerman_StaysSoWhereSomebodyElseDrawsIt()
    {
        CultureInfo.CurrentUICulture = Language.Find("de")!.Culture;
        var steps = Render<PageSteps>(parameters => parameters
            .Add(known => known.Page, 2).Add(known => known.PageCount, 1234).Add(
                known => known.OnGo, EventCallback.Factory.Create<int>(this, _ => { })));
        Assert.Contains("Seite 2 von 1.234", steps.Markup);

        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        steps.Render(parameters => parameters.Add(known => known.Page, 1001));
        Assert.Contains("Seite 1.001 von 1.234", steps.Markup);
    }

    [Fact]
    public void Plural_IsThatOfTheLanguage()
    {
        Assert.Equal("0 things", Say("en", 0));
        Assert.Equal("1 thing", Say("en", 1));
        Assert.Equal("0 thing", Say("pt", 0));
        Assert.Equal("1.500 things", Say("de", 1500));

        static string Say(string code, long number) => Localizer.In(Language.Find(code)!).Plural(number, "{0} thing", "{0} things");
    }

    [Fact]
    public void Text_ThatIsMissing_IsEnglishWithoutItsNote() =>
        Assert.Equal("No such text", Localizer.In(Language.Find("de")!)[string.Concat("No such text", "|note")]);

    [Fact]
    public void Message_OfAService_IsSaidWithItsValues()
    {
        var german = Localizer.In(Language.Find("de")!);
        Assert.Equal("Pro Person werden höchstens 200 Einstellungen aufbewahrt; entfernen Sie zuerst eine.",
            german.Message("At most 200 choices are kept for one person; remove one first."));
        Assert.Equal("Zeile 3: Die Datei nennt keine Kamera.", german.Message("Line 3: The file contains no camera."));
        Assert.Equal(
            "Die Kamera lehnte die Anmeldung ab: Prüfen Sie Benutzername und Passwort. (ffmpeg: Server returned 401)",
            german.Message("The camera refused the sign-in: check user name and password. (ffmpeg: Server returned 401)"));
        Assert.Equal(
            "Das Passwort hat 3 Zeichen; es braucht mindestens 10. Den Standort gibt es nicht mehr.",
            german.Message("The password has 3 characters; it needs at least 10. The site no longer exists."));
        Assert.Equal(
            "At most  choices are kept for one person; remove one first.",
            german.Message("At most  choices are kept for one person; remove one first."));
        Assert.Equal("Melden Sie sich zuerst an. Nobody knows this.", german.Message("Sign in first. Nobody knows this."));
        Assert.Equal("Sign in first.", Localizer.In(Language.English).Message("Sign in first."));
    }

    [Fact]
    public void Message_OfACamera_IsKnown()
    {
        var german = Localizer.In(Language.Find("de")!);
        var sentences = new[] { "Dashboard/Capture", "Dashboard/Recognition/TestRead" }.SelectMany(folder => Repository.Files(folder, "*.cs"))
            .SelectMany(file => Sentence().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))))
            .Select(match => Inserted().Replace(match.Groups["text"].Value, "folder")).Distinct().ToList();

        Assert.InRange(sentences.Count, 20, 60);
        Assert.All(sentences, sentence => Assert.NotEqual(sentence, german.Message(sentence)));
    }

    [GeneratedRegex("""\$?"(?<text>[A-Z{][^"\n]* [^"\n]*\.)[" ]""")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Inserted();
}
