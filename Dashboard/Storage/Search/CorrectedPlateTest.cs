using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>
/// A comparison of plates that some corrected flows meet by what was read. Made from a <see cref="FlowTest"/> before it is translated, and only
/// where there are such flows: all other searches stay as they are.
/// </summary>
/// <param name="Test">The comparison; it is made with the plate as it was corrected.</param>
/// <param name="Flows">The flows whose raw read it names; null: they are too many to be named one by one.</param>
/// <param name="Query">The same flows, as the database finds them.</param>
internal sealed record CorrectedPlateTest(FlowTest Test, IReadOnlyList<long>? Flows, IQueryable<long> Query) : FlowCondition
{
    /// <summary>Most flows that are worth naming one by one.</summary>
    public const int MaxFlows = 500;

    /// <summary>It holds where neither the plate nor the raw read is the one that is named; otherwise one of the two is enough.</summary>
    public bool IsExclusion => Test.Operator == FlowOperator.NotEqual;

    /// <summary>The condition, with what corrected flows were read as taken in.</summary>
    public static async Task<FlowCondition?> WidenAsync(DashboardDbContext db, FlowCondition? condition, CancellationToken cancellationToken) =>
        condition switch
        {
            FlowAll all => new FlowAll(await WidenAsync(db, all.Conditions, cancellationToken)),
            FlowAny any => new FlowAny(await WidenAsync(db, any.Conditions, cancellationToken)),
            FlowTest { Field: FlowField.Plate, Value: string text } test when FlowQueryTranslator.PlateOperand(text).Length > 0 =>
                await WidenAsync(db, test, cancellationToken),
            _ => condition,
        };

    private static async Task<IReadOnlyList<FlowCondition>> WidenAsync(
        DashboardDbContext db, IReadOnlyList<FlowCondition> conditions, CancellationToken cancellationToken)
    {
        var widened = new List<FlowCondition>(conditions.Count);
        foreach (var condition in conditions)
        {
            widened.Add((await WidenAsync(db, condition, cancellationToken))!);
        }

        return widened;
    }

    private static async Task<FlowCondition> WidenAsync(DashboardDbContext db, FlowTest test, CancellationToken cancellationToken)
    {
        // What was not read at all is no raw read that somebody could look for.
        var named = test.Operator == FlowOperator.NotEqual ? test with { Operator = FlowOperator.Equal } : test;
        var flows = db.FlowCorrections.AsNoTracking()
            .Where(correction => correction.Raw != "")
            .Where(FlowQueryTranslator.TextTest<FlowCorrection>(named, nameof(FlowCorrection.Raw)))
            .Select(correction => correction.FlowId)
            .Distinct();
        var found = await flows.OrderBy(id => id).Take(MaxFlows + 1).ToListAsync(cancellationToken);
        return found.Count == 0 ? test : new CorrectedPlateTest(test, found.Count > MaxFlows ? null : found, flows);
    }
}
