using System.Globalization;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Flows;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Flows.Filter;

/// <summary>A part of a condition while somebody edits it.</summary>
public abstract class FilterPart
{
    internal abstract int RowCount { get; }

    /// <summary>The condition, null for none. False where a row is wrong; every wrong row then says so.</summary>
    internal abstract bool TryBuild(DisplayClock time, out FlowCondition? condition);
}

/// <summary>One comparison while somebody edits it: the value is what stands in the box.</summary>
public sealed class FilterRowModel : FilterPart
{
    /// <summary>Values of <see cref="FilterKind.HasPlate"/>.</summary>
    internal const string With = "with";

    /// <inheritdoc cref="With"/>
    internal const string Without = "without";

    /// <summary>A value of <see cref="FilterKind.Direction"/>, which nobody can type: flows whose direction has no name.</summary>
    internal const string Unnamed = "\t";

    /// <summary>What it asks about.</summary>
    public FilterKind Kind { get; private set; }

    /// <summary>How it is compared.</summary>
    public FlowOperator Operator
    {
        get;
        set => (field, Error) = (value, null);
    } = FlowOperator.Contains;

    /// <summary>
    /// The value: percent for a confidence, a local or ISO time, numbers with commas for a list, the number of a site or an alert list.
    /// </summary>
    public string Text
    {
        get;
        set => (field, Error) = (value, null);
    } = "";

    /// <summary>What is wrong with the value; null while it was not looked at or is right.</summary>
    public string? Error { get; private set; }

    internal override int RowCount => 1;

    /// <summary>A stored comparison, to be edited; null where no row asks it.</summary>
    internal static FilterRowModel? From(FlowComparison comparison, DisplayClock time) => FilterKinds.Find(comparison) is not { } kind ? null : new()
    {
        Kind = kind,
        Operator = kind == FilterKind.HasPlate ? FlowOperator.Equal : comparison.Operator,
        Text = (kind, comparison.Value) switch
        {
            (FilterKind.HasPlate, _) => comparison.Operator == FlowOperator.Equal ? Without : With,
            (_, DateTimeOffset moment) => MomentText.WriteLocal(moment, time),
            (_, double share) => (share * 100).ToString("0.####", CultureInfo.InvariantCulture),
            (_, IReadOnlyList<long> numbers) => string.Join(", ", numbers),
            (FilterKind.Direction, "") => Unnamed,
            (_, string text) when comparison.Operator == FlowOperator.LooksLike => Unwrap(text),
            var (_, value) => FlowFieldText.WriteValue(value),
        },
    };

    /// <summary>Asks about something else: with its first comparison and value.</summary>
    public void Choose(FilterKind kind, FilterChoices choices)
    {
        if (Kind != kind)
        {
            (Kind, Operator, Text, Error) = (kind, FilterKinds.Operators(kind)[0], FilterKinds.FirstText(kind, choices), null);
        }
    }

    internal override bool TryBuild(DisplayClock time, out FlowCondition? condition)
    {
        condition = Build(time);
        return condition is not null;
    }

    private FlowComparison? Build(DisplayClock time)
    {
        var text = Text.Trim();
        if (Kind == FilterKind.HasPlate)
        {
            return new FlowComparison(FlowField.Plate, text == Without ? FlowOperator.Equal : FlowOperator.NotEqual, "");
        }

        if (Kind == FilterKind.Direction && Text == Unnamed)
        {
            return new FlowComparison(FlowField.Direction, Operator == FlowOperator.NotEqual ? FlowOperator.NotEqual : FlowOperator.Equal, "");
        }

        (object? value, Error) = Kind switch
        {
            FilterKind.Plate or FilterKind.Candidate => ReadPlate(text),
            FilterKind.Camera => (text.Length is > 0 and <= 64 ? text : null, "Enter a camera's name, 1 to 64 characters."),
            FilterKind.Direction => (text.Length is > 0 and <= CameraDirection.MaxNameLength ? text : null, "Choose a direction, or enter its name."),
            FilterKind.Region => (text.Length is > 0 and <= 32 ? text : null, "Enter a country or state, such as de or us-ca."),
            FilterKind.Confidence => (ReadPercent(text), "Enter a number from 0 to 100."),
            FilterKind.Time => ((object?)MomentText.Read(text, time), "Enter a date and a time."),
            FilterKind.Trigger => ReadInvariant(text, "Choose automatic or manual."),
            FilterKind.Color => ReadInvariant(text, "Choose a colour."),
            FilterKind.Corrected => ReadInvariant(text, "Choose one of the two."),
            FilterKind.Site => ReadInvariant(text, "Choose a site."),
            FilterKind.AlertList => ReadInvariant(text, "Choose an alert list."),
            _ when Operator is FlowOperator.In or FlowOperator.NotIn =>
                ReadInvariant(
                    string.Join('_', text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries)),
                    $"Enter whole numbers separated by commas, at most {FlowFieldText.MaxListLength}.", text.Length > 0),
            _ => ReadInvariant(text, "Enter a whole number."),
        };
        if (value is null)
        {
            return null;
        }

