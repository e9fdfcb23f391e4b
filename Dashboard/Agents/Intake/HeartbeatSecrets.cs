using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Domain.Cameras;

namespace Dashboard.Agents.Intake;

/// <summary>
/// Takes secrets out of what an agent tells, which is kept, shown and passed on: others' agents tell the addresses of their cameras with the
/// passwords, and their settings.
/// </summary>
internal static partial class HeartbeatSecrets
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
        JsonValueKind.Object => FieldsOf(value, isSecret)
            .Any(field => CameraSource.MaskAny(field.Name) != field.Name || HasSecret(field.Value, field.IsSecret)),
        JsonValueKind.Array => ItemsOf(value, isSecret).Any(item => HasSecret(item.Value, item.IsSecret)),
        _ => Masked(value, isSecret) is not null,
    };

    // Of {"name": "password", "value": "x"} the value is one as well.
    private static IEnumerable<(string Name, JsonElement Value, bool IsSecret)> FieldsOf(JsonElement fields, bool isSecret)
    {
        var isNamed = fields.EnumerateObject().Any(field => NamesSecret(field.Value));
        foreach (var field in fields.EnumerateObject())
        {
            var name = NameOf(field);
            yield return (
                name,
                field.Value,
                isSecret || CameraSource.IsSecretName(name) || (isNamed && ValueName().IsMatch(name) && !NamesSecret(field.Value)));
        }
    }

    // Of ["password", "x"], and of ["--user", "ada", "--password", "x"].
    private static IEnumerable<(JsonElement Value, bool IsSecret)> ItemsOf(JsonElement items, bool isSecret)
    {
        var isPair = items.GetArrayLength() == 2 && NamesSecret(items[0]);
        var isBehind = false;
        foreach (var item in items.EnumerateArray())
        {
            yield return (item, isSecret || isBehind);
            isBehind = (isPair || (item.ValueKind == JsonValueKind.String && TextOf(item).StartsWith('-'))) && NamesSecret(item);
        }
    }

    // One word, as programs name their settings: Key West is a place.
    private static bool NamesSecret(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && TextOf(value) is var text && OneWord().IsMatch(text)
        && CameraSource.IsSecretName(text.TrimStart('-'));

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
                foreach (var field in FieldsOf(value, isSecret))
                {
                    json.WritePropertyName(CameraSource.MaskAny(field.Name));
                    Copy(field.Value, json, field.IsSecret);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in ItemsOf(value, isSecret))
                {
                    Copy(item.Value, json, item.IsSecret);
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

    [GeneratedRegex(@"^-{0,2}[\p{L}\p{N}_.-]{2,60}$", RegexOptions.CultureInvariant)]
    private static partial Regex OneWord();

    [GeneratedRegex(
        "^(?:val(?:ue)?s?|v|te?xt|content|data|default|current|raw|str(?:ing)?|num(?:ber)?|old|new|set(?:ting)?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ValueName();
}
