using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Flows.Filter;

/// <summary>A filter that is on, in words, and the list without it.</summary>
internal sealed record FilterChip(string Text, FlowsPageState Without);

/// <summary>Filters in words.</summary>
internal static class FilterLabels
{
    public static string Label(FilterKind kind) => kind switch
    {
        FilterKind.HasPlate => "Plate read",
        FilterKind.Corrected => "Correction",
        FilterKind.Candidate => "Any candidate",
        FilterKind.AlertList => "Alert list",
        FilterKind.Number => "Flow number",
        FilterKind.CameraNumber => "Camera number",
        _ => kind.ToString(),
    };

    public static string Label(FlowField field) => field switch
    {
        FlowField.Id => "Flow number",
        FlowField.CameraId => "Camera number",
        FlowField.TriggerMode => "Trigger",
        FlowField.Candidate => "A candidate",
        FlowField.AlertList => "Alert list",
        _ => field.ToString(),
    };

    /// <summary>How a field is compared.</summary>
    public static string Label(FlowField field, FlowOperator comparison) => comparison switch
    {
        FlowOperator.Equal => "is",
        FlowOperator.NotEqual => "is not",
        FlowOperator.Contains => "contains",
        FlowOperator.Matches => "matches",
        FlowOperator.LooksLike => "looks like",
        FlowOperator.In => "is one of",
        FlowOperator.NotIn => "is none of",
        FlowOperator.Greater => field == FlowField.Time ? "after" : "more than",
        FlowOperator.GreaterOrEqual => field == FlowField.Time ? "from" : "at least",
        FlowOperator.Less => field == FlowField.Time ? "before" : "less than",
        _ => field == FlowField.Time ? "until" : "at most",
    };

    public static string Label(FlowRange range) => range switch
    {
        FlowRange.All => "Any time",
        FlowRange.Hour => "Last hour",
        FlowRange.YesterdayEvening => "Yesterday evening",
        FlowRange.Week => "Last 7 days",
        FlowRange.Month => "Last 30 days",
        FlowRange.Custom => "From … to …",
        _ => range.ToString(),
    };

    public static string Label(TriggerMode mode) => mode == TriggerMode.Manual ? "Manual" : "Automatic";

    public static string Describe(FlowCondition condition, FilterChoices choices, DisplayClock time) => condition switch
    {
        FlowAll { Conditions.Count: 0 } => "everything",
        FlowAny { Conditions.Count: 0 } => "nothing",
        FlowAll all => string.Join(" and ", all.Conditions.Select(part => DescribePart(part, choices, time))),
        FlowAny any => string.Join(" or ", any.Conditions.Select(part => DescribePart(part, choices, time))),
        FlowTest { Field: FlowField.Plate, Operator: FlowOperator.Equal, Value: "" } => "Without plate",
        FlowTest { Field: FlowField.Plate, Operator: FlowOperator.NotEqual, Value: "" } => "With a plate",
        FlowTest { Field: FlowField.Corrected, Value: bool isCorrected } => isCorrected ? "Corrected" : "Not corrected",
        FlowTest test => $"{Label(test.Field)} {Label(test.Field, test.Operator)} {Value(test, choices, time)}",
        _ => "",
    };

    /// <summary>Every filter that is on, each with the list without it.</summary>
    /// <param name="state">The list.</param>
    /// <param name="choices">Names of cameras, sites and alert lists.</param>
    /// <param name="time">Gives local times.</param>
    public static IReadOnlyList<FilterChip> Chips(FlowsPageState state, FilterChoices choices, DisplayClock time)
    {
        var first = state with { Page = 1 };
        var chips = new List<FilterChip>();
        void Add(bool isOn, string text, FlowsPageState without)
        {
            if (isOn)
            {
                chips.Add(new FilterChip(text, without));
            }
        }

        Add(state.Plate.Length > 0, Search(state), first with { Plate = "" });
        foreach (var camera in state.Cameras)
        {
            Add(true, $"Camera {choices.Camera(camera)}", first with { Cameras = [.. state.Cameras.Where(other => other != camera)] });
        }

        Add(state.Range is not (FlowRange.All or FlowRange.Custom), Label(state.Range), first with { Range = FlowRange.All });
        Add(state.Range == FlowRange.Custom, Span(state, time), first with { Range = FlowRange.All, From = null, To = null });
        Add(state.OnlyWithoutPlate, "Without plate", first with { OnlyWithoutPlate = false });
        Add(state.OnlyLowConfidence, $"Confidence below {DisplayFormat.Percent(ConfidenceTone.Low)}", first with { OnlyLowConfidence = false });
        Add(state.OnlyManual, "Manual", first with { OnlyManual = false });
        if (state.Where is FlowAll { Conditions.Count: > 1 } all)
        {
            foreach (var part in all.Conditions)
            {
                FlowCondition[] rest = [.. all.Conditions.Where(other => !ReferenceEquals(other, part))];
                Add(true, Describe(part, choices, time), first with { Where = rest.Length == 1 ? rest[0] : new FlowAll(rest) });
            }
        }
        else if (state.Where is { } one)
        {
            Add(true, Describe(one, choices, time), first with { Where = null });
        }

        return chips;
    }

    private static string Search(FlowsPageState state)
    {
        var how = (state.IsFolded, PlateSearch.HasWildcards(state.Plate)) switch
        {
            (true, _) => "looks like",
            (_, true) => "matches",
            _ => "contains",
        };
        return $"{(state.WithCandidates ? "Plate or candidate" : "Plate")} {how} {state.Plate}";
    }

    private static string Span(FlowsPageState state, DisplayClock time) => (state.From, state.To) switch
    {
        ({ } from, { } to) => $"{time.Format(from)} to {time.Format(to)}",
        ({ } from, null) => $"From {time.Format(from)}",
        (null, { } to) => $"Until {time.Format(to)}",
        _ => Label(FlowRange.Custom),
    };

    private static string DescribePart(FlowCondition part, FilterChoices choices, DisplayClock time) =>
        part is FlowTest ? Describe(part, choices, time) : $"({Describe(part, choices, time)})";

    private static string Value(FlowTest test, FilterChoices choices, DisplayClock time) => (test.Field, test.Value) switch
    {
        (FlowField.Site, long site) => choices.Site(site),
        (FlowField.AlertList, long list) => choices.List(list),
        (_, DateTimeOffset moment) => time.Format(moment),
        (_, double confidence) => (confidence * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %",
        (_, TriggerMode mode) => Label(mode).ToLowerInvariant(),
        (_, IReadOnlyList<long> numbers) => numbers.Count <= 5
            ? string.Join(", ", numbers)
            : $"{string.Join(", ", numbers.Take(5))} and {numbers.Count - 5} more",
        (FlowField.Camera, string text) => $"“{text}”",
        var (_, value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