        Error = null;
        return new FlowComparison(FilterKinds.Field(Kind), Operator, value);
    }

    private (object? Value, string Error) ReadPlate(string text)
    {
        if (Operator is FlowOperator.Matches or FlowOperator.LooksLike)
        {
            var pattern = PlateSearch.Clean(text);
            var value = Operator == FlowOperator.LooksLike ? PlateSearch.Comparison(pattern, isFolded: true).Value : pattern;
            return (pattern.Length > 0 && PlateSearch.Foreign(pattern) is null ? value : null, "Enter letters A to Z, digits, * or ?.");
        }

        var plate = PlateText.NormalizePattern(text);
        return plate.Length == 0 ? (null, "Enter at least one letter A to Z or digit.")
            : PlateText.Foreign(plate) is { } foreign ? (null, $"The plate contains '{foreign}'; it may have the letters A to Z and digits only.")
            : (plate.Length <= PlateText.MaxLength ? plate : null, $"A plate has at most {PlateText.MaxLength} letters and digits.");
    }

    private (object? Value, string Error) ReadInvariant(string text, string error, bool isGiven = true) =>
        (isGiven && FlowFieldText.TryReadValue(FilterKinds.Field(Kind), Operator, text, out var value, out _) ? value : null, error);

    private static object? ReadPercent(string text) =>
        double.TryParse(text.TrimEnd('%', ' ').Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0 and <= 100
            ? percent / 100
            : null;

    // A part that may stand anywhere was written with a wildcard on either side.
    private static string Unwrap(string pattern) =>
        pattern is ['*', .. { Length: > 0 } part, '*'] && !PlateSearch.HasWildcards(part) ? part : pattern;
}

/// <summary>Parts that must all hold, or of which one is enough, while somebody edits them.</summary>
public sealed class FilterGroupModel : FilterPart
{
    internal const int MaxRows = 30;

    /// <summary>How deep groups may be made here; a link's may be deeper.</summary>
    internal const int MaxDepth = 4;

    /// <summary>One part is enough.</summary>
    public bool IsAny { get; set; }

    /// <summary>Rows and groups.</summary>
    public List<FilterPart> Parts { get; } = [];

    internal override int RowCount => Parts.Sum(part => part.RowCount);

    /// <summary>A stored condition, to be edited, with a row to begin with where there is none; null where no row asks a part of it.</summary>
    internal static FilterGroupModel? From(FlowCondition? condition, DisplayClock time)
    {
        var group = new FilterGroupModel { IsAny = condition is FlowAny };
        IReadOnlyList<FlowCondition> parts = condition switch
        {
            null => [],
            FlowAll all => all.Conditions,
            FlowAny any => any.Conditions,
            _ => [condition],
        };
        foreach (var part in parts)
        {
            FilterPart? made = part switch
            {
                FlowComparison comparison => FilterRowModel.From(comparison, time),
                FlowAll or FlowAny => From(part, time),
                _ => null,
            };
            if (made is null)
            {
                return null;
            }

            group.Parts.Add(made);
        }

        if (group.Parts.Count == 0)
        {
            group.Parts.Add(new FilterRowModel());
        }

        return group;
    }

    internal override bool TryBuild(DisplayClock time, out FlowCondition? condition)
    {
        var built = Parts.ConvertAll(part => (IsRight: part.TryBuild(time, out var inner), Condition: inner));
        FlowCondition[] conditions = [.. built.Select(part => part.Condition).OfType<FlowCondition>()];
        condition = conditions switch
        {
            [] => null,
            [var one] => one,
            _ when IsAny => new FlowAny(conditions),
            _ => new FlowAll(conditions),
        };
        return built.TrueForAll(part => part.IsRight);
    }

    /// <summary>Takes a part out, wherever it is, and groups that nothing is left of.</summary>
    internal void Remove(FilterPart part)
    {
        Parts.Remove(part);
        foreach (var group in Parts.OfType<FilterGroupModel>().ToList())
        {
            group.Remove(part);
            if (group.Parts.Count == 0)
            {
                Parts.Remove(group);
            }
        }
    }
}
