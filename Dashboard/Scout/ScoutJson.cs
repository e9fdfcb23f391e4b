using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dashboard.Scout;

/// <summary>
/// How the vendor's bodies are written and read: names in snake case, in the order of the records. Reading is lenient, because an agent sends what
/// is refused for ever: a value of another kind than the field's is as one that was not told. Writing is strict, because typed receivers throw on
/// null: what is not known has a value of its kind (<see cref="UnknownAttribute"/>).
/// </summary>
internal static class ScoutJson
{
    /// <summary>What agents call themselves; receivers compare it.</summary>
    public const string AgentType = "alprd";

    public static ReadOnlyMemory<byte> TestPing { get; } = """{"openalpr_webhook": "test"}"""u8.ToArray();

    private static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new LenientText(), new LenientNumber(), new LenientInteger(), new LenientFlag(), new LenientBytes() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ReadLeniently, WriteWhatIsUnknown } },
    };

    public static byte[] Write<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, Options);

    /// <summary>Reads an object. Throws <see cref="JsonException"/> where even its names are no text.</summary>
    public static T Read<T>(JsonElement body) => body.Deserialize<T>(Options)!;

    /// <summary>A share of 1 as 0 to 100, without the tail that the multiplication leaves.</summary>
    public static double Percent(double share) => Math.Round(share * 100, 4);

    /// <inheritdoc cref="Percent(double)"/>
    public static double? Percent(double? share) => share is { } known ? Percent(known) : null;

    // Objects and lists: by property, so that their own reading is as usual.
    private static void ReadLeniently(JsonTypeInfo type)
    {
        foreach (var property in type.Kind == JsonTypeInfoKind.Object ? type.Properties : [])
        {
            var of = property.PropertyType;
            var lenient = of.IsGenericType
                && of.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? typeof(LenientList<>).MakeGenericType(of.GetGenericArguments())
                : of.Namespace == typeof(ScoutJson).Namespace ? typeof(LenientObject<>).MakeGenericType(of)
                : null;
            property.CustomConverter = lenient is null ? property.CustomConverter : (JsonConverter)Activator.CreateInstance(lenient)!;
        }
    }

    private static void WriteWhatIsUnknown(JsonTypeInfo type)
    {
        foreach (var property in type.Kind == JsonTypeInfoKind.Object ? type.Properties : [])
        {
            if (property.Get is { } get && !IsLeftOut(property) && Unknown(property) is { } unknown)
            {
                property.Get = body => get(body) ?? unknown;
            }
        }
    }

    private static bool IsLeftOut(JsonPropertyInfo property) => property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), false) == true;

    private static object? Unknown(JsonPropertyInfo property)
    {
        var of = property.PropertyType;
        if (property.AttributeProvider?.GetCustomAttributes(typeof(UnknownAttribute), false) is [UnknownAttribute unknown])
        {
            return unknown.Value is null ? null : Convert.ChangeType(
                unknown.Value, Nullable.GetUnderlyingType(of) ?? of, CultureInfo.InvariantCulture);
        }

        return of == typeof(string) ? ""
            : of == typeof(long?) ? 0L
            : of == typeof(double?) ? 0.0
            : of == typeof(byte[]) ? Array.Empty<byte>()
            : of.IsGenericType && of.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Array.CreateInstance(of.GetGenericArguments()[0], 0)
            : of.Namespace == typeof(ScoutJson).Namespace ? Activator.CreateInstance(of)
            : null;
    }
}
