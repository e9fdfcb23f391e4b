using System.Text.Json;
using Dashboard.Domain.Cameras;

namespace Dashboard.Web.Shared;

/// <summary>What the browser kept for a page, as text.</summary>
internal static class KeptText
{
    private static readonly JsonSerializerOptions Options = new() { RespectNullableAnnotations = true };

    /// <summary>Reads what was written as JSON; the default where it is none of this form.</summary>
    public static T? Read<T>(string kept)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(kept, Options);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Whether a text in what is to be kept may have a secret in it, which no browser is to write down.</summary>
    public static bool TellsSecret(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return Tells(document.RootElement);
        }
        catch (JsonException)
        {
            return CameraSource.TellsSecret(value);
        }

        static bool Tells(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Any(field => Tells(field.Value)),
            JsonValueKind.Array => element.EnumerateArray().Any(Tells),
            JsonValueKind.String => CameraSource.TellsSecret(element.GetString()!),
            _ => false,
        };
    }
}
