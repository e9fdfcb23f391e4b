using Dashboard.Domain;
using Dashboard.Storage;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>An address of somebody else's program, in clear. Its text never shows the address, which may hold a secret.</summary>
public sealed record WebHook
{
    public const int MaxNameLength = 64;

    /// <summary>Most characters of an address.</summary>
    public const int MaxUrlLength = 2000;

    public const int MaxCustomDataLength = 4000;

    public const int MaxSecretLength = 200;

    private const int SecretBytes = 32;

    /// <summary>Number; 0: not stored yet.</summary>
    public int Id { get; init; }

    /// <summary>What people call it; unique, 1 to 64 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>The address, http or https; empty where the key that encrypted it is lost.</summary>
    public string Url { get; init; } = "";

    /// <summary>The key of the signature: 32 random bytes as base64url. The text itself is the key.</summary>
    public string Secret { get; init; } = "";

    /// <summary>False: nothing is queued and nothing is sent.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>It may be an address of the local network or of this machine.</summary>
    public bool AllowsPrivate { get; init; }

    public bool SendsFlows { get; init; }

    public bool SendsAlerts { get; init; } = true;

    /// <summary>It is told every minute how the machines are.</summary>
    public bool SendsHeartbeats { get; init; }

    /// <summary>Only alerts of this list; null: of all.</summary>
    public int? ListId { get; init; }

    /// <summary>Only flows and alerts of this site; null: of all.</summary>
    public int? SiteId { get; init; }

    /// <summary>A JSON object that each body carries; empty: none.</summary>
    public string CustomData { get; init; } = "";

    /// <summary>Whose bodies it gets.</summary>
    public HookFormat Format { get; init; }

    /// <summary>
    /// Fingerprint of the one certificate that its receiver may show (see <see cref="ReceiverCertificate.FingerprintOf"/>); empty: any that is
    /// trusted.
    /// </summary>
    public string CertificatePin { get; init; } = "";

    /// <summary>Certificates of the authority that signed its receiver's, as PEM text; empty: the authorities that this machine trusts.</summary>
    public string CertificateAuthority { get; init; } = "";

    /// <summary>It says itself which certificate counts.</summary>
    internal bool HasOwnTrust => CertificatePin.Length + CertificateAuthority.Length > 0;

    /// <summary>The address without what may be secret: scheme, host and port.</summary>
    public string Host =>
        Uri.TryCreate(Url, UriKind.Absolute, out var address) ? address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : "";

    /// <summary>The custom data as JSON; null: none.</summary>
    internal JsonElement? CustomJson
    {
        get
        {
            if (CustomData.Length == 0)
            {
                return null;
            }

            using var document = JsonDocument.Parse(CustomData);
            return document.RootElement.Clone();
        }
    }

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Name and number; nothing that may be secret.</summary>
    public override string ToString() => $"{Name} ({Id})";

    /// <summary>What is wrong with it, by property name.</summary>
    public FieldErrors Check() => new()
    {
        { nameof(Name), Name.Trim().Length is 0 or > MaxNameLength
            ? $"Enter a name of 1 to {MaxNameLength} characters, such as the program that listens."
            : HiddenCharacters.ErrorOf(Name.Trim()) },
        { nameof(Url), CheckUrl() },
        { nameof(SendsAlerts), SendsFlows || SendsAlerts || SendsHeartbeats ? null : "Choose at least one of flows, alerts and heartbeats." },
        { nameof(CustomData), CustomDataError(CustomData) },
        { nameof(CertificatePin), CertificatePin.Length == 0 ? null : OwnTrustError() ?? ReceiverCertificate.PinError(CertificatePin) },
        {
            nameof(CertificateAuthority),
            CertificateAuthority.Length == 0 ? null : OwnTrustError() ?? ReceiverCertificate.AuthorityError(CertificateAuthority)
        },
        { nameof(Secret), Secret.Length > MaxSecretLength ? $"The secret has {Secret.Length} characters; at most {MaxSecretLength} are allowed." : null },
    };

    /// <summary>What is wrong with its address; null: nothing.</summary>
    public string? CheckUrl() => UrlError(Url);

    private string? OwnTrustError() =>
        !Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? ReceiverCertificate.NoneThere
        : CertificatePin.Length > 0 && CertificateAuthority.Length > 0 ? "Enter a fingerprint or a certificate authority, not both."
        : null;

    private static string? UrlError(string url)
    {
        if (url.Length is 0 or > MaxUrlLength)
        {
            return $"Enter the receiver's address, 1 to {MaxUrlLength} characters, such as https://example.com/plates.";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
        {
            return "The address must begin with http:// or https://, such as https://example.com/plates.";
        }

        return address.Fragment.Length > 0 || url.Contains('#', StringComparison.Ordinal)
            ? "The address must not have a part after #: it would never be sent."
            : null;
    }

    private static string? CustomDataError(string text)
    {
        if (text.Length > MaxCustomDataLength)
        {
            return $"The custom data has {text.Length} characters; at most {MaxCustomDataLength} are allowed.";
        }

        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? null
                : """The custom data must be one JSON object, such as {"API_KEY": "…"}.""";
        }
        catch (JsonException exception)
        {
            return $"The custom data is not valid JSON: line {exception.LineNumber + 1}, position {exception.BytePositionInLine + 1}.";
        }
    }
}
