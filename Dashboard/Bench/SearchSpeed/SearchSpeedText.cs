using System.Globalization;
using System.Text;

namespace Dashboard.Bench.SearchSpeed;

/// <summary>Speed of searching as a person reads it.</summary>
internal static class SearchSpeedText
{
    /// <summary>What stands over the columns.</summary>
    public const string Head =
        "a page with its exact total      flows found  median ms   p95 ms  first ms  compared with            ms     ratio  target";

    /// <summary>A question with what it is compared with.</summary>
    public static string Format(SearchFigure figure, string? shell)
    {
        var (name, target) = Describe(figure.Question.Baseline, shell);
        return Invariant(
            $"{figure.Question.Name,-31} {figure.Total,12} {figure.Page.Median,10:0.00} {figure.Page.Late,8:0.00} {figure.First,9:0.0}  {name,-18} {Number(figure.Compared),8} {Number(figure.Ratio),9}  {target} {Verdict(figure.IsReached)}");
    }

    /// <summary>A poll for what is new.</summary>
    public static string Format(Latency poll, Latency firstPage)
    {
        var ratio = poll.Median / firstPage.Median;
        return Invariant(
            $"{"newest after a known number",-31} {"",12} {poll.Median,10:0.00} {poll.Late,8:0.00} {"",9}  {"first page",-18} {firstPage.Median,8:0.00} {ratio,9:0.00}  <= 2 {Verdict(ratio <= 2)}{Environment.NewLine}");
    }

    /// <summary>Many clients at once, storing, and memory.</summary>
    public static string Format(CrowdFigures crowd, double perSecond, long memory)
    {
        var text = new StringBuilder();
        var ratio = crowd.Crowd.Late / crowd.Quiet.Late;
        text.AppendLine(
            Invariant($"one client alone: median {crowd.Quiet.Median:0.00} ms, p95 {crowd.Quiet.Late:0.00} ms ({crowd.Quiet.Times} questions)"));
        text.AppendLine(Invariant(
            $"{ConcurrencyBenchmark.Clients} clients, each {ConcurrencyBenchmark.QuestionsPerSecond} questions a second, {ConcurrencyBenchmark.FlowsPerSecond} flows a second arriving: median {crowd.Crowd.Median:0.00} ms, p95 {crowd.Crowd.Late:0.00} ms ({crowd.Crowd.Times} questions), {ratio:0.0} times the quiet p95, <= 5 {Verdict(ratio <= 5)}"));
        text.AppendLine(
            Invariant(
                $"{crowd.Errors} errors; {crowd.Stored} flows stored meanwhile, {crowd.Missing} missing {Verdict(crowd.Errors == 0 && crowd.Missing == 0)}"));
        text.AppendLine(Invariant($"storing with all indexes, batches of 100: {perSecond:0} flows a second, >= 1000 {Verdict(perSecond >= 1000)}"));
        text.Append(Invariant($"most memory of this process: {memory / 1048576.0:0} MB, < 600 {Verdict(memory < 600L << 20)}"));
        return text.ToString();
    }

    private static (string Name, string Target) Describe(Baseline baseline, string? shell) => baseline switch
    {
        Baseline.Shell => (shell is null ? "no shell found" : $"rows in {shell}", "<= 3"),
        Baseline.FarBelowScan => ("full scan", ">= 50"),
        Baseline.BelowScan => ("full scan", ">= 20"),
        _ => ("first page", "<= 5"),
    };

    private static string Verdict(bool? reached) => reached switch { true => "yes", false => "NO", _ => "-" };

    private static string Number(double? value) =>
        value is { } number ? number.ToString(number < 10 ? "0.00" : "0", CultureInfo.InvariantCulture) : "-";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
