using System.Globalization;
using System.Text;

namespace Dashboard.Bench.Voting;

/// <summary>The votes over frames as a person reads them in a terminal.</summary>
internal static class VoteText
{
    /// <summary>A table for each folder and, where there are several, one for all.</summary>
    public static string Format(IReadOnlyList<(string Name, IReadOnlyList<VoteFigures> Figures)> tables)
    {
        var text = new StringBuilder().AppendLine(string.Create(
            CultureInfo.InvariantCulture,
            $"votes over frames of a moving camera (frames of {CameraMotion.FrameScale:0.0} of the picture's size, with blur, noise and compression):"));
        foreach (var (name, figures) in tables)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-10} frames  votes   found   exact  O=0,I=1  in top 10");
            foreach (var row in figures)
            {
                text.AppendLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{"",-10} {row.Frames,6} {row.Windows,6} {row.Found,7:0.000} {row.Exact,7:0.000} {row.Folded,8:0.000} {row.InTopTen,10:0.000}"));
            }
        }

        return text.ToString().TrimEnd();
    }
}
