using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Dashboard.Domain;

namespace Dashboard.Cameras.Onvif;

/// <summary>
/// Reads what devices send: no document types, nothing fetched, bounded. Elements are found by their local names, since devices write every
/// prefix there is, and some the wrong namespace.
/// </summary>
internal static class OnvifXml
{
    /// <summary>No answer of a camera that does what it should is nearly as long.</summary>
    public const int MaxBytes = 256 << 10;

    // Where elements stand in one another without end, each would be looked through once for every one around it.
    private const int MaxDepth = 64;
    private const int MaxTextLength = 200;

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
            var bytes = body.ToArray();
            using (var looking = XmlReader.Create(new MemoryStream(bytes, writable: false), Settings))
            {
                while (looking.Read())
                {
                    if (looking.Depth > MaxDepth)
                    {
                        return null;
                    }
                }
            }

            using var reader = XmlReader.Create(new MemoryStream(bytes, writable: false), Settings);
            return XDocument.Load(reader).Root;
        }
        catch (Exception exception) when (exception is XmlException or ArgumentException or InvalidOperationException)
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

    /// <summary>The text of an element on one line, without control characters; empty where there is no element.</summary>
    public static string Text(this XElement? element) => element is null ? "" : Plain(element.Value);

    /// <summary>The number in an element; 0 where there is none that makes sense.</summary>
    public static double Number(this XElement? element) =>
        double.TryParse(element.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e6 ? number : 0;

    /// <summary>What a device says, fit to be shown in a line.</summary>
    public static string Plain(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var plain = string.Concat(words.Where(letter => !char.IsControl(letter)));
        return plain.Truncate(MaxTextLength);
    }
}
