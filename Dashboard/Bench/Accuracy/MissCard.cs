using System.Globalization;
using System.Text;
using Dashboard.Domain.Recognition;

namespace Dashboard.Bench.Accuracy;

/// <summary>One miss, or one false plate, as a person looks at it: where, what the reader saw, the truth, and what was read.</summary>
internal static class MissCard
{
    /// <summary>Candidates that would be shown as 0.0 % say nothing.</summary>
    private const double MinShown = 0.0005;

    public static void Append(StringBuilder page, MissPicture picture)
    {
        page.Append("<article>\n");
        AppendFrame(page, picture);
        page.Append("<div class=\"detail\">\n<div class=\"crops\">\n");
        var place = picture.Miss is null ? "what was taken for a plate" : "the labelled place";
        page.Append(
            CultureInfo.InvariantCulture,
            $"<figure><img class=\"plate\" src=\"{Data(picture.Plate)}\" alt=\"{place}\"><figcaption>{place}</figcaption></figure>\n");
        if (picture.ReaderView is { } view)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<figure><img class=\"reader\" src=\"{Data(view)}\" width=\"288\" height=\"96\" alt=\"as the reader saw it\">");
            page.Append("<figcaption>as the reader saw it</figcaption></figure>\n");
        }

        page.Append("</div>\n");
        if (picture.Miss is { } miss)
        {
            AppendTexts(page, miss);
        }

        AppendCandidates(page, picture);
        page.Append("</div>\n</article>\n");
    }

    private static void AppendFrame(StringBuilder page, MissPicture picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        page.Append(
                CultureInfo.InvariantCulture,
            $"<figure class=\"frame\"><div class=\"stage\"><img src=\"{Data(picture.Frame)}\" width=\"{width}\" height=\"{height}\" alt=\"the whole picture\">");
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">");
        if (picture.Miss is { } miss)
        {
            page.Append(
                Text(
                    $"<rect class=\"label\" x=\"{miss.Label.Box.X:0.#}\" y=\"{miss.Label.Box.Y:0.#}\" width=\"{miss.Label.Box.Width:0.#}\" height=\"{miss.Label.Box.Height:0.#}\"/>"));
        }

        if (picture.Detection is { } found)
        {
            var c = found.Corners;
            page.Append(
                Text($"<polygon class=\"found\" points=\"{Point(c.TopLeft)} {Point(c.TopRight)} {Point(c.BottomRight)} {Point(c.BottomLeft)}\"/>"));
        }

        page.Append(
                CultureInfo.InvariantCulture,
            $"</svg></div><figcaption><span class=\"file\">{AccuracyPage.Encode(Path.GetFileName(picture.File))}</span> {width} × {height}</figcaption></figure>\n");
    }

    /// <summary>Truth over read, character over character, with those that differ marked.</summary>
    private static void AppendTexts(StringBuilder page, PlateOutcome miss)
    {
        var places = TextAlignment.Create(miss.Label.Text, miss.Text);
        page.Append("<table class=\"texts\">\n");
        Row("truth", miss.Label.Text, place => place.Label);
        if (miss.Text.Length > 0)
        {
            Row("read", miss.Text, place => place.Read);
        }

        page.Append("</table>\n");
        if (miss.Text.Length == 0)
        {
            page.Append(
                miss.IsFound ? "<p class=\"nothing\">Found, but nothing legible.</p>\n" : "<p class=\"nothing\">No plate was found here.</p>\n");
        }

        void Row(string caption, string text, Func<AlignedCharacter, char?> character)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{caption}</th><td aria-label=\"{text}\">");
            foreach (var place in places)
            {
                var shown = character(place)?.ToString() ?? " ";
                var isMarked = !place.IsRight && miss.Text.Length > 0;
                page.Append(isMarked ? $"<mark>{shown}</mark>" : $"<span>{shown}</span>");
            }

            page.Append("</td></tr>\n");
        }
    }

    private static void AppendCandidates(StringBuilder page, MissPicture picture)
    {
        if (picture.Read is not { IsLegible: true } read)
        {
            return;
        }

        page.Append("<ol class=\"candidates\">\n");
        foreach (var candidate in read.Candidates.Take(10))
        {
            var isTruth = candidate.Text == picture.Miss?.Label.Text;
            if (candidate.Confidence < MinShown && !isTruth)
            {
                continue;
            }

            page.Append(isTruth ? "<li class=\"truth\">" : "<li>");
            page.Append(Text($"<span class=\"text\">{candidate.Text}</span><span class=\"share\">{100 * candidate.Confidence:0.0} %</span>"));
            page.Append(
                Text($"<span class=\"bar\"><span style=\"width:{Math.Clamp(100 * candidate.Confidence, 0, 100):0.#}%\"></span></span></li>\n"));
        }

        page.Append("</ol>\n<p class=\"note\">");
        page.Append(picture.Detection is { Score: > 0 } plate ? Text($"Detector {plate.Score:0.00}") : "Found at a closer look");
        page.Append(read.Region is { } region ? $", region {AccuracyPage.Encode(region)}" : ", region unknown");
        if (picture.Miss is { IsInTopTen: false })
        {
            page.Append(", the truth is not among the first ten");
        }

        page.Append(".</p>\n");
    }

    private static string Data(byte[] jpeg) => $"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}";

    private static string Point(PicturePoint point) => Text($"{point.X:0.#},{point.Y:0.#}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
