using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Flows;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Flows.Filter;

/// <summary>One condition while somebody edits it: the value is what stands in the box.</summary>
public sealed class FilterRowModel
{
    private const string LocalFormat = "yyyy-MM-dd'T'HH:mm:ss";
    private static readonly string[] LocalFormats = [LocalFormat, "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd"];

    private FlowField _field = FlowField.Plate;

    /// <summary>The fields that are offered.</summary>
    public static IReadOnlyList<FlowField> Fields { get; } =
        [FlowField.Plate, FlowField.Confidence, FlowField.Time, FlowField.Camera, FlowField.TriggerMode, FlowField.Id];

    /// <summary>The field; another one brings its first operator and an empty value.</summary>
    public FlowField Field
    {
        get => _field;
        set
        {
            if (_field != value)
            {
                _field = value;
                Operator = FlowFieldText.OperatorsOf(value)[0];
                Text = value == FlowField.TriggerMode ? "manual" : "";
                Problem = null;
            }
        }
    }

    /// <summary>How it is compared.</summary>
    public FlowOperator Operator { get; set; } = FlowOperator.Contains;

    /// <summary>The value: percent for a confidence, a local time for a time, numbers with commas for a list.</summary>
    public string Text { get; set; } = "";

    /// <summary>What is wrong with the value; null while it was not looked at or is right.</summary>
    public string? Problem { get; private set; }

    /// <summary>A stored condition, to be edited.</summary>
    internal static FilterRowModel From(FlowTest test, DisplayClock time) => new()
    {
        _field = test.Field,
        Operator = test.Operator,
        Text = test.Value switch
        {
            DateTimeOffset moment => time.ToLocal(moment).ToString(LocalFormat, CultureInfo.InvariantCulture),
            double share => (share * 100).ToString("0.####", CultureInfo.InvariantCulture),
            IReadOnlyList<long> numbers => string.Join(", ", numbers),
            var value => FlowFieldText.WriteValue(value),
        },
    };

    /// <summary>A time as it stands in a box, read in the configured zone; null where it is none.</summary>
    internal static DateTimeOffset? ReadLocal(string? text, DisplayClock time) =>
        DateTime.TryParseExact(text?.Trim(), LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? time.FromLocal(local)
            : null;

    /// <summary>A time as it stands in a box; empty for none.</summary>
    internal static string WriteLocal(DateTimeOffset? moment, DisplayClock time) =>
        moment is { } at ? time.ToLocal(at).ToString(LocalFormat, CultureInfo.InvariantCulture) : "";

    /// <summary>The condition; null, with <see cref="Problem"/> set, where the value is wrong.</summary>
    internal FlowTest? Build(DisplayClock time)
    {
        var text = Text.Trim();
        (object? value, Problem) = Field switch
        {
            FlowField.Plate => ReadPlate(text),
            FlowField.Camera => (text.Length is > 0 and <= 64 ? text : null, "Give a camera's name, 1 to 64 characters."),
            FlowField.Confidence => (ReadPercent(text), "Enter a number from 0 to 100."),
            FlowField.Time => ((object?)ReadLocal(text, time), "Enter a date and a time."),
            FlowField.TriggerMode => ReadInvariant(text, "Choose automatic or manual."),
            _ when Operator is FlowOperator.In or FlowOperator.NotIn =>
                ReadInvariant(
                    string.Join('_', text.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries)),
                    $"Enter whole numbers separated by commas, at most {FlowFieldText.MaximumListLength}.", text.Length > 0),
            _ => ReadInvariant(text, "Enter a whole number."),
        };
        if (value is null)
        {
            return null;
        }

        Problem = null;
        return new FlowTest(Field, Operator, value);
    }

    private (object? Value, string Problem) ReadPlate(string text)
    {
        var plate = PlateText.Normalize(text);
        if (plate.Length == 0 && (text.Length > 0 || Operator == FlowOperator.Contains))
        {
            return (null, "Enter at least one letter A to Z or digit.");
        }

        return (plate.Length <= PlateText.MaxLength ? plate : null, $"A plate has at most {PlateText.MaxLength} letters and digits.");
    }

    private (object? Value, string Problem) ReadInvariant(string text, string problem, bool isGiven = true) =>
        (isGiven && FlowFieldText.TryReadValue(Field, Operator, text, out var value, out _) ? value : null, problem);

    private static object? ReadPercent(string text) =>
        double.TryParse(text.TrimEnd('%', ' ').Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0 and <= 100
            ? percent / 100
            : null;
}

/// <summary>A condition while somebody edits it: groups that must all hold, in each of which at least one row holds.</summary>
internal sealed class FilterModel
{
    /// <summary>The most rows of a filter.</summary>
    public const int MaximumRows = 30;

    /// <summary>The groups; none of them is empty.</summary>
    public List<List<FilterRowModel>> Groups { get; } = [];

    public int RowCount => Groups.Sum(group => group.Count);

    /// <summary>A stored condition, to be edited; null where it is nested deeper than the groups.</summary>
    public static FilterModel? From(FlowCondition? condition, DisplayClock time)
    {
        var model = new FilterModel();
        IReadOnlyList<FlowCondition> parts = condition switch
        {
            null => [],
            FlowAll all => all.Conditions,
            _ => [condition],
        };
        foreach (var part in parts)
        {
            IReadOnlyList<FlowCondition> rows = part is FlowAny any ? any.Conditions : [part];
            if (rows.Count == 0 || rows.Any(row => row is not FlowTest))
            {
                return null;
            }

            model.Groups.Add([.. rows.Cast<FlowTest>().Select(test => FilterRowModel.From(test, time))]);
        }

        return model;
    }

    /// <summary>The condition, null for none. False where a row is wrong; every wrong row then says so.</summary>
    public bool TryBuild(DisplayClock time, out FlowCondition? condition)
    {
        var groups = Groups.ConvertAll(group => group.ConvertAll(row => row.Build(time)));
        condition = null;
        if (groups.Exists(group => group.Contains(null)))
        {
            return false;
        }

        FlowCondition[] all =
        [
            .. groups.Select(group => group.Count == 1 ? group[0]! : (FlowCondition)new FlowAny([.. group.Select(test => test!)])),
        ];
        condition = all.Length switch
        {
            0 => null,
            1 => all[0],
            _ => new FlowAll(all),
        };
        return true;
    }

    /// <summary>Takes a row out, and its group with the last one.</summary>
    public void Remove(FilterRowModel row)
    {
        Groups.ForEach(group => group.Remove(row));
        Groups.RemoveAll(group => group.Count == 0);
    }
}
