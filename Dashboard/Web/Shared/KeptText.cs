using System.Text.Json;

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
}
