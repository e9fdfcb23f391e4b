using Dashboard.Domain.Flows;

namespace Dashboard.Storage.Search;

/// <summary>How the flows of a selection are counted.</summary>
internal enum FlowCountMethod
{
    Nothing,

    /// <summary>From the numbers by hour, day and block: the condition says only which cameras, what time and which trigger mode.</summary>
    SearchTables,

    /// <summary>One flow, looked up by its number.</summary>
    OneFlow,

    /// <summary>By a count over what the index finds, which is little.</summary>
    Index,

    /// <summary>From the numbers by hour, without the flows of one plate.</summary>
    AllButOnePlate,

    /// <summary>Counted once and remembered; after that, only what came since.</summary>
    Remembered,
}

/// <summary>How rows of a selection's list are read.</summary>
internal enum FlowPageMethod
{
    /// <summary>From the index by time, which begins near the rows: their place is known from the numbers by hour.</summary>
    ByTime,

    /// <summary>One flow, looked up by its number.</summary>
    OneFlow,

    /// <summary>All are found by their numbers and then sorted.</summary>
    ListedNumbers,

    /// <summary>All are found by an index, their numbers are sorted, and the wanted rows read.</summary>
    Found,

    /// <summary>The order's index is walked until the rows are met.</summary>
    Walked,

    /// <summary>Found where the list is shorter than what would be walked, else walked.</summary>
    FoundIfListIsShort,

    /// <summary>Found where the camera or the days that it is found in hold fewer flows than would be walked, else walked.</summary>
    FoundIfPartIsShort,
}

/// <summary>
/// How flows that are asked for are counted and read, decided once from what the condition says. What is left to totals and lists is what only
/// numbers can tell: whether a list is short. What a method does stands in <see cref="FlowTotals"/>, <see cref="FlowRanks"/> and
/// <see cref="FlowList"/>.
/// </summary>
/// <param name="Finder">The index that finds them all with the least reading.</param>
internal sealed record FlowQueryPlan(FlowCountMethod Count, FlowIndex Finder)
{
    /// <summary>Numbers of flows that are looked through one by one sooner than anything cleverer is tried.</summary>
    private const long FewNumbers = 4 * FlowRunVersion.RunLength;

    /// <summary>What the plan was made from.</summary>
    private FlowCriteria Criteria { get; init; } = new();

    /// <summary>The matching plates are known, so the index of plates leads to the flows whatever the order is.</summary>
    private bool HasPlates { get; init; }

    /// <summary>What finds them reads the flows of a camera or of some days, most of which may not be asked for.</summary>
    private bool FindsInPart => Finder != FlowIndex.Any && Criteria.ByValue == FlowIndex.None;

    /// <param name="criteria">What the condition says.</param>
    /// <param name="plates">All plates that can match; null where that is not known.</param>
    /// <param name="highest">The greatest number of a flow; needed where <see cref="FlowCriteria.Above"/> is.</param>
    public static FlowQueryPlan Create(FlowCriteria criteria, IReadOnlyList<string>? plates, long highest)
    {
        var hasFewNumbers = criteria.Above is { } above && Math.Min(criteria.UpTo ?? highest, highest) - above <= FewNumbers;
        var finder = criteria switch
        {
            { IsOfNumbers: true } => FlowIndex.Id,
            _ when plates is not null => FlowIndex.Plate,
            _ when hasFewNumbers => FlowIndex.Id,
            { ByValue: not FlowIndex.None } => criteria.ByValue | FlowIndex.Time,
            { OneCamera: not null } => FlowIndex.Camera | FlowIndex.Time,
            { From: not null, To: not null } => FlowIndex.Time,
            _ => FlowIndex.Any,
        };
        var count = criteria switch
        {
            { IsNothing: true } => FlowCountMethod.Nothing,
            { OtherFlows.Count: 0 } when plates is { Count: 0 } => FlowCountMethod.Nothing,
            { IsCounted: true } => FlowCountMethod.SearchTables,
            { OneNumber: not null } => FlowCountMethod.OneFlow,
            _ when criteria.IsLinked || finder is FlowIndex.Id or FlowIndex.Plate => FlowCountMethod.Index,
            { IsOfOtherPlates: true } => FlowCountMethod.AllButOnePlate,
            _ => FlowCountMethod.Remembered,
        };
        return new FlowQueryPlan(count, finder) { Criteria = criteria, HasPlates = plates is not null };
    }

    /// <summary>How rows of the list in an order are read.</summary>
    public FlowPageMethod PageMethod(FlowOrder order) => Criteria switch
    {
        { IsCounted: true } when order.Field is FlowField.Time or FlowField.Camera => FlowPageMethod.ByTime,
        { OneNumber: not null } => FlowPageMethod.OneFlow,
        { IsOfNumbers: true } => FlowPageMethod.ListedNumbers,
        _ when Finder is FlowIndex.Plate or FlowIndex.Id => FlowPageMethod.Found,
        { Condition: null } => FlowPageMethod.Walked,
        { ByValue: not FlowIndex.None } when order.Field is FlowField.Time or FlowField.Camera => FlowPageMethod.Walked,
        { PlatePart: not null } when !FindsInPart => FlowPageMethod.Walked,
        _ when !FindsInPart => FlowPageMethod.FoundIfListIsShort,
        _ when order.Field is FlowField.Time or FlowField.Camera => FlowPageMethod.Walked,
        _ => FlowPageMethod.FoundIfPartIsShort,
    };

    /// <summary>
    /// The index that the list in an order stands in. A list by time of one camera stands in that camera's index; conditions on time bound either.
    /// </summary>
    public FlowIndex OrderIndex(FlowOrder order) => FlowIndexes.ForOrder(order.Field) switch
    {
        FlowIndex.Time or FlowIndex.Camera when Criteria.ByValue != FlowIndex.None && order.Field is FlowField.Time or FlowField.Camera =>
            Criteria.ByValue | FlowIndex.Time,
        FlowIndex.Time or FlowIndex.Camera when Criteria.OneCamera is not null => FlowIndex.Camera | FlowIndex.Time,
        FlowIndex.Camera when order.Field == FlowField.Camera => FlowIndex.Time,
        var index => index,
    };

    /// <summary>The order may be read from an index, where the list is read on from a place in it; otherwise all are found and sorted.</summary>
    public bool ReadsInOrder => !HasPlates;

    /// <summary>The index by which a list is read on from a place in it.</summary>
    public FlowIndex ReadOnIndex(FlowOrder order) => ReadsInOrder ? OrderIndex(order) : FlowIndex.Plate;
}
