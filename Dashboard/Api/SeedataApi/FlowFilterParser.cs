using System.Text.Json;
using Dashboard.Api.Http;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Flows.Seedata;
using Dashboard.Storage;

namespace Dashboard.Api.SeedataApi;

/// <summary>
/// Reads the dialect's filter: attributes, each with a bare value (which means <c>=</c>) or with an object of operators;
/// everything named must hold. Of a name that stands twice in one object the last counts, as in PHP and JavaScript.
/// Whatever is wrong ends in a <see cref="ApiException"/> with 422 that names the attribute and what it allows.
/// </summary>
internal static class FlowFilterParser
{
    /// <summary>The most numbers that <c>in</c> and <c>nin</c> take.</summary>
    public const int MaxIds = 1000;

    // Longer than any camera's alias may be: it is found nowhere and need not trouble the database.
    private const int MaxAlias = 256;

    private static readonly FlowCondition Nothing = new FlowAny([]);
    private static readonly FlowCondition Everything = new FlowAll([]);

    private static readonly Dictionary<string, FlowOperator> Comparisons = new(StringComparer.Ordinal)
    {
        ["="] = FlowOperator.Equal,
        ["!="] = FlowOperator.NotEqual,
        [">"] = FlowOperator.Greater,
        [">="] = FlowOperator.GreaterOrEqual,
        ["<"] = FlowOperator.Less,
        ["<="] = FlowOperator.LessOrEqual,
    };

    private static readonly Dictionary<string, FlowOperator> Texts = new(StringComparer.Ordinal)
    {
        ["="] = FlowOperator.Equal,
        ["!="] = FlowOperator.NotEqual,
        ["like"] = FlowOperator.Contains,
    };

    private static readonly FilterAttribute[] Attributes =
    [
        new("id",
            new(Comparisons, StringComparer.Ordinal) { ["in"] = FlowOperator.In, ["nin"] = FlowOperator.NotIn },
            $"=, !=, >, >=, <, <= with an integer of 64 bits, and in, nin with an array of at most {MaxIds} integers",
            ReadId),
        new("timestamp", Comparisons, $"=, !=, >, >=, <, <= with a time: {SeedataTimestamp.Forms}", ReadTime),
        new("camera", Texts, "=, !=, like with a string", ReadCamera),
        new("plate", Texts, "=, !=, like with a string", ReadPlate),
        new("trigger_mode",
            new(StringComparer.Ordinal) { ["="] = FlowOperator.Equal },
            "= with manual or auto",
            ReadTriggerMode),
    ];

    /// <summary>The attributes with their operators and, in words, what they take: for the document.</summary>
    public static IEnumerable<(string Name, IReadOnlyCollection<string> Operators, string Allows)> Allowed =>
        Attributes.Select(known => (known.Name, (IReadOnlyCollection<string>)known.Operators.Keys, known.Allows));

    /// <summary>The condition; null where every flow is asked for: no filter, <c>null</c>, <c>{}</c> or <c>[]</c>.</summary>
    /// <param name="filter">The value of <c>filter</c>; <see cref="JsonValueKind.Undefined"/> where there is none.</param>
    /// <param name="zone">Where times without a zone belong.</param>
    public static FlowCondition? Parse(JsonElement filter, TimeZoneInfo zone)
    {
        var isNone = filter.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            || (filter.ValueKind == JsonValueKind.Array && filter.GetArrayLength() == 0);
        if (isNone)
        {
            return null;
        }

        if (filter.ValueKind != JsonValueKind.Object)
        {
            throw ApiException.Unprocessable($"filter must be an object of attributes and conditions. {AllowedAttributes}");
        }

        var conditions = new List<FlowCondition>();
        foreach (var (name, condition) in LastOfEachName(filter))
        {
            var attribute = Array.Find(Attributes, known => known.Name == name)
                ?? throw ApiException.Unprocessable($"filter: there is no attribute {Quote(name)}. {AllowedAttributes}");
            ReadConditions(attribute, condition, zone, conditions);
        }

        return conditions.Count == 0 ? null : new FlowAll(conditions);
    }

    private static string AllowedAttributes => $"Allowed attributes: {string.Join(", ", Attributes.Select(known => known.Name))}.";

    private static void ReadConditions(FilterAttribute attribute, JsonElement condition, TimeZoneInfo zone, List<FlowCondition> conditions)
    {
        if (condition.ValueKind is JsonValueKind.Array or JsonValueKind.Null)
        {
            throw attribute.Reject("takes a value or an object of operators");
        }

        if (condition.ValueKind != JsonValueKind.Object)
        {
            conditions.Add(attribute.Read(new Operand(attribute, "=", FlowOperator.Equal, condition, zone)));
            return;
        }

        var operators = LastOfEachName(condition);
        if (operators.Count == 0)
        {
            throw attribute.Reject("names no operator");
        }

        foreach (var (name, value) in operators)
        {
            if (!attribute.Operators.TryGetValue(name, out var comparison))
            {
                throw attribute.Reject($"has no operator {Quote(name)}");
            }

            conditions.Add(attribute.Read(new Operand(attribute, name, comparison, value, zone)));
        }
    }

