using Dashboard.Web.Languages;
using Dashboard.Web.Shared;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Dashboard.Web.Pages.Flows.Evidence;

/// <summary>Writes an evidence sheet as a PDF of one page or more, with the picture in it as it is stored.</summary>
internal sealed class EvidencePdf
{
    private const double Margin = 48;
    private const double LabelWidth = 120;
    private const double LineHeight = 14;
    private const double TextSize = 9.5;
    private readonly PdfDocumentBuilder _document = new();
    private readonly PdfDocumentBuilder.AddedFont _plain;
    private readonly PdfDocumentBuilder.AddedFont _bold;
    private PdfPageBuilder _page;
    private double _y;

    private EvidencePdf()
    {
        _plain = _document.AddStandard14Font(Standard14Font.Helvetica);
        _bold = _document.AddStandard14Font(Standard14Font.HelveticaBold);
        _page = NewPage();
    }

    public static byte[] Write(EvidenceSheet sheet, DisplayClock time)
    {
        var pdf = new EvidencePdf();
        pdf._document.DocumentInformation.Title = EvidenceText.Title(sheet);
        pdf._document.DocumentInformation.Creator = Product.Name;
        pdf.Line(EvidenceText.Title(sheet), pdf._bold, 16);
        pdf._y -= 6;
        foreach (var (label, value) in EvidenceText.Facts(sheet, time))
        {
            pdf.Fact(label, value);
        }

        pdf.Pictures(sheet);
        pdf.List(Localizer.Current["Candidates"], EvidenceText.Candidates(sheet));
        pdf.List(Localizer.Current["Corrections"], EvidenceText.Corrections(sheet, time));
        return pdf._document.Build();
    }

    private PdfPageBuilder NewPage()
    {
        _page = _document.AddPage(PageSize.A4);
        _y = _page.PageSize.Height - Margin;
        return _page;
    }

    private void Room(double height)
    {
        if (_y - height < Margin)
        {
            NewPage();
        }
    }

    private void Line(string text, PdfDocumentBuilder.AddedFont font, double size, double left = Margin)
    {
        Room(size + 4);
        _y -= size + 4;
        _page.AddText(Printable(text), size, new PdfPoint(left, _y), font);
    }

    private void Fact(string label, string value)
    {
        var lines = Wrap(value, _page.PageSize.Width - (2 * Margin) - LabelWidth).ToList();
        Room(LineHeight * lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            _y -= LineHeight;
            if (i == 0)
            {
                _page.AddText(Printable(label), TextSize, new PdfPoint(Margin, _y), _bold);
            }

            _page.AddText(lines[i], TextSize, new PdfPoint(Margin + LabelWidth, _y), _plain);
        }
    }

    private void Pictures(EvidenceSheet sheet)
    {
        var width = _page.PageSize.Width - (2 * Margin);
        if (sheet.Picture is { } picture)
        {
            Picture(picture, sheet.Flow.PictureWidth, sheet.Flow.PictureHeight, width, 300);
        }

        if (sheet.PlatePicture is { } plate && JpegSize.Read(plate) is var (plateWidth, plateHeight))
        {
            Picture(plate, plateWidth, plateHeight, 200, 60);
        }
    }

    private void Picture(byte[] jpeg, int width, int height, double maxWidth, double maxHeight)
    {
        if (width <= 0 || height <= 0)
        {
            return;
        }

        var scale = Math.Min(maxWidth / width, maxHeight / height);
        var (w, h) = (width * scale, height * scale);
        Room(h + 12);
        _y -= h + 10;
        _page.AddJpeg(jpeg, new PdfRectangle(Margin, _y, Margin + w, _y + h));
    }

    private void List(string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        _y -= 6;
        Line(heading, _bold, 11);
        foreach (var line in lines.SelectMany(line => Wrap(line, _page.PageSize.Width - (2 * Margin))))
        {
            Room(LineHeight);
            _y -= LineHeight;
            _page.AddText(line, TextSize, new PdfPoint(Margin, _y), _plain);
        }
    }

    private IEnumerable<string> Wrap(string text, double width)
    {
        var line = "";
        foreach (var word in Printable(text).Split(' ').SelectMany(word => word.Chunk(70).Select(part => new string(part))))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer) > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = longer;
            }
        }

        yield return line;
    }

    private double Width(string text)
    {
        var letters = _page.MeasureText(text, TextSize, new PdfPoint(0, 0), _plain);
        return letters.Count == 0 ? 0 : letters[^1].EndBaseLine.X;
    }

    // Every reader of PDFs has this font, which knows the letters of Western Europe; the print page knows all others.
    private static string Printable(string text) => string.Concat(text.Select(c =>
        c is (>= ' ' and <= '~') or (>= '\u00a1' and <= '\u00ff') ? c : c == '\u00a0' ? ' ' : '?'));
}
