using System.Buffers;
using System.Text.RegularExpressions;

namespace Dashboard.Domain.Cameras;

/// <summary>A secret in an address: where it stands as written, and what it is called there, by which it is found again.</summary>
/// <param name="Name">With the separator behind it, and decoded: the same however it is written.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last one.</param>
internal readonly record struct SecretPart(string Name, int Start, int End);

/// <summary>
/// Finds the secrets behind the computer of an address: by their names, and by how they look. It reads what is decoded, and knows a separator that
/// was encoded from one that was not: only the latter ends a secret.
/// </summary>
internal static partial class SecretParts
{
    private const string Words = SecretNames.Words;
    private const string QueryWords = SecretNames.QueryWords;
    private const string ShortNames = SecretNames.ShortNames;

    // Separators as they are and, where they were encoded, as Encoded writes them.
    private const string Equal = "=\uE03D";
    private const string Colon = ":\uE03A";
    private const string Slash = "/\uE02F";
    private const string At = "@\uE040";
    private const string Ends = "?&;#,\uE03F\uE026\uE03B\uE023\uE02C";
    private const string Separators = Ends + Equal + Slash;
    private const string Structure = "?&;#,=:/@%";
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyAEIOUY");

    // What paths of cameras are made of.
    private const string Vocabulary =
        "live|stream(?:s|ing)?|media|video|audio|channels?|main|sub|preview|profiles?|cameras?|cam|ip|real|time|monitor|snap(?:shots?)?|shot|stills?|images?"
        + "|pictures?|pic|m?jpe?g|mpeg|high|low|first|second|third|full|size|quality|resolution|onvif|axis|server|service|play(?:list|back)?|web"
        + "|mobile|default|multi|uni|cast|rtsp|http|secure|remote|view(?:er)?|get|set|current|state|status|name|type|number|format|codec"
        + "|encod(?:er|ing)";

    private const string PlainName = $@"(?>(?:{Vocabulary}|h26[45]|ch|av|[_-])+\d{{0,2}})";
    private const string Endings = "jpe?g|cgi|mjpe?g|m3u8|ts|flv|mp4|sdp|png|php|asp";
    private const int MinWordLength = 4;
    private const int MaxWordLength = 14;
    private const char Encoded = '\uE000';

    public static List<SecretPart> Find(string source, int start)
    {
        var (text, places) = Decode(source, start);
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? text : text[..query];
        List<(SecretPart Part, int From)> parts = [];
        foreach (var (match, isToken) in NamedIn(path))
        {
            var (part, from) = isToken ? Part(match, 0) : WithRest(match, 0, path);

            // Of letters alone the name may be the secret.
            parts.Add(isToken ? (part with { Name = Place(match.Groups["value"].Index) }, part.Start) : (part, from));
        }

        if (query >= 0)
        {
            parts.AddRange(InQuery().Matches(text[query..]).Select(match => WithRest(match, query, text)));
        }

        var named = parts.ToArray();
        foreach (Match match in Odd().Matches(text))
        {
            var value = match.Groups["value"];
            var name = query >= 0 && value.Index > query ? match.Groups["name"].Value : Place(value.Index);
            var (part, _) = Part(match, 0);
            if (LooksSecret(value.Value) && !named.Any(other => other.From < part.End && part.Start < other.Part.End))
            {
                parts.Add((part with { Name = name }, part.Start));
            }
        }

        return Apart(parts.Select(found => found.Part).OrderBy(part => part.Start));

        string Place(int at) => $"/{text.AsSpan(0, at).Count('/')}";

        (SecretPart Part, int From) WithRest(Match match, int offset, string within)
        {
            var (part, from) = Part(match, offset);
            return (part with { End = places[EndOf(match, offset, within)] }, from);
        }

        (SecretPart Part, int From) Part(Match match, int offset)
        {
            var value = match.Groups["value"];
            return (
                new(match.Groups["name"].Value, places[offset + value.Index], places[offset + value.Index + value.Length]),
                places[offset + match.Index]);
        }
    }

