using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Dashboard.Domain;

namespace Dashboard.Cameras.Onvif;

/// <summary>
/// Reads what devices send: no document types, nothing fetched, bounded. Elements are found by their local names, since devices write every
/// prefix there is, and some the wrong namespace. What cheap ones write around a document is left out, and its encoding is looked for.
/// </summary>
internal static partial class OnvifXml
{
    /// <summary>No answer of a camera that does what it should is nearly as long.</summary>
    public const int MaxBytes = 2 << 20;

    // Where elements stand in one another without end, each would be looked through once for every one around it.
    private const int MaxDepth = 64;
    private const int MaxTextLength = 200;

    /// <summary>A longer address is none: cut it would be another one.</summary>
    public const int MaxAddressLength = 2000;

    private const int MaxDeclaration = 256;
    private static readonly char[] AroundDocument = ['\uFEFF', '\0', ' ', '\t', '\r', '\n'];

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The root of a document; null where it is none, or one that no camera sends.</summary>
    public static XElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var text = Decode(body.Span).Trim(AroundDocument);
            using (var looking = XmlReader.Create(new StringReader(text), Settings))
            {
                while (looking.Read())
                {
                    if (looking.Depth > MaxDepth)
                    {
                        return null;
                    }
                }
            }

            using var reader = XmlReader.Create(new StringReader(text), Settings);
            return XDocument.Load(reader).Root;
        }
        catch (Exception exception) when (exception is XmlException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What was put together of parts that a device named; null where that is no address.</summary>
    public static Uri? Address(UriBuilder parts)
    {
        try
        {
            return parts.Uri;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>All elements of that name below, however deep.</summary>
    public static IEnumerable<XElement> All(this XElement element, string name) =>
        element.Descendants().Where(inner => inner.Name.LocalName == name);

    /// <summary>The first element on a path of names, each anywhere below the one before.</summary>
    public static XElement? Find(this XElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            element = element?.All(name).FirstOrDefault();
        }

        return element;
    }

    /// <summary>The text of an element on one line, as <see cref="Plain"/>; empty where there is no element.</summary>
    public static string Text(this XElement? element) => element is null ? "" : Plain(element.Value);

    /// <summary>The address in an element, as it is; empty where there is none, and where it is longer than any.</summary>
    public static string AddressText(this XElement? element) =>
        element is null || element.Value.Trim() is not { Length: <= MaxAddressLength } address ? ""
        : string.Concat(address.EnumerateRunes().Where(letter => IsSeen(letter) && !Rune.IsWhiteSpace(letter)));

    /// <summary>The number in an element; 0 where there is none that makes sense.</summary>
    public static double Number(this XElement? element) =>
        double.TryParse(element.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e6 ? number : 0;

    /// <summary>What a device says, fit to be shown in a line: without what is not seen, such as what turns the text behind it around.</summary>
    public static string Plain(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return string.Concat(words.EnumerateRunes().Where(IsSeen)).Truncate(MaxTextLength);
    }

    // Two of a kind that is not seen join letters of Persian and Indian scripts, or keep them apart.
    private static bool IsSeen(Rune letter) => letter.Value is 0x200C or 0x200D
        || Rune.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format);

    private static string Decode(ReadOnlySpan<byte> body) => body switch
    {
        [0xFF, 0xFE, ..] or [(byte)'<', 0, ..] => Encoding.Unicode.GetString(body),
        [0xFE, 0xFF, ..] or [0, (byte)'<', ..] => Encoding.BigEndianUnicode.GetString(body),
        _ => EncodingOf(Encoding.Latin1.GetString(body[..Math.Min(body.Length, MaxDeclaration)])).GetString(body),
    };

    // One that nobody knows is taken for what nearly all are. Code pages are not registered, which would make them known to the whole program.
    private static Encoding EncodingOf(string start) => Declaration().Match(start).Groups[1].Value switch
    {
        "" => Encoding.UTF8,
        var name when name.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase) => Encoding.Latin1,
        var name => CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.UTF8,
    };

    [GeneratedRegex("""<\?xml\s[^<>]*\bencoding\s*=\s*["']([\w.-]+)["']""")]
    private static partial Regex Declaration();
}
