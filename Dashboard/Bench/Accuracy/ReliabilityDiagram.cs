using System.Globalization;
using System.Text;

namespace Dashboard.Bench.Accuracy;

/// <summary>Draws the share of reads that are right over their confidence, and how many reads each point stands for.</summary>
internal static class ReliabilityDiagram
{
    private const int Side = 240;
    private const int Left = 40;
    private const int Top = 10;
    private const int CountsHeight = 56;
    private const int Gap = 14;

    public static string ToSvg(Reliability reliability)
    {
        var bins = reliability.Table;
        var reads = bins.Sum(bin => bin.Count);
        const int Bottom = Top + Side;
        const int Base = Bottom + Gap + CountsHeight;
        var svg = new StringBuilder();
        Append(
            $"<svg class=\"diagram\" viewBox=\"0 0 {Left + Side + 12} {Base + 34}\" role=\"img\" aria-label=\"Share of reads that are right over their confidence\">\n");
        for (var i = 0; i <= 4; i++)
        {
            var (x, y) = (Left + (Side * i / 4.0), Bottom - (Side * i / 4.0));
            Append(
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Left + Side}\" y1=\"{y}\" y2=\"{y}\"/><line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"{Top}\" y2=\"{Bottom}\"/>");
            Append(
                $"<text x=\"{Left - 6}\" y=\"{y + 4}\" text-anchor=\"end\">{i / 4.0:0.##}</text><text x=\"{x}\" y=\"{Base + 14}\" text-anchor=\"middle\">{i / 4.0:0.##}</text>\n");
        }

        Append($"<line class=\"diagonal\" x1=\"{Left}\" y1=\"{Bottom}\" x2=\"{Left + Side}\" y2=\"{Top}\"/>\n");
        var max = Math.Max(1, bins.Max(bin => bin.Count));
        foreach (var bin in bins.Where(bin => bin.Count > 0))
        {
            var (x, y) = (Left + (Side * bin.MeanConfidence), Bottom - (Side * bin.Right));
            var height = Math.Max(1.5, (double)CountsHeight * bin.Count / max);
            Append(
                $"<g><title>{bin.Count} reads of {bin.From:0.0} to {bin.To:0.0}: mean confidence {bin.MeanConfidence:0.000}, right {bin.Right:0.000}</title>");
            Append($"<line class=\"error\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{y:0.#}\" y2=\"{Bottom - (Side * bin.MeanConfidence):0.#}\"/>");
            Append($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{3 + (5 * Math.Sqrt((double)bin.Count / max)):0.#}\"/>");
            Append(
                $"<rect x=\"{Left + (Side * bin.From) + 2:0.#}\" y=\"{Base - height:0.#}\" width=\"{(Side / 10.0) - 4:0.#}\" height=\"{height:0.#}\"/></g>\n");
        }

        Append($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Left + Side}\" y1=\"{Base}\" y2=\"{Base}\"/>");
        Append($"<text x=\"{Left + (Side / 2)}\" y=\"{Base + 30}\" text-anchor=\"middle\">confidence</text>");
        Append($"<text transform=\"translate(11 {Top + (Side / 2)}) rotate(-90)\" text-anchor=\"middle\">share that is right</text>");
        Append($"<text transform=\"translate(11 {Base - (CountsHeight / 2)}) rotate(-90)\" text-anchor=\"middle\">reads</text>");
        Append($"<text x=\"{Left - 6}\" y=\"{Base - CountsHeight + 9}\" text-anchor=\"end\">{(reads == 0 ? 0 : max)}</text>\n</svg>\n");
        return svg.ToString();

        void Append(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
    }
}