    private static IEnumerable<(Match Match, bool IsToken)> NamedIn(string path)
    {
        for (var match = InPath().Match(path); match.Success;)
        {
            // A token may have a word in it by chance, and then it is no name of what stands behind it.
            var isToken = IsToken(match.Groups["name"].Value.TrimStart('/', ',', ';', '&')) && !match.Value.AsSpan().ContainsAny(Equal + Colon);

            // Nor is the name of a file a secret, unless it looks like one, nor are the words behind a part that asks for a sign-in and has none.
            var rest = path.AsSpan(match.Groups["name"].Index);
            if ((isToken && match.Groups["name"].Value.Any(char.IsAsciiDigit)) || FileName().IsMatch(rest) || PlainPath().IsMatch(rest))
            {
                match = InPath().Match(path, match.Groups["value"].Index - 1);
                continue;
            }

            yield return (match, isToken);
            match = isToken ? match.NextMatch() : InPath().Match(path, Math.Max(match.Index + match.Length, EndOf(match, 0, path)));
        }
    }

    // What goes on over the beginning of the next one has it within.
    private static List<SecretPart> Apart(IEnumerable<SecretPart> parts)
    {
        List<SecretPart> apart = [];
        foreach (var part in parts)
        {
            if (apart.Count > 0 && part.Start < apart[^1].End)
            {
                apart[^1] = apart[^1] with { End = Math.Max(apart[^1].End, part.End) };
            }
            else
            {
                apart.Add(part);
            }
        }

        return apart;
    }

    // Behind auth/token/x, or auth/live/x, it is not known which of them is the secret: all that is no plain path is.
    private static int EndOf(Match match, int offset, string text)
    {
        var (name, value) = (match.Groups["name"].Value, match.Groups["value"]);
        var end = offset + value.Index + value.Length;
        if (!Slash.Contains(name[^1], StringComparison.Ordinal) || end == text.Length || !Slash.Contains(text[end], StringComparison.Ordinal))
        {
            return end;
        }

        var rest = text.AsSpan(end);
        rest = rest.IndexOf('&') is >= 0 and var next && offset > 0 ? rest[..next] : rest;
        return PlainRest().IsMatch(rest) ? end : end + rest.Length;
    }

    // Decoded as often as it was encoded, and without accents; with the place of each character as written, and that behind the last one.
    private static (string Text, List<int> Places) Decode(string source, int start)
    {
        var text = new char[source.Length - start];
        var places = new List<int>(text.Length + 1);
        for (var at = start; at < source.Length;)
        {
            var (character, length) = LetterAt(source, at);
            if (!SecretNames.IsAccent(character) || places.Count == 0 || !char.IsAsciiLetter(text[places.Count - 1]))
            {
                text[places.Count] = length > 1 && Structure.Contains(character, StringComparison.Ordinal)
                    ? (char)(Encoded + character)
                    : SecretNames.Plain(character);
                places.Add(at);
            }

            at += length;
        }

        var decoded = new string(text, 0, places.Count);
        places.Add(source.Length);
        return (decoded, places);
    }

    // Several codes may be one letter, in UTF-8; a code beyond ASCII that is none of those is one of an older writing. What is no text is a blank.
    private static (char Letter, int Length) LetterAt(string source, int at)
    {
        var (code, length) = CodeAt(source, at);
        if (length == 1 || code < 0x80)
        {
            return (length > 1 && (code < ' ' || code == 0x7F) ? ' ' : code, length);
        }

        var (following, value) = code switch
        {
            >= '\u00C2' and < '\u00E0' => (1, code & 0x1F),
            >= '\u00E0' and < '\u00F0' => (2, code & 0x0F),
            _ => (0, 0),
        };
        var end = at + length;
        for (var count = 0; count < following; count++)
        {
            var (next, nextLength) = end < source.Length ? CodeAt(source, end) : ('\0', 0);
            if (nextLength <= 1 || next is < '\u0080' or > '\u00BF')
            {
                return (code, length);
            }

            (value, end) = ((value << 6) | (next & 0x3F), end + nextLength);
        }

        return following == 0 ? (code, length) : ((char)value, end - at);
    }

