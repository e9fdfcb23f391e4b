using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>
/// A comparison of what is stored beside the flows. Where it leads to few of them, they are named by their numbers before the condition is planned;
/// this is what stays of it where they are many.
/// </summary>
/// <param name="Test">The comparison.</param>
/// <param name="Flows">The numbers of the flows that it leads to, as the database finds them.</param>
internal sealed record LinkedFlowsTest(FlowTest Test, IQueryable<long> Flows) : FlowCondition
{
    /// <summary>Most flows that are worth naming one by one.</summary>
    public const int MaxFlows = 2000;

    private const int MaxBeginnings = 16;

    /// <summary>It holds for the flows that it does not lead to.</summary>
    public bool IsExclusion => Test.Operator == FlowOperator.NotEqual;

    /// <summary>The condition, with what is stored beside the flows looked up.</summary>
    public static async Task<FlowCondition?> ResolveAsync(DashboardDbContext db, FlowCondition? condition, CancellationToken cancellationToken) =>
        condition switch
        {
            FlowAll all => new FlowAll(await ResolveAsync(db, all.Conditions, cancellationToken)),
            FlowAny any => new FlowAny(await ResolveAsync(db, any.Conditions, cancellationToken)),
            FlowTest { Field: FlowField.Candidate, Value: string text } test => await ResolveCandidateAsync(db, test, text, cancellationToken),
            FlowTest { Field: FlowField.AlertList, Value: long list } test => await ResolveListAsync(db, test, list, cancellationToken),
            FlowTest { Field: FlowField.Corrected, Operator: FlowOperator.Equal, Value: true } test =>
                await ResolveCorrectedAsync(db, test, cancellationToken),
            FlowTest { Field: FlowField.Region or FlowField.Direction, Value: string text } test =>
                await NamedValuesTest.ResolveAsync(db, test, text, cancellationToken),
            _ => condition,
        };

    private static async Task<IReadOnlyList<FlowCondition>> ResolveAsync(
        DashboardDbContext db, IReadOnlyList<FlowCondition> conditions, CancellationToken cancellationToken)
    {
        var resolved = new List<FlowCondition>(conditions.Count);
        foreach (var condition in conditions)
        {
            resolved.Add((await ResolveAsync(db, condition, cancellationToken))!);
        }

        return resolved;
    }

    // Not all of them are still corrected: some were set back to what was read.
    private static async Task<FlowCondition> ResolveCorrectedAsync(DashboardDbContext db, FlowTest test, CancellationToken cancellationToken)
    {
        var flows = db.FlowCorrections.AsNoTracking().Select(correction => correction.FlowId);
        return await NamedAsync(flows.Distinct().OrderBy(id => id), cancellationToken) is { } named
            ? new FlowAll([new FlowTest(FlowField.Id, FlowOperator.In, named), test])
            : new FlowAll([new LinkedFlowsTest(test, flows), test]);
    }

    private static async Task<FlowCondition> ResolveListAsync(DashboardDbContext db, FlowTest test, long list, CancellationToken cancellationToken)
    {
        var flows = db.Alerts.AsNoTracking().Where(alert => alert.ListId == list).Select(alert => alert.FlowId);
        return await NamedAsync(flows.OrderBy(id => id), cancellationToken) is { } named ? ByNumber(test, named) : new LinkedFlowsTest(test, flows);
    }

    private static async Task<FlowCondition> ResolveCandidateAsync(
        DashboardDbContext db, FlowTest test, string text, CancellationToken cancellationToken)
    {
        // Throws for an operator that the field does not have, before anything is asked.
        var matches = FlowQueryTranslator.TextTest<FlowCandidate>(test, nameof(FlowCandidate.Text));
        var operand = FlowQueryTranslator.PlateOperand(text);
        if (operand.Length == 0 || operand.Trim('*', '?').Length < 2)
        {
            // It is found in a good part of all flows.
            return test;
        }

        var named = new SortedSet<long>();
        foreach (var beginning in Beginnings(test.Operator, operand))
        {
            var end = beginning + "\U0010FFFF";
            var candidates = db.FlowCandidates.AsNoTracking().Where(matches);
            var flows = (beginning.Length == 0
                ? candidates
                : candidates.Where(candidate => string.Compare(candidate.Text, beginning) >= 0 && string.Compare(candidate.Text, end) < 0))
                .OrderBy(candidate => candidate.Text)
                .ThenBy(candidate => candidate.FlowId)
                .Select(candidate => candidate.FlowId);
            if (await NamedAsync(flows, cancellationToken) is not { } found)
            {
                return test;
            }

            named.UnionWith(found);
        }

        return named.Count > MaxFlows ? test : ByNumber(test, [.. named]);
    }

    // What a candidate must begin with, so that the index of texts can be used; an empty text: the whole index is looked through.
    private static IReadOnlyList<string> Beginnings(FlowOperator comparison, string operand)
    {
        var first = operand.Split('*', '?')[0];
        return comparison switch
        {
            FlowOperator.Equal => [operand],
            FlowOperator.Matches => [first],
            FlowOperator.LooksLike => PlateFolding.Beginnings(PlateFolding.Fold(first), MaxBeginnings),
            _ => [""],
        };
    }

    private static async Task<IReadOnlyList<long>?> NamedAsync(IQueryable<long> flows, CancellationToken cancellationToken)
    {
        var found = await flows.Take(MaxFlows + 1).ToListAsync(cancellationToken);
        return found.Count > MaxFlows ? null : found;
    }

    private static FlowTest ByNumber(FlowTest test, IReadOnlyList<long> flows) => new(
        FlowField.Id, test.Operator == FlowOperator.NotEqual ? FlowOperator.NotIn : FlowOperator.In, flows);
}
