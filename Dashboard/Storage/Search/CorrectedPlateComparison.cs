using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>
/// A comparison of plates that some corrected flows meet by what was read. Made from a <see cref="FlowComparison"/> before it is translated, and only
/// where there are such flows: all other searches stay as they are.
/// </summary>
/// <param name="Comparison">The comparison; it is made with the plate as it was corrected.</param>
/// <param name="Flows">The flows whose raw read it names; null: they are too many to be named one by one.</param>
/// <param name="Query">The same flows, as the database finds them.</param>
internal sealed record CorrectedPlateComparison(FlowComparison Comparison, IReadOnlyList<long>? Flows, IQueryable<long> Query) : FlowCondition
{
    /// <summary>Most flows that are worth naming one by one.</summary>
    public const int MaxFlows = 500;

    /// <summary>It holds where neither the plate nor the raw read is the one that is named; otherwise one of the two is enough.</summary>
    public bool IsExclusion => Comparison.Operator == FlowOperator.NotEqual;

    /// <summary>The condition, with what corrected flows were read as taken in.</summary>
    public static async Task<FlowCondition?> WidenAsync(DashboardDbContext db, FlowCondition? condition, CancellationToken cancellationToken)
    {
        return condition is null ? null : await FlowConditions.MapAsync(
            condition,
            leaf => leaf is FlowComparison { Field: FlowField.Plate, Value: string text } comparison
                && FlowQueryTranslator.PlateOperand(text).Length > 0
                    ? WidenAsync(db, comparison, cancellationToken)
                    : Task.FromResult(leaf));
    }

    private static async Task<FlowCondition> WidenAsync(DashboardDbContext db, FlowComparison comparison, CancellationToken cancellationToken)
    {
        // What was not read at all is no raw read that somebody could look for.
        var named = comparison.Operator == FlowOperator.NotEqual ? comparison with { Operator = FlowOperator.Equal } : comparison;
        var flows = db.FlowCorrections.AsNoTracking()
            .Where(correction => correction.Raw != "")
            .Where(FlowQueryTranslator.TextComparison<FlowCorrection>(named, nameof(FlowCorrection.Raw)))
            .Select(correction => correction.FlowId)
            .Distinct();
        var found = await flows.OrderBy(id => id).Take(MaxFlows + 1).ToListAsync(cancellationToken);
        return found.Count == 0 ? comparison : new CorrectedPlateComparison(comparison, found.Count > MaxFlows ? null : found, flows);
    }
}
