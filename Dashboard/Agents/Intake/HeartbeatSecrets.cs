using System.Buffers;
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
        JsonValueKind.Object => value.EnumerateObject().Any(field => HasSecret(field.Value, isSecret || IsSecret(field))),
        JsonValueKind.Array => value.EnumerateArray().Any(item => HasSecret(item, isSecret)),
        _ => Masked(value, isSecret) is not null,
    };

    private static bool IsSecret(JsonProperty field) => CameraSource.IsSecretName(field.Name);

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
            // Half of a surrogate pair is no text, and may stand beside a password.
            return value.GetRawText().Replace("\\/", "/", StringComparison.Ordinal);
        }
    }

    private static void Copy(JsonElement value, Utf8JsonWriter json, bool isSecret)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var field in value.EnumerateObject())
                {
                    json.WritePropertyName(field.Name);
                    Copy(field.Value, json, isSecret || IsSecret(field));
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
