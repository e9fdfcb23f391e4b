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
    // What names of secrets have in them.
    public const string Words = "pass|pwd|pw|psw|psd|auth|cred|token|key|secret|login|session|jwt";

    // In a query, where a word too many hides little.
    private const string QueryWords = Words + "|clave|contrase|senha|kennwort|parol|signature|hmac|digest|md5|hash|ticket|bearer|nonce";

    // Whole names that tell of a secret.
    private const string ShortNames = "p|pa|pas|pd|[a-z_.-]*pin|(?:[a-z]*(?:access|user|door|entry|gate|unlock|verif[a-z]*|secur[a-z]*)[_.-]?)?code"
        + "|sig|sid|sess|otp|mdp";

    // Separators as they are and, where they were encoded, as Encoded writes them.
    private const string Equal = "=\uE03D";
    private const string Colon = ":\uE03A";
    private const string Slash = "/\uE02F";
    private const string At = "@\uE040";
    private const string Ends = "?&;#,\uE03F\uE026\uE03B\uE023\uE02C";
    private const string Separators = Ends + Equal + Slash;
    private const string Structure = "?&;#,=:/@%";
    private const char Encoded = '\uE000';

    public static List<SecretPart> Find(string source, int start)
    {
        var (text, places) = Decode(source, start);
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? text : text[..query];
        List<(SecretPart Part, int From)> parts = [];
        for (var match = InPath().Match(path); match.Success;)
        {
            // A token may have a word in it by chance, and then it is no name of what stands behind it.
            if (IsToken(match.Groups["name"].Value.TrimStart('/')) && !match.Value.AsSpan().ContainsAny(Equal + Colon))
            {
                match = InPath().Match(path, match.Groups["value"].Index - 1);
                continue;
            }

            parts.Add(Part(match, 0));
            match = match.NextMatch();
        }

        if (query >= 0)
        {
            parts.AddRange(InQuery().Matches(text[query..]).Select(match => Part(match, query)));
        }

        var named = parts.ToArray();
        foreach (Match match in Odd().Matches(text))
        {
            var value = match.Groups["value"];
            var name = query >= 0 && value.Index > query ? match.Groups["name"].Value : $"/{text.AsSpan(0, value.Index).Count('/')}";
            var (part, _) = Part(match, 0);
            if (LooksSecret(value.Value) && !named.Any(other => other.From < part.End && part.Start < other.Part.End))
            {
                parts.Add((part with { Name = name }, part.Start));
            }
        }

        return [.. parts.Select(found => found.Part).OrderBy(part => part.Start)];

        (SecretPart Part, int From) Part(Match match, int offset)
        {
            var value = match.Groups["value"];
            return (
                new(match.Groups["name"].Value, places[offset + value.Index], places[offset + value.Index + value.Length]),
                places[offset + match.Index]);
        }
    }

    /// <summary>Whether a field of that name holds a secret.</summary>
    public static bool IsName(string name) => SecretName().IsMatch(HarmlessName().Replace(name, ""));

    // Decoded as often as it was encoded; with the place of each character as written, and that behind the last one.
    private static (string Text, List<int> Places) Decode(string source, int start)
    {
        var text = new char[source.Length - start];
        var places = new List<int>(text.Length + 1);
        for (var at = start; at < source.Length;)
        {
            var (character, length) = (source[at], 1);
            while (character == '%' && HexAt(source, at + length) is { } code)
            {
                (character, length) = (code, length + 2);
            }

            text[places.Count] = length > 1 && Structure.Contains(character, StringComparison.Ordinal) ? (char)(Encoded + character) : character;
            places.Add(at);
            at += length;
        }

        var decoded = new string(text, 0, places.Count);
        places.Add(source.Length);
        return (decoded, places);
    }

    // Beyond ASCII a character is several codes, which no rule looks at.
    private static char? HexAt(string text, int at) =>
        at + 2 <= text.Length && char.IsAsciiHexDigit(text[at]) && char.IsAsciiHexDigit(text[at + 1])
        && Convert.ToByte(text.Substring(at, 2), 16) is var code and > 0x20 and < 0x7F
            ? (char)code
            : null;

    private static bool LooksSecret(string value) => value == CameraSource.MaskText || IsToken(value) || IsSignIn(value);

    // Of letters and digits that follow one another as they do in no name; or the start of what JSON web tokens begin with.
    private static bool IsToken(string value) =>
        value.StartsWith("eyJ", StringComparison.Ordinal)
        || RandomPart().Matches(value).Any(part => !part.Value.All(char.IsAsciiLetter) && !part.Value.All(char.IsAsciiDigit)
            && !WordsAndNumbers().IsMatch(part.Value));

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
        (?<name>(?<![^{{Separators}}])(?>[^{{Separators}}]*?(?:{{Words}}))[^{{Separators}}]*[{{Equal}}])
            (?<value>(?:(?!_(?:channel|stream|subtype|user|real_stream)=)[^/?&;])+)
        |(?<name>(?<=[{{Ends}}{{Slash}}])(?:{{ShortNames}})[{{Equal}}])(?<value>[^/?&;]+)
        |(?<name>[{{Separators}}](?<![^{{Separators}}])[^{{Separators}}{{Colon}}]+[{{Colon}}])(?<value>[^/?]+)
        |(?<name>[{{Slash}}](?>[^{{Separators}}]*?(?:{{Words}}))[a-z0-9]*[{{Equal}}]?[^a-z0-9?&\#*{{Equal}}])(?<value>[^/?]+)
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
        |(?<name>[{{Slash}}](?>[^{{Separators}}]*?(?:{{Words}}))[^{{Separators}}]*[{{Slash}}])(?<value>[^?&\#{{Slash}}]+)
        |(?<name>[{{Colon}}][{{Slash}}]{2}[^{{Separators}}{{At}}{{Colon}}]*[{{Colon}}])(?<value>[^&]+)(?=[{{At}}])
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

    [GeneratedRegex($"{QueryWords}|^(?:{ShortNames})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();

    [GeneratedRegex("key_?(?:frame|word|board)s?|authors?(?![a-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HarmlessName();

    [GeneratedRegex("[A-Za-z0-9]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex RandomPart();

    [GeneratedRegex(@"^(?>h26[45]|\d+[pix]?|[A-Z]?[a-z]{2,}|[A-Z]+)+$", RegexOptions.CultureInvariant)]
    private static partial Regex WordsAndNumbers();
}
