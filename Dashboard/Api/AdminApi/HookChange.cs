using System.Text.Json;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Api.Http;
using Dashboard.Domain;

namespace Dashboard.Api.AdminApi;

/// <summary>
/// Reads what a request says of a web hook, and tells its errors by the request's names. What may be in a hook, the hook itself checks.
/// </summary>
internal static class HookChange
{
    private static readonly Field[] Fields =
    [
        new("name", nameof(WebHook.Name), "It must be a text.", (hook, value) => Text(value) is { } text ? hook with { Name = text.Trim() } : null),
        new("url", nameof(WebHook.Url), "It must be a text.", (hook, value) => Text(value) is { } text ? hook with { Url = text.Trim() } : null),
        new("events", nameof(WebHook.SendsAlerts), $"It must be an array of some of {HookEvents.All}.", ReadEvents),
        new(
            "active", nameof(WebHook.IsActive), "It must be true or false.",
            (hook, value) => Flag(value) is { } flag ? hook with { IsActive = flag } : null),
        new(
            "allow_private",
            nameof(WebHook.AllowsPrivate),
            "It must be true or false.",
            (hook, value) => Flag(value) is { } flag ? hook with { AllowsPrivate = flag } : null),
        new(
            "list_id",
            nameof(WebHook.ListId),
            "It must be the number of an alert list, or null for all.",
            (hook, value) => TryReadNumber(value, out var number) ? hook with { ListId = number } : null),
        new(
            "site_id",
            nameof(WebHook.SiteId),
            "It must be the number of a site, or null for all.",
            (hook, value) => TryReadNumber(value, out var number) ? hook with { SiteId = number } : null),
        new("custom_data", nameof(WebHook.CustomData), "It must be a JSON object, or null for none.", (hook, value) => value.ValueKind switch
        {
            JsonValueKind.Null => hook with { CustomData = "" },
            JsonValueKind.Object => hook with { CustomData = value.GetRawText() },
            _ => null,
        }),
        new(
            "format",
            nameof(WebHook.Format),
            $"It must be one of {HookFormats.All}.",
            (hook, value) => Text(value) is { } name && HookFormats.Read(name) is { } format ? hook with { Format = format } : null),
        new(
            "certificate_pin",
            nameof(WebHook.CertificatePin),
            "It must be a text, or null for none.",
            (hook, value) => TextOrNone(value) is { } pin ? hook with { CertificatePin = pin } : null),
        new(
            "certificate_authority",
            nameof(WebHook.CertificateAuthority),
            "It must be a text, or null for none.",
            (hook, value) => TextOrNone(value) is { } pem ? hook with { CertificateAuthority = pem } : null),
        new("secret", nameof(WebHook.Secret), "It must be a text, or null for a new one.", (hook, value) => value.ValueKind switch
        {
            JsonValueKind.Null => hook with { Secret = WebHook.NewSecret() },
            JsonValueKind.String when value.GetString() is { Length: > 0 } text => hook with { Secret = text },
            _ => null,
        }),
    ];

    /// <summary>The hook with what the body says. Throws <see cref="ApiException"/> (422) where a field is unknown or of another kind.</summary>
    public static WebHook Apply(JsonElement body, WebHook hook)
    {
        var errors = new FieldErrors();
        foreach (var member in body.EnumerateObject())
        {
            if (Array.Find(Fields, field => field.Name == member.Name) is not { } field)
            {
                errors.Add(member.Name, $"There is no such field; there are {string.Join(", ", Fields.Select(known => known.Name))}.");
                continue;
            }

            var changed = field.Apply(hook, member.Value);
            errors.Add(field.Name, changed is null ? field.Allows : null);
            hook = changed ?? hook;
        }

        return errors.Count == 0 ? hook : throw Refused(errors);
    }

    /// <summary>Whether the server is asked to make the secret, which it then tells.</summary>
    public static bool AsksForSecret(JsonElement body, bool isNew) =>
        body.TryGetProperty("secret", out var given) ? given.ValueKind == JsonValueKind.Null : isNew;

    /// <summary>The value of a change, or its errors by the request's names.</summary>
    public static void EnsureTaken(ChangeResult result)
    {
        if (result.IsDone)
        {
            return;
        }

        var named = new FieldErrors();
        foreach (var (property, error) in result.Errors)
        {
            named.Add(Array.Find(Fields, field => field.Property == property)?.Name ?? property, error);
        }

        throw Refused(named);
    }

    private static ApiException Refused(FieldErrors errors) => new(
        StatusCodes.Status422UnprocessableEntity,
        string.Join(' ', errors.Select(error => error.Key == FieldErrors.Whole ? error.Value : $"{error.Key}: {error.Value}")))
    {
        Fields = errors.ToDictionary(error => error.Key, error => error.Value),
    };

    private static WebHook? ReadEvents(WebHook hook, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? HookEvents.Choose(hook, value.EnumerateArray().Select(item => item.GetString()!), out _)
            : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? TextOrNone(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "" : Text(value)?.Trim();

    private static bool? Flag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    private static bool TryReadNumber(JsonElement value, out int? number)
    {
        number = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var read) ? read : null;
        return number is not null || value.ValueKind == JsonValueKind.Null;
    }

    /// <param name="Name">What the request calls it.</param>
    /// <param name="Property">What the hook's own errors call it.</param>
    /// <param name="Allows">What is said where the value is of another kind.</param>
    /// <param name="Apply">The hook with the value; null: it is of another kind.</param>
    private sealed record Field(string Name, string Property, string Allows, Func<WebHook, JsonElement, WebHook?> Apply);
}
