using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Dashboard.Web.Languages;

/// <summary>
/// Says texts in one language. The English text is the key, with <c>{0}</c> for what is put in; where a language lacks it, English is shown. A key
/// may end with a note for translators behind a bar, which is not shown: <c>Open|button</c>.
/// </summary>
public sealed class Localizer
{
    // Resources of what services say.
    private const string Messages = "Messages.";

    private static readonly FrozenDictionary<string, Localizer> Known =
        Language.All.Select(language => new Localizer(language)).ToFrozenDictionary(known => known.Language.Code);

    private readonly FrozenDictionary<string, string> _texts;
    private readonly Lazy<MessageTexts> _messages;

    private Localizer(Language language)
    {
        Language = language;
        var texts = Read(language);
        _texts = texts.SelectMany(room => room.Texts).ToFrozenDictionary(StringComparer.Ordinal);
        _messages = new(
            () =>
                new MessageTexts(_texts, texts.Where(room => room.Name.Contains(Messages, StringComparison.Ordinal)).SelectMany(room => room.Texts)));
    }

    /// <summary>The language of this moment, which pages and their live connections have; everything else has English.</summary>
    public static Localizer Current =>
        Known.GetValueOrDefault(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? Known[Language.English.Code];

    /// <summary>What it says texts in.</summary>
    public Language Language { get; }

    public string this[string text] => _texts.TryGetValue(text, out var known) ? known : WithoutNote(text);

    /// <summary>A text with values in it; numbers are written as they are, without marks between thousands.</summary>
    public string this[string text, params ReadOnlySpan<object?> values] => string.Format(Language.Culture, this[text], values);

    /// <summary>Marks a text in a table that is written before anybody's language is known; it is said by <see cref="this[string]"/> later.</summary>
    public static string Key(string text) => text;

    public static Localizer In(Language language) => Known[language.Code];

    /// <summary>A text about a number of things, which stands at <c>{0}</c>; further values follow.</summary>
    public string Plural(long number, string one, string several, params ReadOnlySpan<object?> values) =>
        this[Language.IsOne(number) ? one : several, [number.ToString("#,0", Language.Culture), .. values]];

    /// <summary>A sentence that a service or the domain has said in English, for APIs and the command line too.</summary>
    public string? Message(string? english) =>
        string.IsNullOrEmpty(english) || Language == Language.English ? english : _messages.Value.Find(english);

    internal IReadOnlyDictionary<string, string> Texts => _texts;

    private static string WithoutNote(string text) => text.LastIndexOf('|') is var bar and > 0 ? text[..bar] : text;

    // Every file of the language is in one assembly beside the program.
    private static List<(string Name, List<KeyValuePair<string, string>> Texts)> Read(Language language)
    {
        if (language == Language.English)
        {
            return [];
        }

        var assembly = Assembly.GetExecutingAssembly().GetSatelliteAssembly(CultureInfo.GetCultureInfo(language.Code));
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".resources", StringComparison.Ordinal))
            .Select(name => (name, ReadRoom(assembly, name)))];
    }

    private static List<KeyValuePair<string, string>> ReadRoom(Assembly assembly, string name)
    {
        using var reader = new ResourceReader(assembly.GetManifestResourceStream(name)!);
        return [.. reader.Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string)entry.Value!))];
    }
}
