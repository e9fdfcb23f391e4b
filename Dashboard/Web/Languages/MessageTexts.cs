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
    private readonly Pattern[] _patterns;

    /// <summary>The sentences of a language.</summary>
    /// <param name="texts">All its texts: one that has no values is recognised wherever it stands.</param>
    /// <param name="messages">Those that services say, also with values.</param>
    public MessageTexts(FrozenDictionary<string, string> texts, IEnumerable<KeyValuePair<string, string>> messages)
    {
        _texts = texts;
        _patterns =
        [
            .. messages.Where(text => Placeholder().IsMatch(text.Key)).Select(text => new Pattern(text.Key, text.Value))
                .OrderByDescending(pattern => pattern.FixedLength),
        ];
    }

    /// <summary>The sentence, or several, in the language; what is not known stays as it is.</summary>
    public string Find(string english)
    {
        // Sentence by sentence first, or the last value of one would take in the next.
        var sentences = BetweenSentences().Split(english);
        var found = Array.ConvertAll(sentences, FindWhole);
        return (sentences.Length > 1 && found.Contains(null) ? FindWhole(english) : null) ?? string.Join(
            ' ', found.Select((text, i) => text ?? sentences[i]));
    }

    private string? FindWhole(string english)
    {
        if (_texts.TryGetValue(english, out var known))
        {
            return known;
        }

        foreach (var pattern in _patterns)
        {
            if (pattern.Read(english) is { } values)
            {
                return string.Format(CultureInfo.InvariantCulture, pattern.Text, [.. values.Select(Value)]);
            }
        }

        return null;
    }

    // What a sentence quotes may be a sentence itself: "Line 3: The file contains no camera." What people have typed stays.
    private object? Value(string? text) => text is [.., '.'] && text.Contains(' ', StringComparison.Ordinal) ? Find(text) : text;

    [GeneratedRegex(@"\{(\d)}")]
    private static partial Regex Placeholder();

    // Also before what is quoted behind a sentence: "Check the address. (ffmpeg: …)".
    [GeneratedRegex(@"(?<=[.!?]) (?=[\p{Lu}(])")]
    private static partial Regex BetweenSentences();

    // "At most {0} keys." is what begins with "At most ", ends with " keys." and has something between. Each part is looked for once, from left to
    // right, and most sentences differ at their first letters: a page can ask at each drawing.
    private sealed class Pattern
    {
        private readonly string[] _parts;
        private readonly int[] _numbers;

        public Pattern(string key, string text)
        {
            Text = text;
            var partsAndNumbers = Placeholder().Split(key);
            _parts = [.. partsAndNumbers.Where((_, i) => i % 2 == 0)];
            _numbers = [.. partsAndNumbers.Where((_, i) => i % 2 == 1).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
            FixedLength = _parts.Sum(part => part.Length);
        }

        public string Text { get; }

        /// <summary>The more is fixed, the surer: longer ones are asked first.</summary>
        public int FixedLength { get; }

        /// <summary>The values by number where the sentence is of this pattern; null where it is not.</summary>
        public string?[]? Read(string sentence)
        {
            if (!sentence.StartsWith(_parts[0], StringComparison.Ordinal) || !sentence.EndsWith(_parts[^1], StringComparison.Ordinal))
            {
                return null;
            }

            var values = new string?[_numbers.Max() + 1];
            var (at, end) = (_parts[0].Length, sentence.Length - _parts[^1].Length);
            for (var i = 0; i < _numbers.Length; i++)
            {
                var next = i == _numbers.Length - 1 ? end
                    : at < end ? sentence.IndexOf(_parts[i + 1], at + 1, end - at - 1, StringComparison.Ordinal)
                    : -1;
                if (next <= at)
                {
                    return null;
                }

                values[_numbers[i]] = sentence[at..next];
                at = next + _parts[i + 1].Length;
            }

            return values;
        }
    }
}
