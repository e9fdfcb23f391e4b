using System.Globalization;
using System.Text;
using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Dashboard.Storage.Search;

/// <summary>
/// Exact totals without a count over the table each time: from the numbers by hour where cameras, time and trigger mode are asked for; over the
/// matching plates where they are few; otherwise counted once, remembered, and from then on only what came since is counted.
/// </summary>
internal sealed class FlowTotals : IDisposable
{
    private const int MaxRemembered = 500;
    private const int MaxParallel = 2;

    private readonly MemoryCache _remembered = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });
    private readonly SemaphoreSlim _counting = new(MaxParallel);

    public async Task<long> CountAsync(FlowSelection selection, CancellationToken cancellationToken)
    {
        var (db, criteria) = (selection.Db, selection.Criteria);
        return selection.Plan.Count switch
        {
            FlowCountMethod.Nothing => 0,
            FlowCountMethod.SearchTables => await new FlowRanks(db, criteria).CountAsync(cancellationToken),
            FlowCountMethod.OneFlow => await CompiledFlows.For(db).FindAsync(db, criteria.OneNumber!.Value, cancellationToken) is null ? 0 : 1,
            FlowCountMethod.Index => await selection.Flows(selection.Plan.Finder).LongCountAsync(cancellationToken),
            FlowCountMethod.AllButOnePlate => await CountOtherPlatesAsync(selection, cancellationToken),
            _ => await CountRememberedAsync(selection, await FlowSelection.HighestAsync(db, cancellationToken), cancellationToken),
        };
    }

    public void Dispose()
    {
        _remembered.Dispose();
        _counting.Dispose();
    }

    // All flows but those that do have the plate.
    private async Task<long> CountOtherPlatesAsync(FlowSelection selection, CancellationToken cancellationToken)
    {
        var (db, criteria) = (selection.Db, selection.Criteria);
        var equal = await FlowConditions.MapAsync(criteria.Condition!, leaf => Task.FromResult<FlowCondition>(leaf switch
        {
            // Beside the exclusion may stand what all plates meet: it goes on saying what it says.
            FlowComparison { Field: FlowField.Plate, Operator: FlowOperator.NotEqual } other => other with { Operator = FlowOperator.Equal },
            CorrectedPlateComparison { IsExclusion: true } other => other.Comparison with { Operator = FlowOperator.Equal },
            _ => leaf,
        }));
        var same = await FlowSelection.CreateAsync(db, selection.Translator, equal, cancellationToken);
        return await new FlowRanks(db, criteria with { Others = [] }).CountAsync(cancellationToken) - await CountAsync(same, cancellationToken);
    }

    // Remembered is the number below the start of a run of flow numbers, which is what later changes are noted by; the rest is counted each time.
    private async Task<long> CountRememberedAsync(FlowSelection selection, long highest, CancellationToken cancellationToken)
    {
        var key = Key(selection);
        var known = _remembered.Get<Remembered>(key);
        if (known is not null && await ChangesAsync(selection.Db, known.Below, cancellationToken) == known.Changes)
        {
            var since = await CountFromAsync(selection, known.Below, null, cancellationToken);
            if (highest - known.Below > 2 * FlowRunVersion.RunLength)
            {
                var below = Floor(highest);
                var changes = await ChangesAsync(selection.Db, below, cancellationToken);
                Remember(key, new Remembered(below, known.Count + await CountFromAsync(selection, known.Below, below, cancellationToken), changes));
            }

            return known.Count + since;
        }

        await _counting.WaitAsync(cancellationToken);
        try
        {
            if (_remembered.Get<Remembered>(key) is { } meanwhile && meanwhile != known)
            {
                return meanwhile.Count + await CountFromAsync(selection, meanwhile.Below, null, cancellationToken);
            }

            var below = Floor(highest);
            var changes = await ChangesAsync(selection.Db, below, cancellationToken);
            var count = await CountBelowAsync(selection, below, cancellationToken);
            Remember(key, new Remembered(below, count, changes));
            return count + await CountFromAsync(selection, below, null, cancellationToken);
        }
        finally
        {
            _counting.Release();
        }
    }

    private static Task<long> CountBelowAsync(FlowSelection selection, long below, CancellationToken cancellationToken)
    {
        var flows = selection.Criteria is { PlatePart: { } part, IsFolded: false } ? selection.FlowsOfSuffixes(part) : selection
            .Flows(selection.Plan.Finder);
        return flows.LongCountAsync(flow => flow.Id + 0 < below, cancellationToken);
    }

    private static Task<long> CountFromAsync(FlowSelection selection, long from, long? below, CancellationToken cancellationToken)
    {
        var flows = selection.Flows(FlowIndex.Id).Where(flow => flow.Id >= from);
        return (below is { } end ? flows.Where(flow => flow.Id < end) : flows).LongCountAsync(cancellationToken);
    }

    private static Task<long> ChangesAsync(DashboardDbContext db, long below, CancellationToken cancellationToken)
    {
        var run = below / FlowRunVersion.RunLength;
        return db.FlowRunVersions.Where(change => change.Run < run).SumAsync(change => change.Changes, cancellationToken);
    }

    private void Remember(string key, Remembered count) =>
        _remembered.Set(key, count, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = TimeSpan.FromHours(1) });

    // Names of cameras are part of it: what a condition on them means changes with them.
    private static string Key(FlowSelection selection)
    {
        var key = new StringBuilder();
        Write(key, selection.Criteria.Condition!);
        foreach (var camera in selection.Translator.Cameras)
        {
            key.Append(CultureInfo.InvariantCulture, $"\n{camera.Id} {camera.Alias}");
        }

        return key.ToString();
    }

    private static void Write(StringBuilder key, FlowCondition condition)
    {
        var (sign, parts) = condition switch
        {
            FlowAll all => ('&', all.Conditions),
            FlowAny any => ('|', any.Conditions),
            _ => (' ', []),
        };
        if (condition is CorrectedPlateComparison corrected)
        {
            // Which flows it names changes with a correction, and so does what was counted: the runs of numbers tell that.
            Write(key, corrected.Comparison);
            return;
        }

        if (condition is NamedValuesComparison named)
        {
            Write(key, named.Comparison);
            key.AppendJoin(',', named.Values.Select(name => $" {name.Length} {name}"));
            return;
        }

        if (condition is FlowComparison comparison)
        {
            var value = comparison.Value switch
            {
                DateTimeOffset moment => moment.UtcTicks.ToString(CultureInfo.InvariantCulture),
                double number => number.ToString("R", CultureInfo.InvariantCulture),
                IEnumerable<long> numbers => string.Join(',', numbers),
                var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
            };
            key.Append(CultureInfo.InvariantCulture, $"{comparison.Field} {comparison.Operator} {value.Length} {value}");
            return;
        }

        key.Append('(').Append(sign);
        foreach (var part in parts)
        {
            Write(key, part);
        }

        key.Append(')');
    }

    private static long Floor(long number) => number / FlowRunVersion.RunLength * FlowRunVersion.RunLength;

    private sealed record Remembered(long Below, long Count, long Changes);
}
