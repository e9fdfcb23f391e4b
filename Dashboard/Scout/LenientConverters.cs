using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Scout;

/// <summary>
/// Text without control characters and outer spaces; half of a surrogate pair makes it one that was not told. No database keeps either.
/// </summary>
internal sealed class LenientText : JsonConverter<string>
{
    /// <summary>The text as it can be stored; null where nothing of it is left.</summary>
    public static string? Clean(string? text)
    {
        var kept = text is not null && text.Any(char.IsControl) ? string.Concat(text.Where(sign => !char.IsControl(sign))) : text;
        return kept?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return reader.TokenType == JsonTokenType.String ? Clean(reader.GetString()) : reader.Skip<string>();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A number that is finite.</summary>
internal sealed class LenientNumber : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Number ? reader.Skip<double?>()
        : reader.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>A whole number; the places of one that has any are cut off.</summary>
internal sealed class LenientInteger : JsonConverter<long?>
{
    // As far as a double counts every number.
    private const double Max = 9e15;

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Number ? reader.Skip<long?>()
        : reader.TryGetDouble(out var number) && Math.Abs(number) < Max ? (long)number : null;

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>A camera's number: a whole number, also as text.</summary>
internal sealed class LenientCameraNumber : JsonConverter<long?>
{
    private static readonly LenientInteger Number = new();

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return Number.Read(ref reader, typeToConvert, options);
        }

        try
        {
            return long.TryParse(
                reader.GetString(), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half of a surrogate pair.
        }
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => Number.Write(writer, value, options);
}

/// <summary>True, or anything else.</summary>
internal sealed class LenientFlag : JsonConverter<bool>
{
    public override bool HandleNull => true;

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.True || reader.Skip<bool>();

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>Bytes in base64.</summary>
internal sealed class LenientBytes : JsonConverter<byte[]>
{
    private const int MinWhole = 1 << 16;

    public override byte[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return reader.TokenType != JsonTokenType.String ? reader.Skip<byte[]>()
                : ReadWhole(ref reader) ?? (reader.TryGetBytesFromBase64(out var bytes) ? bytes : null);
        }
        catch (InvalidOperationException)
        {
            return null; // Half of a surrogate pair.
        }
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value);

    // Of pictures: the reader's own way makes a second copy meanwhile, in a buffer that the runtime keeps. Null: it is written in another way.
    private static byte[]? ReadWhole(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length < MinWhole || reader.ValueSpan.Length % 4 != 0)
        {
            return null;
        }

        var text = reader.ValueSpan;
        var padding = text[^1] != '=' ? 0 : text[^2] != '=' ? 1 : 2;
        var bytes = GC.AllocateUninitializedArray<byte>((text.Length / 4 * 3) - padding);
        return Base64.DecodeFromUtf8(text, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length ? bytes : null;
    }
}

internal sealed class LenientObject<T> : JsonConverter<T>
    where T : class
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartObject ? JsonSerializer.Deserialize<T>(ref reader, options) : reader.Skip<T>();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, options);
}

/// <summary>A list; what is in it and of another kind keeps its place, as nothing.</summary>
internal sealed class LenientList<T> : JsonConverter<IReadOnlyList<T?>>
{
    // More than any vehicle gives rise to.
    private const int MaxItems = 10_000;
    private static readonly bool IsOfObjects = typeof(T).Namespace == typeof(ScoutJson).Namespace;

    public override IReadOnlyList<T?>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return reader.Skip<IReadOnlyList<T?>>();
        }

        var items = new List<T?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var isTaken = items.Count < MaxItems && (!IsOfObjects || reader.TokenType == JsonTokenType.StartObject);
            var item = isTaken ? JsonSerializer.Deserialize<T>(ref reader, options) : reader.Skip<T>();
            if (items.Count < MaxItems)
            {
                items.Add(item);
            }
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T?> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
        {
            JsonSerializer.Serialize(writer, item, options);
        }

        writer.WriteEndArray();
    }
}

internal static class LenientReader
{
    /// <summary>Steps over a value that is not of the field's kind.</summary>
    public static T? Skip<T>(this ref Utf8JsonReader reader)
    {
        reader.Skip();
        return default;
    }
}
