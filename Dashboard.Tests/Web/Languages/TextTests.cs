using System.Text.RegularExpressions;
using System.Xml.Linq;
using Dashboard.Tests.Support;
using Dashboard.Web.Languages;

namespace Dashboard.Tests.Web.Languages;

/// <summary>Every language has every text, and every text is said by it.</summary>
public sealed partial class TextTests
{
    public static TheoryData<string> Languages => [.. Language.All.Where(language => language != Language.English).Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_OfTheTextsOfPages_LacksNone(string code)
    {
        var texts = Localizer.In(Language.Find(code)!).Texts;
        Assert.Empty(SourceTexts.Keys().Where(key => !texts.ContainsKey(key.Key)).Select(key => $"{key.Value}: {key.Key}"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_HasNoTextThatNobodySays_AndNoneTwice(string code)
    {
        var keys = SourceTexts.Keys();
        var entries = Entries(code).ToList();
        Assert.Empty(entries.Where(entry => entry.Room is not ("Messages" or "Library") && !keys.ContainsKey(entry.Key)).Select(entry => entry.Key));
        Assert.Empty(entries.GroupBy(entry => entry.Key).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_PutInTheSameValues(string code)
    {
        var different = Entries(code).Where(entry => !Values(entry.Key).SequenceEqual(Values(entry.Text)) || entry.Text.Trim().Length == 0);
        Assert.Empty(different.Select(entry => $"{entry.Key} / {entry.Text}"));
    }

    [Fact]
    public void Languages_HaveTheSameFiles()
    {
        var rooms = Languages.Select(code => Entries(code.Data).Select(entry => $"{entry.Room}: {entry.Key}").Order(StringComparer.Ordinal).ToList()).ToList();
        Assert.All(rooms, room => Assert.Equal(rooms[0], room));
    }

    [Fact]
    public void Pages_SayNothingButTexts()
    {
        var literals = Repository.Files("Dashboard/Web", "*.razor")
            .SelectMany(file => SourceTexts.Literals(file).Select(literal => $"{file}: {literal}"))
            .ToList();
        Assert.True(literals.Count == 0, string.Join('\n', literals));
    }

    private static IEnumerable<string> Values(string text) => Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<(string Room, string Key, string Text)> Entries(string code) =>
        from file in Repository.Files($"Dashboard/Web/Languages/{code}", "*.resx")
        from entry in XDocument.Load(Path.Combine(Repository.Root, file)).Root!.Elements("data")
        select (Path.GetFileName(file).Split('.')[0], entry.Attribute("name")!.Value, entry.Element("value")!.Value);

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Placeholder();
}
