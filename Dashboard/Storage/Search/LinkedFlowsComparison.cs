using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>
/// A comparison of what is stored beside the flows. Where it leads to few of them, they are named by their numbers before the condition is planned;
/// this is what stays of it where they are many.
/// </summary>
/// <param name="Flows">The numbers of the flows that it leads to, as the database finds them.</param>
internal sealed record LinkedFlowsComparison(FlowComparison Comparison, IQueryable<long> Flows) : FlowCondition
{
    /// <summary>Most flows that are worth naming one by one.</summary>
    public const int MaxFlows = 2000;

    private const int MaxBeginnings = 16;

    /// <summary>It holds for the flows that it does not lead to.</summary>
    public bool IsExclusion => Comparison.Operator == FlowOperator.NotEqual;

    /// <summary>The condition, with what is stored beside the flows looked up.</summary>
    public static async Task<FlowCondition?> ResolveAsync(DashboardDbContext db, FlowCondition? condition, CancellationToken cancellationToken)
    {
        return condition is null ? null : await FlowConditions.MapAsync(condition, leaf => leaf switch
        {
            FlowComparison { Field: FlowField.Candidate, Value: string text } comparison =>
                ResolveCandidateAsync(db, comparison, text, cancellationToken),
            FlowComparison { Field: FlowField.AlertList, Value: long list } comparison =>
                ResolveListAsync(db, comparison, list, cancellationToken),
            FlowComparison { Field: FlowField.Corrected, Operator: FlowOperator.Equal, Value: true } comparison =>
                ResolveCorrectedAsync(db, comparison, cancellationToken),
            FlowComparison { Field: FlowField.Region or FlowField.Direction, Value: string text } comparison =>
                NamedValuesComparison.ResolveAsync(db, comparison, text, cancellationToken),
            _ => Task.FromResult(leaf),
        });
    }

    // Not all of them are still corrected: some were set back to what was read.
    private static async Task<FlowCondition> ResolveCorrectedAsync(
        DashboardDbContext db, FlowComparison comparison, CancellationToken cancellationToken)
    {
        var flows = db.FlowCorrections.AsNoTracking().Select(correction => correction.FlowId);
        return await NamedAsync(flows.Distinct().OrderBy(id => id), cancellationToken) is { } named
            ? new FlowAll([new FlowComparison(FlowField.Id, FlowOperator.In, named), comparison])
            : new FlowAll([new LinkedFlowsComparison(comparison, flows), comparison]);
    }

    private static async Task<FlowCondition> ResolveListAsync(
        DashboardDbContext db, FlowComparison comparison, long list, CancellationToken cancellationToken)
    {
        var flows = db.Alerts.AsNoTracking().Where(alert => alert.ListId == list).Select(alert => alert.FlowId);
        return await NamedAsync(flows.OrderBy(id => id), cancellationToken) is { } named
            ? ByNumber(comparison, named)
            : new LinkedFlowsComparison(comparison, flows);
    }

    private static async Task<FlowCondition> ResolveCandidateAsync(
        DashboardDbContext db, FlowComparison comparison, string text, CancellationToken cancellationToken)
    {
        // Throws for an operator that the field does not have, before anything is asked.
        var matches = FlowQueryTranslator.TextComparison<FlowCandidate>(comparison, nameof(FlowCandidate.Text));
        var operand = FlowQueryTranslator.PlateOperand(text);
        if (operand.Length == 0 || operand.Trim('*', '?').Length < 2)
        {
            // It is found in a good part of all flows.
            return comparison;
        }

        var named = new SortedSet<long>();
        foreach (var beginning in Beginnings(comparison.Operator, operand))
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
                return comparison;
            }

            named.UnionWith(found);
        }

        return named.Count > MaxFlows ? comparison : ByNumber(comparison, [.. named]);
    }

    // What a candidate must begin with, so that the index of texts can be used; an empty text: the whole index is looked through.
    private static IReadOnlyList<string> Beginnings(FlowOperator how, string operand)
    {
        var first = operand.Split('*', '?')[0];
        return how switch
        {
            FlowOperator.Equal => [operand],
            FlowOperator.Matches => [first],
            FlowOperator.LooksLike => LookAlikeFolding.Beginnings(LookAlikeFolding.Fold(first), MaxBeginnings),
            _ => [""],
        };
    }

    private static async Task<IReadOnlyList<long>?> NamedAsync(IQueryable<long> flows, CancellationToken cancellationToken)
    {
        var found = await flows.Take(MaxFlows + 1).ToListAsync(cancellationToken);
        return found.Count > MaxFlows ? null : found;
    }

    private static FlowComparison ByNumber(FlowComparison comparison, IReadOnlyList<long> flows) => new(
        FlowField.Id, comparison.Operator == FlowOperator.NotEqual ? FlowOperator.NotIn : FlowOperator.In, flows);
}