    // A character as it stands, or the code that is written in its place, however often that was encoded again.
    private static (char Code, int Length) CodeAt(string source, int at)
    {
        var (character, length) = (source[at], 1);
        while (character == '%' && HexAt(source, at + length) is { } code)
        {
            (character, length) = (code, length + 2);
        }

        return (character, length);
    }

    private static char? HexAt(string text, int at) =>
        at + 2 <= text.Length && char.IsAsciiHexDigit(text[at]) && char.IsAsciiHexDigit(text[at + 1])
            ? (char)Convert.ToByte(text.Substring(at, 2), 16)
            : null;

    private static bool LooksSecret(string value) => value == CameraSource.MaskText || IsToken(value) || IsSignIn(value);

    // Of letters and digits, or of letters alone, that follow one another as they do in no name; a number that is nobody else's; or what JSON web
    // tokens begin with.
    private static bool IsToken(string value) =>
        value.StartsWith("eyJ", StringComparison.Ordinal)
        || UniqueNumber().IsMatch(value)
        || RandomPart().Matches(value).Any(part => !part.Value.All(char.IsAsciiDigit)
            && !(part.Value.All(char.IsAsciiLetter) ? IsOfWords(part.Value) : WordsAndNumbers().IsMatch(part.Value)));

    // As cameras name what they have, or as programs write several words in one: GetVideoStreamState.
    private static bool IsOfWords(string letters)
    {
        if (CameraWords().IsMatch(letters))
        {
            return true;
        }

        var words = Word().Matches(letters);
        return words.Count > 1 && letters.Length >= words.Count * MinWordLength
            && words.All(word => word.Length <= MaxWordLength && word.ValueSpan.ContainsAny(Vowels));
    }

    // user:password, as basic authentication writes it.
    private static bool IsSignIn(string value)
    {
        var plain = value.TrimEnd('=', Equal[1]).Replace('-', '+').Replace('_', '/');
        var bytes = new byte[plain.Length];
        return plain.Length % 4 != 1
            && Convert.TryFromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='), bytes, out var length)
            && bytes.AsSpan(0, length) is var signIn && signIn.IndexOf((byte)':') > 0 && !signIn.ContainsAnyExceptInRange((byte)' ', (byte)'~');
    }

