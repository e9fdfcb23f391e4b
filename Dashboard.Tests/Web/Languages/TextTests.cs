using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Dashboard.Web.Languages;

namespace Dashboard.Tests.Web.Languages;

/// <summary>Every language has every text, and every text is said by it.</summary>
public sealed partial class TextTests
{
    private static readonly string[] EnglishOnly =
    [
        "Dashboard/Agents/AgentRole/", "Dashboard/Agents/Intake/", "Dashboard/Agents/Pictures/", "Dashboard/Agents/Reads/",
        "Dashboard/Alerts/Delivery/WebHooks/WebHookSender.cs",
        "Dashboard/Alerts/Delivery/WebHooks/ReceiverTrust.cs", "Dashboard/Flows/Seedata/",
        "Dashboard/Api/", "Dashboard/Backups/Archives/ArchiveEntries.cs", "Dashboard/Backups/BackupRestore.cs", "Dashboard/Bench/",
        "Dashboard/Commands/", "Dashboard/Flows/DurableDirectory.cs", "Dashboard/Health/CameraNotices/NoticeText.cs", "Dashboard/Health/Metrics/",
        "Dashboard/Flows/MissingPictures.cs", "Dashboard/Health/Readiness.cs", "Dashboard/Health/RecognitionLoad.cs",
        "Dashboard/Imaging/OpenCv/OpenCvLibrary.cs", "Dashboard/Recognition/Ocr/", "Dashboard/Retention/Plates/PlateRecord.cs",
        "Dashboard/Security/Audit/AuditWriter.cs", "Dashboard/Security/Browsers/",
        "Dashboard/Storage/Providers/", "Dashboard/Storage/Startup/",
        "Dashboard/Web/Downloads/", "Dashboard/Web/PageForms.cs", "Dashboard/Web/Pictures/",
    ];

    // Read once for all languages.
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Keys = new(SourceTexts.Keys);
    private static readonly Lazy<List<(string File, string Sentence)>> Sentences = new(() => [.. SourceTexts.Sentences(IsSaidToPeople)]);

