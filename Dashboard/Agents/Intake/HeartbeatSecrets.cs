using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Domain.Cameras;

namespace Dashboard.Agents.Intake;

/// <summary>
/// Takes secrets out of what an agent tells, which is kept, shown and passed on: others' agents tell the addresses of their cameras with the
/// passwords, and their settings.
/// </summary>
internal static class HeartbeatSecrets
{
    /// <summary>The text of a heartbeat; to the letter as it came where there is no secret in it.</summary>
    public static string Remove(JsonElement body)
    {
        if (!HasSecret(body, isSecret: false))
        {
            return body.GetRawText();
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Copy(body, json, isSecret: false);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool HasSecret(JsonElement value, bool isSecret) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(field => NameOf(field) is var name
            && (CameraSource.MaskAny(name) != name || HasSecret(field.Value, isSecret || CameraSource.IsSecretName(name)))),
        JsonValueKind.Array => value.EnumerateArray().Any(item => HasSecret(item, isSecret)),
        _ => Masked(value, isSecret) is not null,
    };

    // Some have a table of their streams by address.
    private static string NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return Raw(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(field)));
        }
    }

    // Whatever the field is called: agents of others, and of later versions, have names of their own. Null: as it came.
    private static string? Masked(JsonElement value, bool isSecret)
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return null;
        }

        var text = TextOf(value);
        var masked = isSecret && text.Length > 0 ? CameraSource.MaskText : CameraSource.MaskAny(text);
        return masked == text ? null : masked;
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return Raw(value.GetRawText());
        }
    }

    // Half of a surrogate pair is no text, and may stand beside a password.
    private static string Raw(string text) => text.Replace("\\/", "/", StringComparison.Ordinal);

    private static void Copy(JsonElement value, Utf8JsonWriter json, bool isSecret)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var field in value.EnumerateObject())
                {
                    var name = NameOf(field);
                    json.WritePropertyName(CameraSource.MaskAny(name));
                    Copy(field.Value, json, isSecret || CameraSource.IsSecretName(name));
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Copy(item, json, isSecret);
                }

                json.WriteEndArray();
                break;
            default:
                if (Masked(value, isSecret) is { } masked)
                {
                    json.WriteStringValue(masked);
                }
                else
                {
                    value.WriteTo(json);
                }

                break;
        }
    }
}