    // A value goes on to the next separator of parts, or to the name that cheap cameras put behind it: user=admin_password=x_channel=1.
    [GeneratedRegex(
        $$"""
        (?<name>[{{Slash}}]{2}[^{{Separators}}{{At}}{{Colon}}]*[{{Colon}}])(?<value>[^?]+)(?=[{{At}}])
        |(?<name>[{{Slash}}]{2})(?!(?:{{SecretNames.CommonUsers}})[{{At}}])(?<value>[^{{Separators}}{{At}}{{Colon}}]+)(?=[{{At}}])
        |(?<name>(?<![^{{Separators}}])(?>[^{{Separators}}]*?(?:{{Words}}))[^{{Separators}}]*[{{Equal}}])
            (?<value>(?:(?!_(?:channel|stream|subtype|user|real_stream)=)[^/?&;])+)
        |(?<name>(?<=[{{Ends}}{{Slash}}])(?:{{ShortNames}})[{{Equal}}])(?<value>[^/?&;]+)
        |(?<name>[{{Separators}}](?<![^{{Separators}}])[^{{Separators}}{{Colon}}]+[{{Colon}}])(?<value>[^/?]+)
        |(?<name>[{{Slash}}{{Ends}}](?>[^{{Separators}}]*?(?:{{Words}}))[\p{L}\p{N}]*(?:[_.-](?:id|code|value|number|hash|name)(?![\p{L}\p{N}]))?
            [{{Equal}}]?[^\p{L}\p{N}?&\#*{{Equal}}][{{Slash}}]*)(?<value>[^/?]+)
        |(?<name>(?<=[{{Ends}}{{Slash}}])(?:{{SecretNames.WholeNames}})[^\p{L}\p{N}?&\#*{{Equal}}][{{Slash}}]*)(?<value>[^/?]+)
        |(?<name>\#)(?![^=&;\#]+=[^=&;\#])(?<value>.+)$
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex InPath();

    // A value goes on to the next & that begins another parameter, as people write characters there that ought to be escaped. Names begin anywhere.
    // Digits with a colon are a time.
    [GeneratedRegex(
        $$"""
        (?<name>(?<![^{{Separators}}])(?>[^{{Separators}}]*?(?:{{QueryWords}}))[^{{Separators}}]*[{{Equal}}]
            |(?<=[{{Ends}}])(?:{{ShortNames}})[{{Equal}}])
            (?<value>\*\*\*(?=&|$)|[^&]+(?:&[^&{{Equal}}{{Colon}}]*(?=&|$))*)
        |(?<name>(?<=[{{Ends}}])(?:(?>[^{{Separators}}{{Colon}}]*?(?:{{QueryWords}}))[\p{L}\p{N}]*|(?:{{ShortNames}}))
            [^\p{L}\p{N}*{{Separators}}{{Colon}}])(?<value>[^&]+)
        |(?<name>[{{Slash}}](?>[^{{Separators}}]*?(?:{{Words}}))[^{{Separators}}]*[{{Slash}}])(?<value>[^?&\#{{Slash}}]+)
        |(?<name>[{{Slash}}]{2}[^{{Separators}}{{At}}{{Colon}}]*[{{Colon}}])(?<value>[^&]+)(?=[{{At}}])
        |(?<name>[{{Slash}}]{2})(?!(?:{{SecretNames.CommonUsers}})[{{At}}])(?<value>[^{{Separators}}{{At}}{{Colon}}]+)(?=[{{At}}])
        |(?<name>(?<=[?&;])[^{{Separators}}{{Colon}}]+[{{Colon}}])(?![{{Slash}}]{2})(?<value>[^&]+)
        |(?<name>(?<=[{{Ends}}{{Equal}}])(?![\d+ T-]+[{{Colon}}])[^{{Separators}}{{Colon}}]+[{{Colon}}])(?![{{Slash}}]{2})(?<value>[^&]+)
        |(?<name>\#)(?![^=&;\#]+=[^=&;\#])(?<value>.+)$
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex InQuery();

    // A whole part, perhaps behind its name.
    [GeneratedRegex(
        $$"""
        (?<name>(?<![^{{Ends}}{{Slash}}])(?:[^{{Separators}}]+[{{Equal}}])?)(?<value>[^{{Separators}}{{Colon}}]+[{{Equal}}]{0,2})
            (?=[{{Separators}}{{Colon}}]|$)
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Odd();

    // Up to the end of the path: auth/still.jpg, or login.cgi.
    [GeneratedRegex(
        $@"^/(?:(?:auth|login|token)/(?:{PlainName}|index|login)|\p{{L}}+)\.(?:{Endings})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    // Nothing but what cameras call their pictures and streams, small numbers, and the masks of further secrets.
    [GeneratedRegex(
        $@"^(?:/(?:(?:{PlainName}|\d{{1,3}})(?:\.(?:{Endings}))?|\*\*\*)?)+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlainRest();

    // auth/snap, auth2/stream1: up to the end of the path nothing but what cameras call their pictures and streams, and small numbers.
    [GeneratedRegex($@"^/auth\d?/{PlainName}(?:/(?:{PlainName}|\d{{1,3}}))*/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PlainPath();

    [GeneratedRegex("[A-Za-z0-9]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex RandomPart();

    [GeneratedRegex(@"^(?>h26[45]|\d+[pix]?|[A-Z]?[a-z]{2,}|[A-Z]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex WordsAndNumbers();

    [GeneratedRegex($"^(?>{Vocabulary})+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CameraWords();

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UniqueNumber();
}
