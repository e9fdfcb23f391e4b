using Dashboard.Domain.Flows;
using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows.Filter;

/// <summary>What a row of the filter builder asks about.</summary>
public enum FilterKind
{
    Plate,

    Candidate,

    HasPlate,

    Confidence,

    Time,

    Camera,

    Site,

    Region,

    Trigger,

    AlertList,

    /// <summary>In which direction it went, by its name.</summary>
    Direction,

    /// <summary>Towards the camera, or away.</summary>
    Approach,

    Color,

    /// <summary>Whether somebody has corrected the plate.</summary>
    Corrected,

    Number,

    /// <summary>From links only.</summary>
    CameraNumber,
}

/// <summary>The kinds of rows, and the fields behind them.</summary>
internal static class FilterKinds
{
    public static IReadOnlyList<FilterKind> Offered { get; } = [.. Enum.GetValues<FilterKind>().Where(kind => kind != FilterKind.CameraNumber)];

    public static FlowField Field(FilterKind kind) => kind switch
    {
        FilterKind.Candidate => FlowField.Candidate,
        FilterKind.Confidence => FlowField.Confidence,
        FilterKind.Time => FlowField.Time,
        FilterKind.Camera => FlowField.Camera,
        FilterKind.Site => FlowField.Site,
        FilterKind.Region => FlowField.Region,
        FilterKind.Trigger => FlowField.TriggerMode,
        FilterKind.AlertList => FlowField.AlertList,
        FilterKind.Direction => FlowField.Direction,
        FilterKind.Approach => FlowField.Approach,
        FilterKind.Color => FlowField.Color,
        FilterKind.Corrected => FlowField.Corrected,
        FilterKind.Number => FlowField.Id,
        FilterKind.CameraNumber => FlowField.CameraId,
        _ => FlowField.Plate,
    };

    /// <summary>The kind of a comparison; null where none asks it.</summary>
    public static FilterKind? Find(FlowComparison comparison) => comparison switch
    {
        { Field: FlowField.Plate, Operator: FlowOperator.Equal or FlowOperator.NotEqual, Value: "" } => FilterKind.HasPlate,
        _ => Enum.GetValues<FilterKind>().Where(kind => kind != FilterKind.HasPlate && Field(kind) == comparison.Field)
            .Select(kind => (FilterKind?)kind)
            .FirstOrDefault(),
    };

    /// <summary>How a kind is compared, the likeliest first.</summary>
    public static IReadOnlyList<FlowOperator> Operators(FilterKind kind) => kind switch
    {
        FilterKind.HasPlate => [FlowOperator.Equal],
        FilterKind.Site => [FlowOperator.Equal, FlowOperator.NotEqual],
        FilterKind.Confidence => StartingWith(FlowOperator.Less, Field(kind)),
        FilterKind.Time => StartingWith(FlowOperator.GreaterOrEqual, Field(kind)),
        _ => FlowFieldText.OperatorsOf(Field(kind)),
    };

    private static IReadOnlyList<FlowOperator> StartingWith(FlowOperator first, FlowField field) =>
        [.. FlowFieldText.OperatorsOf(field).OrderBy(how => how == first ? 0 : 1)];

    /// <summary>The value that a new row of a kind begins with.</summary>
    public static string FirstText(FilterKind kind, FilterChoices choices) => kind switch
    {
        FilterKind.HasPlate => FilterRowModel.With,
        FilterKind.Trigger => "manual",
        FilterKind.Corrected => "yes",
        FilterKind.Approach => "towards",
        FilterKind.Color => "white",
        FilterKind.Direction => choices.Directions.FirstOrDefault() ?? "",
        FilterKind.Site => First(choices.Sites),
        FilterKind.AlertList => First(choices.Lists),
        _ => "",
    };

    private static string First(IReadOnlyList<NamedChoice> choices) => choices.Count == 0 ? "" : FlowFieldText.WriteValue(choices[0].Id);
}
