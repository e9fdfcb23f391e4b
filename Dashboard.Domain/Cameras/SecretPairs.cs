using System.Text.RegularExpressions;

namespace Dashboard.Domain.Cameras;

/// <summary>
/// Secrets whose name stands beside them rather than before an equals sign: as an option of a command line, in a tag, or as one of two values in
/// text of JSON. What is a name <see cref="SecretNames.IsName"/> tells.
/// </summary>
internal static partial class SecretPairs
{
    private const int MaxDecoded = 3;

    /// <summary>Whether a text that another program writes has such a secret.</summary>
    public static bool Stand(string text) =>
        PrivateKey().IsMatch(text)
        || new[] { Option(), Tag(), Beside() }.Any(form => form.Matches(text).Any(match => SecretNames.IsName(match.Groups["name"].Value)));

    /// <summary>An address that is encoded as a whole, decoded; null: the text is none.</summary>
    public static string? DecodedAddress(string text)
    {
        if (!text.Contains('%') || text.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        for (var round = 0; round < MaxDecoded; round++)
        {
            text = Uri.UnescapeDataString(text);
            if (text.Contains("://", StringComparison.Ordinal))
            {
                return text;
            }
        }

        return null;
    }

    // --password x, -pass=x
    [GeneratedRegex(@"(?:^|[\s""'\[(,;=])--?(?<name>\p{L}[\p{L}\p{N}_.-]+)[""']?(?:\s{1,9}|\s{0,9}[,=:]\s{0,9})[""']?[^\s""']", RegexOptions.CultureInvariant)]
    private static partial Regex Option();

    // <password>x, <cam:password kind="1">x
    [GeneratedRegex(@"<(?:[\p{L}\p{N}_.-]+:)?(?<name>[\p{L}_][\p{L}\p{N}_.-]*)(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[)?[^<\s]", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    // name="password" value="x", "name":"password","value":"x", ["password","x"]
    [GeneratedRegex(
        @"[""'](?<name>[\p{L}\p{N}_.-]{2,60})[""']\s{0,9}[,;]?\s{0,9}(?:[""']?[\p{L}_]{1,20}[""']?\s{0,9}[=:]\s{0,9}[""']?[^\s""',:=]|(?<=[,;]\s{0,9})[""'][^""'])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Beside();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY", RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();
}
