using System.Runtime.CompilerServices;
using Dashboard.Commands;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Storage.Search;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Bench.SearchSpeed;

/// <summary>What one question took, and what it is compared with; milliseconds.</summary>
/// <param name="Page">A page with its exact total.</param>
/// <param name="First">The same the first time.</param>
/// <param name="Total">How many flows match.</param>
/// <param name="Compared">What the baseline took; null where it could not be measured.</param>
internal sealed record SearchFigure(SearchQuestion Question, Latency Page, double First, long Total, double? Compared)
{
    private const double MinScan = 5;

    /// <summary>How often the baseline's time is taken, or, of a full scan, how often it is spared; null without a baseline.</summary>
    public double? Ratio => Question.Baseline is Baseline.Shell or Baseline.FirstPage ? Page.Median / Compared : Compared / Page.Median;

    /// <summary>The ratio is what it should be; null where the scan ends at once, because nothing is there to be found.</summary>
    public bool? IsReached => Question.Baseline switch
    {
        Baseline.FarBelowScan or Baseline.BelowScan when Compared < MinScan => null,
        Baseline.Shell => Ratio <= 3,
        Baseline.FarBelowScan => Ratio >= 50,
        Baseline.BelowScan => Ratio >= 20,
        _ => Ratio <= 5,
    };
}

/// <summary>Asks each question by itself, over and over, beside what it is compared with.</summary>
internal sealed class SearchMeasurement(
    IDbContextFactory<DashboardDbContext> database, FlowSearch search, DatabaseShell? shell, CommandConsole console)
{
    /// <summary>Measures the questions, and hands out each figure when it is known: among many flows that takes half an hour.</summary>
    public async IAsyncEnumerable<SearchFigure> RunAsync(
        IReadOnlyList<SearchQuestion> questions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var step = console.Begin("Asking", questions.Count, "questions");

        // What is measured against the shell comes last: by then the code that all questions share is compiled for good.
        foreach (var question in questions.OrderBy(question => question.Baseline == Baseline.Shell))
        {
            var total = 0L;
            var first = await Latency.MeasureOnceAsync(
                async () => total = (await search.SearchAsync(question.Query, SiteScope.Unrestricted, cancellationToken)).Total);
            var (page, compared) = question.Baseline switch
            {
                Baseline.Shell => await BesideShellAsync(question.Query, cancellationToken),
                Baseline.FirstPage => (await PageAsync(
                    question.Query, cancellationToken), (await PageAsync(questions[0].Query, cancellationToken)).Median),
                _ => (await PageAsync(question.Query, cancellationToken), await ScanAsync(question.Query, cancellationToken)),
            };
            yield return new SearchFigure(question, page, first, total, compared);
            step.Increment();
        }
    }

    /// <summary>A poll for the newest rows after a known number.</summary>
    public async Task<Latency> PollAsync(CancellationToken cancellationToken)
    {
        var known = await search.HighestNumberAsync(cancellationToken) - 20;
        return await Latency.MeasureAsync(() => search.AfterAsync(known, 100, null, SiteScope.Unrestricted, cancellationToken));
    }

    /// <summary>The first page of all flows, to compare with.</summary>
    public Task<Latency> FirstPageAsync(CancellationToken cancellationToken) => PageAsync(new FlowQuery(null, FlowOrder.Newest), cancellationToken);

    private Task<Latency> PageAsync(FlowQuery query, CancellationToken cancellationToken) =>
        Latency.MeasureAsync(() => search.SearchAsync(query, SiteScope.Unrestricted, cancellationToken));

    // Side by side, and the middle one of five rounds: a machine's speed changes from second to second.
    private async Task<(Latency Page, double? Shell)> BesideShellAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        var rounds = new List<(Latency Page, double? Shell)>();
        for (var i = 0; i < 5; i++)
        {
            rounds.Add((await PageAsync(query, cancellationToken), await ShellAsync(query, cancellationToken)));
        }

        return rounds.OrderBy(round => round.Page.Median / round.Shell).ElementAt(rounds.Count / 2);
    }

    private async Task<double?> ShellAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        if (shell is null)
        {
            return null;
        }

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var translator = await FlowQueryTranslator.CreateAsync(db, cancellationToken);
        var rows = FlowListOrder.Sort(translator.Apply(db.Flows, query.Where), query.Order).Take(query.PageSize);
        await using var command = rows.CreateDbCommand();
        return await shell.MeasureAsync(WithValues(command), cancellationToken);
    }

    // The same page with all columns hidden from the indexes: the database has to read the table.
    private async Task<double?> ScanAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        var translator = await FlowQueryTranslator.CreateAsync(db, cancellationToken);
        var where = await LinkedFlowsComparison.ResolveAsync(db, query.Where, cancellationToken);
        var rows = FlowListOrder.Sort(translator.Apply(db.Flows.AsNoTracking(), where, FlowIndex.None), query.Order, fromIndex: false)
            .Take(query.PageSize);
        return (await Latency.MeasureAsync(() => rows.ToListAsync(cancellationToken), warm: 1)).Median;
    }

    // Shells have parameters of their own kinds; numbers are all that these questions have.
    private static string WithValues(System.Data.Common.DbCommand command)
    {
        var sql = command.CommandText;
        foreach (var parameter in command.Parameters.Cast<System.Data.Common.DbParameter>()
            .OrderByDescending(parameter => parameter.ParameterName.Length))
        {
            var name = parameter.ParameterName.StartsWith('@') ? parameter.ParameterName : "@" + parameter.ParameterName;
            sql = sql.Replace(name, Convert.ToString(parameter.Value, System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return sql;
    }
}
