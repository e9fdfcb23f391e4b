using System.Buffers;
using System.Text.Json;

namespace Dashboard.Flows.Payloads;

/// <summary>How the payloads write values.</summary>
internal static class PayloadJson
{
    /// <summary>What agents call themselves; receivers compare it.</summary>
    public const string AgentType = "alprd";

    /// <summary>The bytes of a body.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A share of 1 as 0 to 100, without the tail that the multiplication leaves.</summary>
    public static double Percent(double share) => Math.Round(share * 100, 4);

    /// <inheritdoc cref="Percent(double)"/>
    public static double? Percent(double? share) => share is { } known ? Percent(known) : null;

    /// <summary>A number; null where there is none.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A whole number; null where there is none.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A list without anything in it.</summary>
    public static void WriteEmptyArray(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    /// <summary>What a hook's owner wants every body to carry.</summary>
    public static void WriteCustomData(Utf8JsonWriter json, JsonElement? data)
    {
        if (data is { } given)
        {
            json.WritePropertyName("custom_data");
            given.WriteTo(json);
        }
        else
        {
            json.WriteNull("custom_data");
        }
    }
}
