using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Web.Languages;

/// <summary>
/// Finds the text that an English sentence was made of. Services say sentences in English, the same on the command line and in APIs; only a page
/// says them in another language, and so the sentence is recognised there: by its fixed parts, with what stands between them as values.
/// </summary>
internal sealed partial class MessageTexts
{
    private readonly FrozenDictionary<string, string> _texts;
    private readonly (Regex Pattern, string Text)[] _patterns;

    /// <summary>The sentences of a language.</summary>
    /// <param name="texts">All its texts: one that has no values is recognised wherever it stands.</param>
    /// <param name="messages">Those that services say, also with values.</param>
    public MessageTexts(FrozenDictionary<string, string> texts, IEnumerable<KeyValuePair<string, string>> messages)
    {
        _texts = texts;
        _patterns =
        [
            .. messages.Where(text => Placeholder().IsMatch(text.Key))
                .OrderByDescending(text => Placeholder().Replace(text.Key, "").Length)
                .Select(text => (ToPattern(text.Key), text.Value)),
        ];
    }

    /// <summary>The sentence, or several, in the language; what is not known stays as it is.</summary>
    public string Find(string english) =>
        FindWhole(english) ?? string.Join(' ', BetweenSentences().Split(english).Select(sentence => FindWhole(sentence) ?? sentence));

    private string? FindWhole(string english)
    {
        if (_texts.TryGetValue(english, out var known))
        {
            return known;
        }

        foreach (var (pattern, text) in _patterns)
        {
            if (pattern.Match(english) is { Success: true } match)
            {
                return string.Format(
                    CultureInfo.InvariantCulture, text, [.. Enumerable.Range(0, 10).Select(number => match.Groups[$"v{number}"].Value)]);
            }
        }

        return null;
    }

    // "At most {0} keys." becomes ^At most (?<v0>.+?) keys\.$; the same number twice is the same value.
    private static Regex ToPattern(string key)
    {
        var pattern = Regex.Replace(Regex.Escape(key), @"\\\{(\d)}", "(?<v$1>.+?)");
        return new Regex($"^{pattern}$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"\{\d}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?<=[.!?]) (?=\p{Lu})")]
    private static partial Regex BetweenSentences();
}
