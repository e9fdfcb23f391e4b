using Dashboard.Web.Languages;
using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Flows.Filter;

/// <summary>A filter that is on, in words, and the list without it.</summary>
internal sealed record FilterChip(string Text, FlowsPageState Without);

internal static class FilterLabels
{
    public static string Label(FilterKind kind) => kind switch
    {
        FilterKind.HasPlate => Localizer.Current["Plate read"],
        FilterKind.Corrected => Localizer.Current["Correction"],
        FilterKind.Approach => Localizer.Current["Movement"],
        FilterKind.Color => Localizer.Current["Colour"],
        FilterKind.Candidate => Localizer.Current["Any candidate"],
        FilterKind.AlertList => Localizer.Current["Alert list"],
        FilterKind.Number => Localizer.Current["Flow number"],
        FilterKind.CameraNumber => Localizer.Current["Camera number"],
        _ => Localizer.Current[kind.ToString()],
    };

    public static string Label(FlowField field) => field switch
    {
        FlowField.Id => Localizer.Current["Flow number"],
        FlowField.CameraId => Localizer.Current["Camera number"],
        FlowField.TriggerMode => Localizer.Current["Trigger"],
        FlowField.Approach => Localizer.Current["Movement"],
        FlowField.Color => Localizer.Current["Colour"],
        FlowField.Candidate => Localizer.Current["A candidate"],
        FlowField.AlertList => Localizer.Current["Alert list"],
        _ => Localizer.Current[field.ToString()],
    };

    public static string Label(FlowField field, FlowOperator comparison) => comparison switch
    {
        FlowOperator.Equal => Localizer.Current["is"],
        FlowOperator.NotEqual => Localizer.Current["is not"],
        FlowOperator.Contains => Localizer.Current["contains"],
        FlowOperator.Matches => Localizer.Current["matches"],
        FlowOperator.LooksLike => Localizer.Current["looks like"],
        FlowOperator.In => Localizer.Current["is one of"],
        FlowOperator.NotIn => Localizer.Current["is none of"],
        FlowOperator.Greater => field == FlowField.Time ? Localizer.Current["after"] : Localizer.Current["more than"],
        FlowOperator.GreaterOrEqual => field == FlowField.Time ? Localizer.Current["from"] : Localizer.Current["at least"],
        FlowOperator.Less => field == FlowField.Time ? Localizer.Current["before"] : Localizer.Current["less than"],
        _ => field == FlowField.Time ? Localizer.Current["until"] : Localizer.Current["at most"],
    };

    public static string Label(FlowRange range) => range switch
    {
        FlowRange.All => Localizer.Current["Any time"],
        FlowRange.Hour => Localizer.Current["Last hour"],
        FlowRange.YesterdayEvening => Localizer.Current["Yesterday evening"],
        FlowRange.Week => Localizer.Current["Last 7 days"],
        FlowRange.Month => Localizer.Current["Last 30 days"],
        FlowRange.Custom => Localizer.Current["From … to …"],
        _ => Localizer.Current[range.ToString()],
    };

    public static string Label(TriggerMode mode) => mode == TriggerMode.Manual ? Localizer.Current["Manual"] : Localizer.Current["Automatic"];

    public static string Label(Approach approach) => approach switch
    {
        Approach.Towards => Localizer.Current["Towards the camera"],
        Approach.Away => Localizer.Current["Away from the camera"],
        _ => Localizer.Current["Movement not known"],
    };

    public static string Label(VehicleColor color) => color switch
    {
        VehicleColor.White => Localizer.Current["White"],
        VehicleColor.SilverGray => Localizer.Current["Silver or grey"],
        VehicleColor.Black => Localizer.Current["Black"],
        VehicleColor.Red => Localizer.Current["Red"],
        VehicleColor.Blue => Localizer.Current["Blue"],
        VehicleColor.Green => Localizer.Current["Green"],
        VehicleColor.Yellow => Localizer.Current["Yellow"],
        VehicleColor.Orange => Localizer.Current["Orange"],
        VehicleColor.Brown => Localizer.Current["Brown"],
        VehicleColor.GoldBeige => Localizer.Current["Gold or beige"],
        VehicleColor.Purple => Localizer.Current["Purple"],
        VehicleColor.Pink => Localizer.Current["Pink"],
        _ => Localizer.Current["Colour not known"],
    };

