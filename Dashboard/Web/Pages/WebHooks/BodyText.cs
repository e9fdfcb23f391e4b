using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Domain;

namespace Dashboard.Web.Pages.WebHooks;

/// <summary>A JSON body for a person: indented, and pictures shortened.</summary>
internal static class BodyText
{
    private const int MaxText = 200;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(ReadOnlySpan<byte> body)
    {
        var root = JsonNode.Parse(body)!;
        Shorten(root);
        return root.ToJsonString(Indented);
    }

    private static void Shorten(JsonNode node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                {
                    if (value is JsonValue text
                        && text.TryGetValue<string>(out var long_)
                        && long_.Length > MaxText
                        && name.EndsWith("_jpeg", StringComparison.Ordinal))
                    {
                        fields[name] = $"{long_.Truncate(40, "…")} ({long_.Length} characters)";
                    }
                    else if (value is not null)
                    {
                        Shorten(value);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items.OfType<JsonNode>())
                {
                    Shorten(item);
                }

                break;
        }
    }
}
