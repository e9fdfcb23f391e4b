using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
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
        Format = HookFormats.Vendor,
        CertificatePin = null,
        CertificateAuthority = null,
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

    [Description(HookFields.FormatText), AllowedValues(HookFormats.Vendor, HookFormats.Plain)]
    public required string Format { get; init; }

    [Description("SHA-256 fingerprint of the one certificate that its receiver may show; null: any that is trusted.")]
    public required string? CertificatePin { get; init; }

    [Description("Certificates of the authority that signed its receiver's, as PEM text; null: the authorities that the server's machine trusts.")]
    public required string? CertificateAuthority { get; init; }

    [Description("Whether each of its bodies carries `custom_data`.")]
    public required bool HasCustomData { get; init; }

    [Description("The signing secret; only in the answer to the request in which the server made it. Keep it: it is not given again.")]
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
        Format = HookFormats.NameOf(hook.Format),
        CertificatePin = hook.CertificatePin.Length == 0 ? null : hook.CertificatePin,
        CertificateAuthority = hook.CertificateAuthority.Length == 0 ? null : hook.CertificateAuthority,
        HasCustomData = hook.CustomData.Length > 0,
        Secret = showsSecret ? hook.Secret : null,
    };
}

[DisplayName("WebHookChange"), Description("What is to be changed; what is left out stays as it is.")]
internal record HookFields
{
    public const string FormatText =
        "`vendor`: bodies as programs for Rekor Scout know them; `plain`: flows as the rows of the Seedata API, with links to their pictures.";

    public const string CustomDataText = "A JSON object that each body carries as `custom_data`, at most 4000 characters; null: none.";

    [Description("What people call it; unique."), MaxLength(WebHook.MaxNameLength)]
    public string? Name { get; init; }

    [Description("The receiver's address, `http://` or `https://`."), MaxLength(WebHook.MaxUrlLength)]
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

    [Description(FormatText), AllowedValues(HookFormats.Vendor, HookFormats.Plain)]
    public string? Format { get; init; }

    [Description(
        "SHA-256 fingerprint of the one certificate that its receiver may show, such as a self-signed one: 64 hexadecimal digits, with or without "
            + "colons; null: any that is trusted."), MaxLength(200)]
    public string? CertificatePin { get; init; }

    [Description(
        "Instead of a fingerprint: certificates of the authority that signed the receiver's, as PEM text; null: the authorities that the server's "
            + "machine trusts."), MaxLength(ReceiverCertificate.MaxAuthorityLength)]
    public string? CertificateAuthority { get; init; }

    [Description(CustomDataText)]
    public JsonElement? CustomData { get; init; }

    [Description("The signing secret; null: the server makes a new one, which stands in the answer, once."), MaxLength(WebHook.MaxSecretLength)]
    public string? Secret { get; init; }
}

[DisplayName("NewWebHook"), Description("A web hook that is to be made: all but its address may be left out.")]
internal sealed record NewHook : HookFields
{
    [Description("The receiver's address, `http://` or `https://`."), MaxLength(WebHook.MaxUrlLength)]
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

[DisplayName("ReceiverCertificate"), Description("The certificate that the receiver shows now, whether it would do or not.")]
internal sealed record HookCertificate
{
    public static HookCertificate Example { get; } = new()
    {
        Fault = "",
        Fingerprint = string.Join(':', Enumerable.Repeat("5F", 32)),
        Subject = "CN=gate",
        Issuer = "CN=gate",
        Names = ["gate.example.com"],
        NotBefore = "2026-01-01T00:00:00Z",
        NotAfter = "2036-01-01T00:00:00Z",
    };

    [Description("Why it could not be fetched; empty: it could. The other fields are empty where it could not.")]
    public required string Fault { get; init; }

    [Description("SHA-256 of it, as `certificate_pin` takes it.")]
    public required string Fingerprint { get; init; }

    [Description("Whom it is issued to.")]
    public required string Subject { get; init; }

    [Description("Who signed it; the same as `subject` where it is self-signed.")]
    public required string Issuer { get; init; }

    [Description("Names and addresses that it counts for.")]
    public required string[] Names { get; init; }

    [Description("From when it counts: ISO 8601, UTC.")]
    public required string NotBefore { get; init; }

    [Description("Until when it counts.")]
    public required string NotAfter { get; init; }

    public static HookCertificate From(ShownCertificate shown) => new()
    {
        Fault = shown.Fault,
        Fingerprint = shown.Certificate?.Fingerprint ?? "",
        Subject = shown.Certificate?.Subject ?? "",
        Issuer = shown.Certificate?.Issuer ?? "",
        Names = [.. shown.Certificate?.Names ?? []],
        NotBefore = Time(shown.Certificate?.NotBefore),
        NotAfter = Time(shown.Certificate?.NotAfter),
    };

    private static string Time(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
}
