using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Alerts.Delivery.WebHooks;

namespace Dashboard.Api.AdminApi;

[DisplayName("WebHook"), Description("A web hook as it is set up. Its address, its secret and its custom data may open other programs: they are not given back.")]
internal sealed record HookItem
{
    public static HookItem Example { get; } = new()
    {
        Id = 3,
        Name = "Gate controller",
        Host = "https://gate.example.com",
        Events = ["alerts"],
        Active = true,
        AllowPrivate = false,
        ListId = 1,
        SiteId = null,
        HasCustomData = false,
    };

    [Description("Its number.")]
    public required int Id { get; init; }

    [Description("What people call it; unique.")]
    public required string Name { get; init; }

    [Description("Scheme, host and port of its address; empty where the address cannot be decrypted any more and has to be entered again.")]
    public required string Host { get; init; }

    [Description("What it is told: `groups`, `alerts`, `heartbeats`.")]
    public required string[] Events { get; init; }

    [Description("False: nothing is queued and nothing is sent.")]
    public required bool Active { get; init; }

    [Description("Whether its address may be one of the local network or of the server itself.")]
    public required bool AllowPrivate { get; init; }

    [Description("Number of the alert list whose alerts it is told alone; null: of all.")]
    public required int? ListId { get; init; }

    [Description("Number of the site whose flows and alerts it is told alone; null: of all.")]
    public required int? SiteId { get; init; }

    [Description("Whether each of its bodies carries `custom_data`.")]
    public required bool HasCustomData { get; init; }

    [Description("The key of the signature; only in the answer to the request in which the server made it. Keep it: it is not given again.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public static HookItem From(WebHook hook, bool showsSecret = false) => new()
    {
        Id = hook.Id,
        Name = hook.Name,
        Host = hook.Host,
        Events = [.. HookEvents.NamesFor(hook)],
        Active = hook.IsActive,
        AllowPrivate = hook.AllowsPrivate,
        ListId = hook.ListId,
        SiteId = hook.SiteId,
        HasCustomData = hook.CustomData.Length > 0,
        Secret = showsSecret ? hook.Secret : null,
    };
}

[DisplayName("WebHookChange"), Description("What is to be changed; what is left out stays as it is.")]
internal record HookFields
{
    public const string CustomDataText = "A JSON object that each body carries as `custom_data`, at most 4000 characters; null: none.";

    [Description("What people call it; unique."), MaxLength(WebHook.MaxNameLength)]
    public string? Name { get; init; }

    [Description("The address that listens, `http://` or `https://`."), MaxLength(WebHook.MaxUrlLength)]
    public string? Url { get; init; }

    [Description("What it is told: one or more of `groups`, `alerts`, `heartbeats`.")]
    public string[]? Events { get; init; }

    [Description("False: nothing is queued and nothing is sent.")]
    public bool? Active { get; init; }

    [Description("Allow an address of the local network or of the server itself.")]
    public bool? AllowPrivate { get; init; }

    [Description("Only alerts of this list; null: of all.")]
    public int? ListId { get; init; }

    [Description("Only flows and alerts of this site; null: of all.")]
    public int? SiteId { get; init; }

    [Description(CustomDataText)]
    public JsonElement? CustomData { get; init; }

    [Description("The key of the signature; null: the server makes a new one, which stands in the answer, once."), MaxLength(WebHook.MaxSecretLength)]
    public string? Secret { get; init; }
}

[DisplayName("NewWebHook"), Description("A web hook that is to be made: all but its address may be left out.")]
internal sealed record NewHook : HookFields
{
    [Description("The address that listens, `http://` or `https://`."), MaxLength(WebHook.MaxUrlLength)]
    public new required string Url { get; init; }
}

[DisplayName("TestAnswer"), Description("What the receiver answered to a test.")]
internal sealed record HookTestAnswer
{
    public static HookTestAnswer Example { get; } = new() { Taken = true, Status = 200, Answer = "ok", DurationMs = 24 };

    [Description("It answered with a status of success (2xx).")]
    public required bool Taken { get; init; }

    [Description("Its HTTP status; 0: it gave none.")]
    public required int Status { get; init; }

    [Description("The beginning of what it said, or why there is no answer.")]
    public required string Answer { get; init; }

    [Description("How long it took, in milliseconds.")]
    public required int DurationMs { get; init; }

    public static HookTestAnswer From(HookAnswer answer) =>
        new() { Taken = answer.IsTaken, Status = answer.Status ?? 0, Answer = answer.Answer, DurationMs = answer.DurationMs };
}
