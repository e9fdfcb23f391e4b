using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Domain;
using Dashboard.Storage;

namespace Dashboard.Web.Pages.WebHooks;

/// <summary>A web hook while it is edited.</summary>
public sealed class WebHookForm(WebHook hook)
{
    /// <inheritdoc cref="WebHook.Name"/>
    public string Name { get; set; } = hook.Name;

    /// <inheritdoc cref="WebHook.Url"/>
    public string Url { get; set; } = hook.Url;

    /// <inheritdoc cref="WebHook.Secret"/>
    public string Secret { get; set; } = hook.Secret;

    public bool SendsFlows { get; set; } = hook.SendsFlows;

    public bool SendsAlerts { get; set; } = hook.SendsAlerts;

    /// <inheritdoc cref="WebHook.SendsHeartbeats"/>
    public bool SendsHeartbeats { get; set; } = hook.SendsHeartbeats;

    /// <inheritdoc cref="WebHook.ListId"/>
    public int? ListId { get; set; } = hook.ListId;

    /// <inheritdoc cref="WebHook.SiteId"/>
    public int? SiteId { get; set; } = hook.SiteId;

    /// <inheritdoc cref="WebHook.AllowsPrivate"/>
    public bool AllowsPrivate { get; set; } = hook.AllowsPrivate;

    /// <inheritdoc cref="WebHook.CustomData"/>
    public string CustomData { get; set; } = hook.CustomData;

    /// <inheritdoc cref="WebHook.Format"/>
    public HookFormat Format { get; set; } = hook.Format;

    /// <summary>Which certificates of the receiver count.</summary>
    public HookTrust Trust { get; set; } =
        hook.CertificatePin.Length > 0 ? HookTrust.Pinned : hook.CertificateAuthority.Length > 0 ? HookTrust.Authority : HookTrust.Machine;

    /// <inheritdoc cref="WebHook.CertificatePin"/>
    public string CertificatePin { get; set; } = hook.CertificatePin;

    /// <inheritdoc cref="WebHook.CertificateAuthority"/>
    public string CertificateAuthority { get; set; } = hook.CertificateAuthority;

    /// <summary>Its receiver has a certificate.</summary>
    public bool IsSecure => Url.Trim().StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    public bool IsNew => hook.Id == 0;

    /// <summary>The hook as it was before anything was typed.</summary>
    public WebHook Loaded => new WebHookForm(hook).ToHook();

    public WebHook ToHook() => hook with
    {
        Name = Name.Trim(),
        Url = Url.Trim(),
        Secret = Secret,
        SendsFlows = SendsFlows,
        SendsAlerts = SendsAlerts,
        SendsHeartbeats = SendsHeartbeats,
        ListId = ListId,
        SiteId = SiteId,
        AllowsPrivate = AllowsPrivate,
        CustomData = CustomData.Trim(),
        Format = Format,
        CertificatePin = IsSecure && Trust == HookTrust.Pinned ? CertificatePin.Trim() : "",
        CertificateAuthority = IsSecure && Trust == HookTrust.Authority ? CertificateAuthority.Trim() : "",
    };

    /// <summary>What is missing where a certificate of one's own was chosen and none entered.</summary>
    public FieldErrors CheckTrust() => new()
    {
        {
            nameof(WebHook.CertificatePin),
            IsSecure && Trust == HookTrust.Pinned && CertificatePin.Trim().Length == 0 ? ReceiverCertificate.PinError("") : null
        },
        {
            nameof(WebHook.CertificateAuthority),
            IsSecure && Trust == HookTrust.Authority && CertificateAuthority.Trim().Length == 0 ? ReceiverCertificate.AuthorityError("") : null
        },
    };
}

/// <summary>Which certificates of a receiver count.</summary>
public enum HookTrust
{
    /// <summary>Those that this machine trusts.</summary>
    Machine,

    /// <summary>The one with a fingerprint.</summary>
    Pinned,

    /// <summary>Those that an authority of one's own signed.</summary>
    Authority,
}
