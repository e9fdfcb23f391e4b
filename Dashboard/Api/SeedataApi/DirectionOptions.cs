using Dashboard.Api.Docs;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Flows.Seedata;

namespace Dashboard.Api.SeedataApi;

/// <summary>
/// The vehicles' directions, for who asks: the dialect's own rows and filters have none. <c>expand</c> is Yii2's word for fields that are sent on
/// request; names in it that are not known are passed over, as there.
/// </summary>
/// <param name="IsSent">Each row tells its direction.</param>
/// <param name="Name">Only flows in the direction of that name; null: in any.</param>
internal sealed record DirectionOptions(bool IsSent, string? Name)
{
    private const string Field = "direction";

    public static ParameterDocs Expand { get; } = new("expand", "`direction`: each row tells where its vehicle went.") { Example = Field };

    public static ParameterDocs[] Parameters { get; } =
    [
        Expand,
        new(Field, "Only flows in the direction of this name, as somebody gave it to the camera. Case does not matter.") { Example = "in" },
    ];

    public static DirectionOptions Read(HttpRequest request)
    {
        var expanded = request.Query["expand"].SelectMany(names => (names ?? "").Split(','));
        return new(
            expanded.Any(name => name.Trim() == Field),
            request.Query.TryGetValue(Field, out var names) && names[^1]?.Trim() is { Length: > 0 } name ? name : null);
    }

    /// <summary>The condition, and the direction that is asked for; null: all flows.</summary>
    public FlowCondition? Narrow(FlowCondition? where)
    {
        if (Name is null)
        {
            return where;
        }

        var inDirection = new FlowComparison(FlowField.Direction, FlowOperator.Equal, Name);
        return where is null ? inDirection : new FlowAll([where, inDirection]);
    }

    public SeedataFlow Complete(SeedataFlow flow, FlowWithCamera row) => IsSent ? flow with { Direction = SeedataDirection.From(row.Flow) } : flow;
}
