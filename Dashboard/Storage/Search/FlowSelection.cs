using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>The flows that criteria name, with the few plates they can have where that is known: what is counted, paged and walked.</summary>
/// <param name="Translator">Translates the condition.</param>
/// <param name="Criteria">What is asked for.</param>
/// <param name="Plates">All plates that can match; null where that is not known, or they are too many.</param>
/// <param name="Plan">How they are counted and read.</param>
internal sealed record FlowSelection(
    DashboardDbContext Db, FlowQueryTranslator Translator, FlowCriteria Criteria, IReadOnlyList<string>? Plates, FlowQueryPlan Plan)
{
    // Known where the plan needs it.
    private long Highest { get; init; }

    /// <summary>Looks up the plates that a condition can mean, and makes the plan.</summary>
    public static async Task<FlowSelection> CreateAsync(
        DashboardDbContext db, FlowQueryTranslator translator, FlowCondition? condition, CancellationToken cancellationToken)
    {
        var widened = await CorrectedPlateComparison.WidenAsync(db, condition, cancellationToken);
        var criteria = FlowCriteria.Create(await LinkedFlowsComparison.ResolveAsync(db, widened, cancellationToken), translator);
        var plates = criteria switch
        {
            { IsNothing: true } => [],
            { Plate: { } plate } => [plate],
            { PlatePart: { } part, PlatePattern: { } pattern } => await PlateLookup.FindAsync(
                db, part, pattern, criteria.IsFolded, cancellationToken),
            { PlatePart: { } part } => await PlateLookup.FindAsync(db, part, cancellationToken),
            _ => null,
        };
        var highest = criteria.Above is null ? 0 : await HighestAsync(db, cancellationToken);
        return new FlowSelection(db, translator, criteria, plates, FlowQueryPlan.Create(criteria, plates, highest)) { Highest = highest };
    }

    public bool IsNothing => Plan.Count == FlowCountMethod.Nothing;

    public FlowSelection ForCameras(IReadOnlyCollection<int> cameras)
    {
        var criteria = Criteria.ForCameras(cameras);
        return this with { Criteria = criteria, Plan = FlowQueryPlan.Create(criteria, Plates, Highest) };
    }

    /// <summary>The greatest number of a flow; 0 where there is none.</summary>
    public static async Task<long> HighestAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
        await db.Flows.MaxAsync(flow => (long?)flow.Id, cancellationToken) ?? 0;

    /// <summary>The flows, found by the index; without the table being walked where an index can do it.</summary>
    public IQueryable<Flow> Flows(FlowIndex usable)
    {
        var flows = Translator.Apply(Db.Flows.AsNoTracking(), Criteria.Condition, usable);
        if (usable != FlowIndex.Plate || Plates is null)
        {
            return flows;
        }

        var plates = Plates;
        if (Criteria.OtherFlows is { Count: > 0 } others)
        {
            return flows.Where(flow => EF.Parameter(plates).Contains(flow.Plate) || EF.Parameter(others).Contains(flow.Id));
        }

        if (plates is [var plate])
        {
            return flows.Where(flow => flow.Plate == plate);
        }

        return flows.Where(flow => EF.Parameter(plates).Contains(flow.Plate));
    }

    /// <summary>The flows whose plates the ends of plates name, however many they are; for counting.</summary>
    public IQueryable<Flow> FlowsOfSuffixes(string part)
    {
        var plates = PlateLookup.Suffixes(Db, part).Select(suffix => suffix.Plate);
        var others = Criteria.OtherFlows;
        return others.Count == 0
            ? Flows(FlowIndex.Plate).Where(flow => plates.Contains(flow.Plate))
            : Flows(FlowIndex.Plate).Where(flow => plates.Contains(flow.Plate) || EF.Parameter(others).Contains(flow.Id));
    }
}
