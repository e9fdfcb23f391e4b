using Dashboard.Domain.Users;

namespace Dashboard.Domain.Flows;

/// <summary>What flows can be asked by. The list is closed: the translator names every field.</summary>
public enum FlowField
{
    /// <summary>Flow number (<see cref="long"/>).</summary>
    Id,

    /// <summary>Captured time (<see cref="DateTimeOffset"/>), compared by the whole second.</summary>
    Time,

    /// <summary>Camera alias (<see cref="string"/>), case-insensitive.</summary>
    Camera,

    /// <summary>Camera number (<see cref="long"/>).</summary>
    CameraId,

    /// <summary>Number of the camera's site (<see cref="long"/>).</summary>
    Site,

    /// <summary>When the vehicle was first seen (<see cref="DateTimeOffset"/>), compared by the millisecond.</summary>
    FirstSeen,

    /// <summary>Plate (<see cref="string"/>), normalised before comparing.</summary>
    Plate,

    /// <summary>Confidence 0 to 1 (<see cref="double"/>).</summary>
    Confidence,

    /// <summary>Trigger mode (<see cref="Flows.TriggerMode"/>).</summary>
    TriggerMode,

    /// <summary>Any of the possible texts (<see cref="string"/>), normalised before comparing; for finding only.</summary>
    Candidate,

    /// <summary>Country or state (<see cref="string"/>), without case; empty where it could not be told.</summary>
    Region,

    /// <summary>Number of an alert list that the flow has matched (<see cref="long"/>).</summary>
    AlertList,

    /// <summary>Whether somebody has corrected the plate (<see cref="bool"/>).</summary>
    Corrected,

    /// <summary>What its direction is called (<see cref="string"/>), without case; empty where it has no name.</summary>
    Direction,

    /// <summary>Whether it came nearer to the camera (<see cref="Tracking.Approach"/>).</summary>
    Approach,

    /// <summary>Colour of the vehicle (<see cref="VehicleColor"/>).</summary>
    Color,
}

public enum FlowOperator
{
    Equal,

    NotEqual,

    /// <summary>More, later.</summary>
    Greater,

    GreaterOrEqual,

    /// <summary>Less, earlier.</summary>
    Less,

    LessOrEqual,

    /// <summary>One of a list (<see cref="IReadOnlyList{T}"/> of long).</summary>
    In,

    /// <summary>None of a list.</summary>
    NotIn,

    /// <summary>Found anywhere in the value; every character is an ordinary one.</summary>
    Contains,

    /// <summary>The whole value, where <c>*</c> stands for any run of characters and <c>?</c> for one; of plates only.</summary>
    Matches,

    /// <summary>
    /// As <see cref="Matches"/>, with the characters that no camera can tell apart taken as one (<see cref="Plates.LookAlikeFolding"/>).
    /// </summary>
    LooksLike,
}

/// <summary>A condition on flows: a tree.</summary>
public abstract record FlowCondition;

/// <summary>All of the conditions hold; true where there are none.</summary>
public sealed record FlowAll(IReadOnlyList<FlowCondition> Conditions) : FlowCondition;

/// <summary>At least one of the conditions holds; false where there are none.</summary>
public sealed record FlowAny(IReadOnlyList<FlowCondition> Conditions) : FlowCondition;

/// <summary>One comparison. The value's type is the one that the field's documentation names.</summary>
public sealed record FlowComparison(FlowField Field, FlowOperator Operator, object Value) : FlowCondition;

/// <summary>Walks through the tree of a condition.</summary>
public static class FlowConditions
{
    /// <summary>What a condition is made of, without the groups; nothing for none.</summary>
    public static IEnumerable<FlowCondition> Leaves(FlowCondition? condition) => condition switch
    {
        null => [],
        FlowAll all => all.Conditions.SelectMany(Leaves),
        FlowAny any => any.Conditions.SelectMany(Leaves),
        _ => [condition],
    };

    /// <summary>Whether one of a condition's comparisons is such.</summary>
    public static bool Any(FlowCondition? condition, Func<FlowComparison, bool> isSuch) =>
        Leaves(condition).OfType<FlowComparison>().Any(isSuch);

    /// <summary>A condition narrowed to what is seen.</summary>
    public static FlowCondition? Within(FlowCondition? where, SiteScope siteScope)
    {
        if (siteScope.Sites is not { } sites)
        {
            return where;
        }

        var seen = new FlowComparison(FlowField.Site, FlowOperator.In, sites.Select(site => (long)site).ToList());
        return where is null ? seen : new FlowAll([where, seen]);
    }

    /// <summary>The same groups, with what each leaf is mapped to in its place; one after the other, in their order.</summary>
    public static async Task<FlowCondition> MapAsync(FlowCondition condition, Func<FlowCondition, Task<FlowCondition>> map)
    {
        return condition switch
        {
            FlowAll all => new FlowAll(await MapPartsAsync(all.Conditions)),
            FlowAny any => new FlowAny(await MapPartsAsync(any.Conditions)),
            _ => await map(condition),
        };

        async Task<IReadOnlyList<FlowCondition>> MapPartsAsync(IReadOnlyList<FlowCondition> parts)
        {
            var mapped = new List<FlowCondition>(parts.Count);
            foreach (var part in parts)
            {
                mapped.Add(await MapAsync(part, map));
            }

            return mapped;
        }
    }
}

/// <summary>The order of a list; every order ends with the id in the same direction, so that it is total.</summary>
public sealed record FlowOrder(FlowField Field, bool Descending)
{
    public static FlowOrder Newest { get; } = new(FlowField.Time, true);
}

/// <param name="Where">The condition; null: all flows.</param>
/// <param name="Order">The order of the list.</param>
/// <param name="Page">Page from 1; past the end is the last page.</param>
/// <param name="PageSize">Rows a page, 1 to 1000.</param>
public sealed record FlowQuery(FlowCondition? Where, FlowOrder Order, int Page = 1, int PageSize = 20)
{
    /// <summary>The same without flows that were stored behind one, by its number.</summary>
    public FlowQuery UpTo(long last)
    {
        var shown = new FlowComparison(FlowField.Id, FlowOperator.LessOrEqual, last);
        return this with { Where = Where is null ? shown : new FlowAll([shown, Where]) };
    }
}