    public static string Describe(FlowCondition condition, FilterChoices choices, DisplayClock time) => condition switch
    {
        FlowAll { Conditions.Count: 0 } => Localizer.Current["everything"],
        FlowAny { Conditions.Count: 0 } => Localizer.Current["nothing"],
        FlowAll all => all.Conditions.Select(part => DescribePart(part, choices, time)).Aggregate(
            (before, part) => Localizer.Current["{0} and {1}", before, part]),
        FlowAny any => any.Conditions.Select(part => DescribePart(part, choices, time)).Aggregate(
            (before, part) => Localizer.Current["{0} or {1}", before, part]),
        FlowComparison { Field: FlowField.Plate, Operator: FlowOperator.Equal, Value: "" } => Localizer.Current["Without plate"],
        FlowComparison { Field: FlowField.Plate, Operator: FlowOperator.NotEqual, Value: "" } => Localizer.Current["With a plate"],
        FlowComparison { Field: FlowField.Corrected, Value: bool isCorrected } =>
            isCorrected ? Localizer.Current["Corrected"] : Localizer.Current["Not corrected"],
        FlowComparison comparison => Localizer.Current[
            "{0} {1} {2}|field, comparison, value",
            Label(comparison.Field), Label(comparison.Field, comparison.Operator), Value(comparison, choices, time)],
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
            Add(
                true, Localizer.Current["Camera {0}", choices.Camera(camera)],
                first with { Cameras = [.. state.Cameras.Where(other => other != camera)] });
        }

        Add(state.Range is not (FlowRange.All or FlowRange.Custom), Label(state.Range), first with { Range = FlowRange.All });
        Add(state.Range == FlowRange.Custom, Span(state, time), first with { Range = FlowRange.All, From = null, To = null });
        Add(state.OnlyWithoutPlate, Localizer.Current["Without plate"], first with { OnlyWithoutPlate = false });
        Add(
            state.OnlyLowConfidence, Localizer.Current["Confidence below {0}", DisplayFormat.Percent(ConfidenceTone.Low)],
            first with { OnlyLowConfidence = false });
        Add(state.OnlyManual, Label(TriggerMode.Manual), first with { OnlyManual = false });
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
            (true, _) => Localizer.Current["looks like"],
            (_, true) => Localizer.Current["matches"],
            _ => Localizer.Current["contains"],
        };
        var field = state.WithCandidates ? Localizer.Current["Plate or candidate"] : Localizer.Current["Plate"];
        return Localizer.Current["{0} {1} {2}|field, comparison, value", field, how, state.Plate];
    }

    private static string Span(FlowsPageState state, DisplayClock time) => (state.From, state.To) switch
    {
        ({ } from, { } to) => Localizer.Current["{0} to {1}", time.Format(from), time.Format(to)],
        ({ } from, null) => Localizer.Current["From {0}", time.Format(from)],
        (null, { } to) => Localizer.Current["Until {0}", time.Format(to)],
        _ => Label(FlowRange.Custom),
    };

    private static string DescribePart(FlowCondition part, FilterChoices choices, DisplayClock time) =>
        part is FlowComparison ? Describe(part, choices, time) : $"({Describe(part, choices, time)})";

    private static string Value(FlowComparison comparison, FilterChoices choices, DisplayClock time) => (comparison.Field, comparison.Value) switch
    {
        (FlowField.Site, long site) => choices.Site(site),
        (FlowField.AlertList, long list) => choices.List(list),
        (_, DateTimeOffset moment) => time.Format(moment),
        (_, double confidence) => (confidence * 100).ToString("0.##", DisplayFormat.Culture) + " %",
        (_, Approach approach) => Label(approach).ToLower(DisplayFormat.Culture),
        (_, VehicleColor color) => Label(color).ToLower(DisplayFormat.Culture),
        (_, TriggerMode mode) => Label(mode).ToLower(DisplayFormat.Culture),
        (_, IReadOnlyList<long> numbers) => numbers.Count <= 5
            ? string.Join(", ", numbers)
            : Localizer.Current["{0} and {1} more", string.Join(", ", numbers.Take(5)), numbers.Count - 5],
        (FlowField.Direction, "") => Localizer.Current["none"],
        (FlowField.Camera or FlowField.Direction, string text) => $"“{text}”",
        var (_, value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