    private static FlowCondition ReadId(Operand operand)
    {
        if (operand.Operator is not (FlowOperator.In or FlowOperator.NotIn))
        {
            return operand.Value.ValueKind == JsonValueKind.Number && operand.Value.TryGetInt64(out var one)
                ? new FlowComparison(FlowField.Id, operand.Operator, one)
                : throw operand.Reject("takes an integer of 64 bits");
        }

        if (operand.Value.ValueKind != JsonValueKind.Array || operand.Value.GetArrayLength() > MaxIds)
        {
            throw operand.Reject($"takes an array of at most {MaxIds} integers");
        }

        var ids = new HashSet<long>();
        foreach (var item in operand.Value.EnumerateArray())
        {
            ids.Add(item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var id)
                ? id
                : throw operand.Reject("takes an array of integers of 64 bits"));
        }

        return ids.Count == 0
            ? (operand.Operator == FlowOperator.In ? Nothing : Everything)
            : new FlowComparison(FlowField.Id, operand.Operator, ids.ToArray());
    }

    private static FlowCondition ReadTime(Operand operand)
    {
        if (operand.Value.ValueKind != JsonValueKind.String
            || !SeedataTimestamp.TryParse(operand.Value.GetString()!, operand.Zone, out var moment, out var repeated))
        {
            throw operand.Reject("takes a time");
        }

        // An hour that the clock repeats shows two instants alike: both are what is asked for. In the order of instants the earlier one counts.
        var time = new FlowComparison(FlowField.Time, operand.Operator, moment);
        return (repeated, operand.Operator) switch
        {
            ({ } later, FlowOperator.Equal) => new FlowAny([time, time with { Value = later }]),
            ({ } later, FlowOperator.NotEqual) => new FlowAll([time, time with { Value = later }]),
            _ => time,
        };
    }

    private static FlowCondition ReadCamera(Operand operand)
    {
        var alias = operand.Text();

        // No alias holds a NUL, and some databases refuse one in a parameter.
        return alias.Length <= MaxAlias && !alias.Contains('\0')
            ? Text(FlowField.Camera, operand.Operator, alias)
            : Never(operand.Operator);
    }

    /// <summary>
    /// The plate as it is compared everywhere. A character that no plate can hold (<c>%</c>, <c>_</c>, <c>*</c>) makes the text one that no plate
    /// has; it is never quietly dropped, or <c>like "%"</c> would find every flow.
    /// </summary>
    private static FlowCondition ReadPlate(Operand operand)
    {
        var text = FlowQueryTranslator.PlateOperand(operand.Text());
        var canMatch = text.Length <= PlateText.MaxLength && PlateText.Foreign(text) is null;
        return canMatch ? Text(FlowField.Plate, operand.Operator, text) : Never(operand.Operator);
    }

    private static FlowCondition ReadTriggerMode(Operand operand) => operand.Text().ToUpperInvariant() switch
    {
        "MANUAL" => new FlowComparison(FlowField.TriggerMode, operand.Operator, TriggerMode.Manual),
        "AUTO" => new FlowComparison(FlowField.TriggerMode, operand.Operator, TriggerMode.Auto),
        _ => throw operand.Reject("takes manual or auto"),
    };

    // Nothing is found everywhere, also in a flow without a plate.
    private static FlowCondition Text(FlowField field, FlowOperator comparison, string text) =>
        comparison == FlowOperator.Contains && text.Length == 0 ? Everything : new FlowComparison(field, comparison, text);

    private static FlowCondition Never(FlowOperator comparison) => comparison == FlowOperator.NotEqual ? Everything : Nothing;

    private static Dictionary<string, JsonElement> LastOfEachName(JsonElement element)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            properties[property.Name] = property.Value;
        }

        return properties;
    }

    private static string Quote(string name) => $"'{name.Truncate(40, "…")}'";

    private sealed record FilterAttribute(string Name, Dictionary<string, FlowOperator> Operators, string Allows, Func<Operand, FlowCondition> Read)
    {
        public ApiException Reject(string error) => ApiException.Unprocessable($"filter: {Name} {error}. {Name} allows {Allows}.");
    }

    private sealed record Operand(FilterAttribute Attribute, string Name, FlowOperator Operator, JsonElement Value, TimeZoneInfo Zone)
    {
        public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Reject("takes a string");

        public ApiException Reject(string error) => Attribute.Reject($"with {Name} {error}");
    }
}