    public static TheoryData<string> Languages => [.. Language.All.Where(language => language != Language.English).Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_OfTheTextsOfPages_LacksNone(string code)
    {
        var texts = Localizer.In(Language.Find(code)!).Texts;
        Assert.Empty(Keys.Value.Where(key => !texts.ContainsKey(key.Key)).Select(key => $"{key.Value}: {key.Key}"));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_HasNoTextThatNobodySays_AndNoneTwice(string code)
    {
        var keys = Keys.Value;
        var entries = Entries(code).ToList();
        Assert.Empty(entries.Where(entry => entry.Room is not ("Messages" or "PastMessages" or "Library") && !keys.ContainsKey(entry.Key))
            .Select(entry => entry.Key));
        Assert.Empty(entries.GroupBy(entry => entry.Key).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    [Trait("Category", "Thorough")]
    public void Language_OfTheSentencesOfServices_LacksNone(string code)
    {
        // As itself, with what is put in at the same places: a pattern for other sentences is no translation of this one.
        var known = Entries(code).Select(entry => Filled(entry.Key)).ToHashSet(StringComparer.Ordinal);
        var lacking = Sentences.Value
            .Where(said => !known.Contains(Filled(said.Sentence)) && !BetweenSentences().Split(Filled(said.Sentence)).All(known.Contains))
            .ToList();
        Assert.True(lacking.Count == 0, string.Join('\n', lacking));
    }

    // What earlier versions said stands in rows of their databases. One that is said again belongs to Messages.
    [Fact]
    [Trait("Category", "Thorough")]
    public void PastMessages_AreSaidByNoService()
    {
        var said = Sentences.Value.Select(said => Filled(said.Sentence)).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(Entries("de").Where(entry => entry.Room == "PastMessages"), entry => said.Contains(Filled(entry.Key)));
    }

    // Filled with values, each is recognised as itself and not as another that begins and ends alike.
    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_RecognisesEachSentenceOfServices_AsItself(string code)
    {
        var texts = Localizer.In(Language.Find(code)!);
        var values = Enumerable.Range(0, 10).Select(i => (object)$"v{i}").ToArray();
        var mistaken =
            from entry in Entries(code)
            where entry.Room is ("Messages" or "PastMessages") && Placeholder().IsMatch(entry.Key)
            let shown = texts.Message(string.Format(CultureInfo.InvariantCulture, entry.Key, values))
            where shown != string.Format(CultureInfo.InvariantCulture, entry.Text, values)
            select $"{entry.Key} / {shown}";
        Assert.Empty(mistaken);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_PutInTheSameValues(string code)
    {
        var different = Entries(code).Where(entry => !Values(entry.Key).SequenceEqual(Values(entry.Text)) || entry.Text.Trim().Length == 0);
        Assert.Empty(different.Select(entry => $"{entry.Key} / {entry.Text}"));
    }

    /// <summary>Pages speak of a camera and of its address; a source is a third word for them.</summary>
    [Fact]
    [Trait("Category", "Thorough")]
    public void Sentences_OfCameras_SayCameraOrAddress() => Assert.DoesNotContain(
        Sentences.Value,
        said => said.File.StartsWith("Dashboard/Capture/", StringComparison.Ordinal)
            && said.Sentence.Contains(" source ", StringComparison.OrdinalIgnoreCase));

    /// <summary>What a camera sends is called by one word, wherever it is spoken of; a picture is another thing.</summary>
    [Theory]
    [InlineData("es", "imagen", "imágenes")]
    [InlineData("pt", "imagem", "imagens")]
    [InlineData("de", "frame", "einzelbild")]
    public void Frames_HaveOneWord(string code, params string[] others) => Assert.Empty(
        Entries(code)
            .Where(entry => FrameWord().IsMatch(entry.Key) && others.Any(other => entry.Text.Contains(other, StringComparison.OrdinalIgnoreCase)))
            .Select(entry => $"{entry.Key}: {entry.Text}"));

    [Fact]
    public void Languages_HaveTheSameFiles()
    {
        var rooms = Languages.Select(code => Entries(code.Data).Select(entry => $"{entry.Room}: {entry.Key}").Order(StringComparer.Ordinal).ToList())
            .ToList();
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

    [Fact]
    public void Pages_SayWhatServicesSay_InTheirLanguage() =>
        Assert.Empty(
            Repository.Files("Dashboard/Web", "*.razor").SelectMany(file => SourceTexts.Untranslated(file).Select(said => $"{file}: {said}")));

    [Fact]
    public void Culture_OfNumbersAndFiles_IsSetByTheProgramAlone() =>
        Assert.DoesNotContain(
            Repository.Files("Dashboard", "*.cs").Concat(Repository.Files("Dashboard", "*.razor")),
            file => file != "Dashboard/Program.cs"
                && File.ReadAllText(Path.Combine(Repository.Root, file)).Contains("CultureInfo.CurrentCulture =", StringComparison.Ordinal));

    // Programs, the console, the log and mails are told the same in all languages.
    private static bool IsSaidToPeople(string file) => !EnglishOnly.Any(folder => file.StartsWith(folder, StringComparison.Ordinal));

    private static IEnumerable<string> Values(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<(string Room, string Key, string Text)> Entries(string code) =>
        from file in Repository.Files($"Dashboard/Web/Languages/{code}", "*.resx")
        from entry in XDocument.Load(Path.Combine(Repository.Root, file)).Root!.Elements("data")
        select (Path.GetFileName(file).Split('.')[0], entry.Attribute("name")!.Value, entry.Element("value")!.Value);

    private static string Filled(string text) => Placeholder().Replace(text, "7");

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?<=[.!?]) (?=[\p{Lu}(])")]
    private static partial Regex BetweenSentences();

    // Not the kind of frame that has a name of its own, nor a sentence that speaks of pictures too.
    [GeneratedRegex(@"^(?!.*(?:key frame|picture)).*\bframes?\b", RegexOptions.IgnoreCase)]
    private static partial Regex FrameWord();
}
