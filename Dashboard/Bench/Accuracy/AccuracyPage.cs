using System.Globalization;
using System.Net;
using System.Text;
using Dashboard.Bench.Voting;

namespace Dashboard.Bench.Accuracy;

/// <summary>
/// Accuracy as one page that needs nothing beside itself: figures, whether confidences are true, and every miss with its
/// pictures, so that a person can work through them.
/// </summary>
internal static class AccuracyPage
{
    /// <summary>The most misses, and the most false plates, that are shown; a page of more is too heavy to open.</summary>
    public const int MaxMisses = 500;

    public static async Task WriteAsync(
        string path, IReadOnlyList<FolderAccuracy> folders, FolderAccuracy total, double floor, string version, CancellationToken cancellationToken)
    {
        // A page that was there stays until the new one is whole.
        var part = path + ".part";
        try
        {
            await File.WriteAllTextAsync(part, Format(folders, total, floor, version), cancellationToken);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <param name="folders">What was measured, one a folder.</param>
    /// <param name="total">All together, with what is shown.</param>
    /// <param name="floor">Confidence below which the engine reports nothing, 0 to 1.</param>
    /// <param name="version">The engine's version.</param>
    public static string Format(IReadOnlyList<FolderAccuracy> folders, FolderAccuracy total, double floor, string version)
    {
        IReadOnlyList<FolderAccuracy> columns = folders.Count > 1 ? [.. folders, total] : folders;
        var page = new StringBuilder();
        var names = string.Join(", ", folders.Select(folder => folder.Count.Name));
        page.Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>How plates are read: {Encode(names)}</title>
            <style>{Style()}</style>
            </head>
            <body>
            <header>
            <h1>How plates are read</h1>
            <p>{Encode(names)}: {total.Count.Plates} labelled plates in {total.Count.Pictures} pictures, engine {Encode(version)}.</p>
            </header>
            <main>

            """);
        AppendFigures(page, columns, floor);
        AppendReliability(page, total.Count.Reliability);
        AppendVotes(page, columns);
        AppendClasses(page, total.Count);
        AppendMisses(page, total);
        AppendFalsePlates(page, total, floor);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Text as it may stand in a page.</summary>
    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Style()
    {
        using var stream = typeof(AccuracyPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void AppendFigures(StringBuilder page, IReadOnlyList<FolderAccuracy> columns, double floor)
    {
        page.Append("<section>\n<h2>Figures</h2>\n<div class=\"scroll\"><table class=\"figures\">\n<thead><tr><td></td>");
        page.AppendJoin("", columns.Select(column => $"<th scope=\"col\">{Encode(column.Count.Name)}</th>")).Append("</tr></thead>\n<tbody>\n");
        Row("pictures", count => Text($"{count.Pictures}"));
        Row("plates", count => Text($"{count.Plates}"));
        Row("found", count => Share(count.Share(count.Found)));
        Row("exact", count => Share(count.Share(count.Exact)), "main");
        Row("exact, O=0 and I=1", count => Share(count.Share(count.Folded)));
        Row("in top 10", count => Share(count.Share(count.InTopTen)));
        Row("character error rate", count => Share(count.CharacterErrorRate));
        Row("false plates a picture", count => Share(count.FalsePlatesPerPicture(floor)));
        Row("of confidence .5 and more", count => Share(count.FalsePlatesPerPicture(0.5)), "part");
        Row("calibration error", count => Share(count.Reliability.ExpectedCalibrationError));
        Row("ms a picture, median", count => Text($"{count.Median(time => time.Total):0.0}"));
        Row("detect", count => Text($"{count.Median(time => time.Detect):0.0}"), "part");
        Row("read", count => Text($"{count.Median(time => time.Read):0.0}"), "part");
        page.Append("</tbody>\n</table></div>\n").Append(CultureInfo.InvariantCulture, $"""
            <p class="note">Found: a detected plate overlaps the labelled box (intersection over union {LabelMatching.MinOverlap:0.00} or more).
            False plates: reads of confidence {floor:0.00} and more that no label accounts for; plates that nobody labelled are among them.
            Detect and read are timed once each, without a second, closer look.</p>
            </section>

            """);

        void Row(string caption, Func<AccuracyCount, string> value, string? kind = null)
        {
            page.Append(kind is null ? "<tr>" : $"<tr class=\"{kind}\">").Append(CultureInfo.InvariantCulture, $"<th scope=\"row\">{caption}</th>");
            page.AppendJoin("", columns.Select(column => $"<td>{value(column.Count)}</td>")).Append("</tr>\n");
        }
    }

    private static void AppendReliability(StringBuilder page, Reliability reliability)
    {
        page.Append("<section>\n<h2>Is the confidence true?</h2>\n<div class=\"pair\">\n").Append(ReliabilityDiagram.ToSvg(reliability));
        page.Append(
            "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">confidence</th><th scope=\"col\">reads</th><th scope=\"col\">mean</th>");
        page.Append("<th scope=\"col\">right</th><th scope=\"col\">elsewhere</th></tr></thead>\n<tbody>\n");
        foreach (var bin in reliability.Table)
        {
            var (mean, right) = bin.Count == 0 ? ("–", "–") : (Share(bin.MeanConfidence), Share(bin.Right));
            page.Append(
                Text(
                    $"<tr><th scope=\"row\">{bin.From:0.0} – {bin.To:0.0}</th><td>{bin.Count}</td><td>{mean}</td><td>{right}</td><td>{bin.False}</td></tr>\n"));
        }

        page.Append(Text($"""
            </tbody>
            </table></div>
            </div>
            <p class="note">Of the reads at confidence .9, nine in ten should be right: points on the diagonal. The mean distance from it,
            the expected calibration error, is {reliability.ExpectedCalibrationError:0.000}. Elsewhere: reads where no plate is labelled.</p>
            </section>

            """));
    }

    private static void AppendVotes(StringBuilder page, IReadOnlyList<FolderAccuracy> columns)
    {
        if (columns.All(column => column.Votes is null))
        {
            return;
        }

        page.Append("<section>\n<h2>Voting over frames</h2>\n<div class=\"pair\">\n");
        foreach (var column in columns.Where(column => column.Votes is not null))
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<div class=\"scroll\"><table>\n<caption>{Encode(column.Count.Name)}</caption>\n<thead><tr><th scope=\"col\">frames</th>");
            page.Append(
                "<th scope=\"col\">votes</th><th scope=\"col\">exact</th><th scope=\"col\">O=0, I=1</th><th scope=\"col\">in top 10</th></tr></thead>\n<tbody>\n");
            foreach (var row in column.Votes!.Figures)
            {
                page.Append(Text($"<tr><th scope=\"row\">{row.Frames}</th><td>{row.Windows}</td><td>{Share(row.Exact)}</td>"));
                page.Append(CultureInfo.InvariantCulture, $"<td>{Share(row.Folded)}</td><td>{Share(row.InTopTen)}</td></tr>\n");
            }

            page.Append("</tbody>\n</table></div>\n");
        }

        page.Append(Text($"""
            </div>
            <p class="note">Each picture as a moving camera sees it: frames of {CameraMotion.FrameScale:0.0} of its size, nearer or farther
            by {CameraMotion.Approach:0%}, drifting and turning, blurred, noisy and compressed.</p>
            </section>

            """));
    }

    private static void AppendClasses(StringBuilder page, AccuracyCount total)
    {
        page.Append("<section>\n<h2>What goes wrong</h2>\n");
        if (total.Misses.Count + total.FalsePlates.Count == 0)
        {
            page.Append("<p>Nothing: every plate is read as labelled, and nothing else is read.</p>\n</section>\n");
            return;
        }

        var rows = total.ErrorCategories.Select(pair => (ErrorCategories.Name(pair.Category), Id: ErrorCategories.Key(pair.Category), pair.Count))
            .ToList();
        if (total.FalsePlates.Count > 0)
        {
            rows.Add(("false plates", "false_plates", total.FalsePlates.Count));
        }

        var max = rows.Max(row => row.Count);
        page.Append("<ul class=\"classes\">\n");
        foreach (var (name, id, count) in rows)
        {
            page.Append(Text($"<li><a href=\"#{id}\">{name}</a><span class=\"count\">{count}</span>"));
            page.Append(Text($"<span class=\"bar\"><span style=\"width:{100.0 * count / max:0.#}%\"></span></span></li>\n"));
        }

        page.Append(
            "</ul>\n<p class=\"note\">In the pictures below: <span class=\"key label\"></span>labelled, <span class=\"key found\"></span>found.</p>\n</section>\n");
    }

    private static void AppendMisses(StringBuilder page, FolderAccuracy total)
    {
        var misses = total.MissGallery.Where(picture => picture.Miss is not null).OrderByDescending(picture => picture.Miss!.Confidence).ToList();
        foreach (var group in misses.Take(MaxMisses).GroupBy(picture => picture.Miss!.Miss).OrderBy(group => group.Key))
        {
            AppendGroup(page, ErrorCategories.Key(group.Key), ErrorCategories.Name(group.Key), [.. group]);
        }

        AppendRest(page, misses.Count, "misses");
    }

    private static void AppendFalsePlates(StringBuilder page, FolderAccuracy total, double floor)
    {
        var plates = total.MissGallery.Where(picture => picture.False is not null)
            .OrderByDescending(picture => picture.False!.Read.Confidence)
            .ToList();
        if (plates.Count > 0)
        {
            AppendGroup(page, "false_plates", Text($"false plates, confidence {floor:0.00} and more"), [.. plates.Take(MaxMisses)]);
            AppendRest(page, plates.Count, "false plates");
        }
    }

    private static void AppendGroup(StringBuilder page, string id, string name, IReadOnlyList<MissPicture> pictures)
    {
        page.Append(
            Text($"<section id=\"{id}\">\n<h2>{char.ToUpperInvariant(name[0])}{name[1..]} <span class=\"count\">{pictures.Count}</span></h2>\n"));
        foreach (var picture in pictures)
        {
            MissCard.Append(page, picture);
        }

        page.Append("</section>\n");
    }

    private static void AppendRest(StringBuilder page, int count, string what)
    {
        if (count > MaxMisses)
        {
            page.Append(Text($"<p class=\"note\">{count - MaxMisses} more {what} are not shown; --list names all.</p>\n"));
        }
    }

    private static string Share(double value) => Text($"{value:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
