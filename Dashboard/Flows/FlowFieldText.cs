using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Tracking;
using Dashboard.Storage.Search;

namespace Dashboard.Flows;

/// <summary>How the fields, operators and values of flow conditions are written in addresses, and which of them go together.</summary>
internal static class FlowFieldText
{
    /// <summary>The most numbers a list may hold.</summary>
    public const int MaxListLength = 1000;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int MaxTextLength = 200;

    private static readonly string[] TimeFormats = [TimeFormat, "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmzzz"];

    private static readonly FlowOperator[] Comparisons =
    [
        FlowOperator.Equal, FlowOperator.NotEqual, FlowOperator.Greater, FlowOperator.GreaterOrEqual, FlowOperator.Less, FlowOperator.LessOrEqual,
    ];

    private static readonly FlowOperator[] Lists = [FlowOperator.In, FlowOperator.NotIn];

    private static readonly FlowOperator[] Texts = [FlowOperator.Contains, FlowOperator.Equal, FlowOperator.NotEqual];

    private static readonly Dictionary<FlowField, (string Name, FlowOperator[] Operators)> Fields = new()
    {
        [FlowField.Id] = ("id", [.. Comparisons, .. Lists]),
        [FlowField.Time] = ("time", Comparisons),
        [FlowField.Camera] = ("camera", Texts),
        [FlowField.CameraId] = ("camera-id", [FlowOperator.Equal, FlowOperator.NotEqual, .. Lists]),
        [FlowField.Plate] = ("plate", [.. Texts, FlowOperator.Matches, FlowOperator.LooksLike]),
        [FlowField.Candidate] = ("candidate", [FlowOperator.Contains, FlowOperator.Equal, FlowOperator.Matches, FlowOperator.LooksLike]),
        [FlowField.Confidence] = ("confidence", Comparisons),
        [FlowField.TriggerMode] = ("trigger", [FlowOperator.Equal, FlowOperator.NotEqual]),
        [FlowField.Site] = ("site", [FlowOperator.Equal, FlowOperator.NotEqual, .. Lists]),
        [FlowField.Region] = ("region", [FlowOperator.Equal, FlowOperator.NotEqual, FlowOperator.Contains]),
        [FlowField.Corrected] = ("corrected", [FlowOperator.Equal]),
        [FlowField.Direction] = ("direction", [FlowOperator.Equal, FlowOperator.NotEqual]),
        [FlowField.Approach] = ("approach", [FlowOperator.Equal, FlowOperator.NotEqual]),
        [FlowField.Color] = ("color", [FlowOperator.Equal, FlowOperator.NotEqual]),
        [FlowField.AlertList] = ("list", [FlowOperator.Equal, FlowOperator.NotEqual]),
    };

    private static readonly Dictionary<FlowOperator, string> Operators = new()
    {
        [FlowOperator.Equal] = "eq",
        [FlowOperator.NotEqual] = "ne",
        [FlowOperator.Greater] = "gt",
        [FlowOperator.GreaterOrEqual] = "ge",
        [FlowOperator.Less] = "lt",
        [FlowOperator.LessOrEqual] = "le",
        [FlowOperator.In] = "in",
        [FlowOperator.NotIn] = "nin",
        [FlowOperator.Contains] = "has",
        [FlowOperator.Matches] = "like",
        [FlowOperator.LooksLike] = "alike",
    };

    private static readonly Dictionary<string, FlowField> FieldsByName = Fields.ToDictionary(pair => pair.Value.Name, pair => pair.Key);
    private static readonly Dictionary<string, FlowOperator> OperatorsByName = Operators.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The fields that stand in addresses and that a list can be sorted by; the others are asked for by programs only.</summary>
    public static FlowField[] Sortable => [.. Fields.Keys.Where(FlowListOrder.Fields.Contains)];

    /// <summary>The operators a field may be compared with, the likeliest first.</summary>
    public static IReadOnlyList<FlowOperator> OperatorsOf(FlowField field) => Fields[field].Operators;

    public static string NameOf(FlowField field) => Fields[field].Name;

    public static string NameOf(FlowOperator comparison) => Operators[comparison];

    public static bool TryField(string name, out FlowField field) => FieldsByName.TryGetValue(name, out field);

    public static bool TryOperator(FlowField field, string name, out FlowOperator comparison) =>
        OperatorsByName.TryGetValue(name, out comparison) && Fields[field].Operators.Contains(comparison);

    /// <summary>A condition's value; times are UTC by the whole second.</summary>
    public static string WriteValue(object value) => value switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double share => share.ToString("R", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        bool isSo => isSo ? "yes" : "no",
        Approach approach => ApproachText.Write(approach) ?? "unknown",
        VehicleColor color => VehicleColorText.Write(color) ?? "unknown",
        TriggerMode mode => mode == TriggerMode.Manual ? "manual" : "auto",
        IReadOnlyList<long> numbers => string.Join('_', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))),
        _ => throw new ArgumentException($"A flow condition has no values of {value.GetType()}", nameof(value)),
    };

    /// <summary>Reads what <see cref="WriteValue"/> wrote; where it cannot, says what is allowed.</summary>
    public static bool TryReadValue(
        FlowField field, FlowOperator comparison, string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        (value, error) = field switch
        {
            FlowField.Id or FlowField.CameraId or FlowField.Site when comparison is FlowOperator.In or FlowOperator.NotIn =>
                (ReadNumbers(text), $"is a list of at most {MaxListLength} whole numbers, separated by _"),
            FlowField.Id or FlowField.CameraId or FlowField.Site or FlowField.AlertList => ((object?)ReadNumber(text), "is a whole number"),
            FlowField.Time => (ReadTime(text), "is a time such as 2025-01-31T12:00:00Z"),
            FlowField.Confidence => (ReadShare(text), "is a number from 0 to 1"),
            FlowField.TriggerMode => (ReadMode(text), "is auto or manual"),
            FlowField.Approach => (ReadApproach(text), "is towards, away or unknown"),
            FlowField.Color => (ReadColor(text), $"is {string.Join(", ", VehicleColorText.Known.Select(VehicleColorText.Write))} or unknown"),
            FlowField.Corrected => (text switch { "yes" => true, "no" => false, _ => (object?)null }, "is yes or no"),
            _ => (text.Length <= MaxTextLength ? text : null, $"is at most {MaxTextLength} characters long"),
        };
        if (value is not null)
        {
            error = null;
            return true;
        }

        error = $"{NameOf(field)} {error}";
        return false;
    }

    private static long? ReadNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long[]? ReadNumbers(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var parts = text.Split('_');
        var numbers = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (ReadNumber(parts[i]) is not { } number)
            {
                return null;
            }

            numbers[i] = number;
        }

        return numbers.Length <= MaxListLength ? numbers : null;
    }

    // A plus sign that nobody escaped is a space in an address.
    private static DateTimeOffset? ReadTime(string text) =>
        DateTimeOffset.TryParseExact(
            text.Replace(' ', '+'), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;

    private static double? ReadShare(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share : null;

    private static object? ReadApproach(string text) =>
        ApproachText.TryRead(text, out var approach) ? approach : text == "unknown" ? Approach.None : null;

    private static object? ReadColor(string text) =>
        VehicleColorText.TryRead(text, out var color) ? color : text == "unknown" ? VehicleColor.None : null;

    private static TriggerMode? ReadMode(string text) => text switch
    {
        "auto" => TriggerMode.Auto,
        "manual" => TriggerMode.Manual,
        _ => null,
    };
}
