using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>The flows that criteria name, with the few plates they can have where that is known: what is counted, paged and walked.</summary>
/// <param name="Db">The database.</param>
/// <param name="Translator">Translates the condition.</param>
/// <param name="Criteria">What is asked for.</param>
/// <param name="Plates">All plates that can match; null where that is not known, or they are too many.</param>
internal sealed record FlowSelection(DashboardDbContext Db, FlowQueryTranslator Translator, FlowCriteria Criteria, IReadOnlyList<string>? Plates)
{
    /// <summary>Numbers of flows that are looked through one by one sooner than anything cleverer is tried.</summary>
    private const long FewNumbers = 4 * FlowChange.RunLength;

    /// <summary>Looks up the plates that a condition can mean.</summary>
    public static async Task<FlowSelection> CreateAsync(DashboardDbContext db, FlowQueryTranslator translator, FlowCondition? condition, CancellationToken cancel)
    {
        var criteria = FlowCriteria.Of(condition, translator);
        var plates = criteria switch
        {
            { IsNothing: true } => [],
            { Plate: { } plate } => [plate],
            { PlatePart: { } part } => await PlateLookup.FindAsync(db, part, cancel),
            _ => null,
        };
        return new FlowSelection(db, translator, criteria, plates);
    }

    /// <summary>Nothing can match.</summary>
    public bool IsNothing => Criteria.IsNothing || Plates is { Count: 0 };

    /// <summary>The same of some cameras only.</summary>
    public FlowSelection OfCameras(IReadOnlyCollection<int> cameras) => this with { Criteria = Criteria.OfCameras(cameras) };

    /// <summary>The flows, found by the index; without the table being walked where an index can do it.</summary>
    public IQueryable<Flow> Flows(FlowIndex usable)
    {
        var flows = Translator.Apply(Db.Flows.AsNoTracking(), Criteria.Condition, usable);
        if (usable != FlowIndex.Plate || Plates is null)
        {
            return flows;
        }

        var plates = Plates;
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
        return Flows(FlowIndex.Plate).Where(flow => plates.Contains(flow.Plate));
    }

    /// <summary>The index that finds all the flows with the least reading, for counting and for lists that are sorted afterwards.</summary>
    /// <param name="highest">The greatest number of a flow.</param>
    public FlowIndex Finder(long highest) => this switch
    {
        { Criteria.IsOfNumbers: true } => FlowIndex.Id,
        { Plates: not null } => FlowIndex.Plate,
        _ when IsFewNumbers(highest) => FlowIndex.Id,
        { Criteria.OneCamera: not null } => FlowIndex.Camera | FlowIndex.Time,
        { Criteria: { From: not null, To: not null } } => FlowIndex.Time,
        _ => FlowIndex.Any,
    };

    /// <summary>The numbers that may match are so few that they are all looked at.</summary>
    public bool IsFewNumbers(long highest) => Criteria.Above is { } above && Math.Min(Criteria.UpTo ?? highest, highest) - above <= FewNumbers;
}
