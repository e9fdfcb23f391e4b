using Dashboard.Alerts.Delivery.WebHooks;

namespace Dashboard.Web.Pages.WebHooks;

/// <summary>A web hook while it is edited.</summary>
internal sealed class WebHookForm(WebHook hook)
{
    /// <inheritdoc cref="WebHook.Name"/>
    public string Name { get; set; } = hook.Name;

    /// <inheritdoc cref="WebHook.Url"/>
    public string Url { get; set; } = hook.Url;

    /// <inheritdoc cref="WebHook.Secret"/>
    public string Secret { get; set; } = hook.Secret;

    /// <inheritdoc cref="WebHook.SendsFlows"/>
    public bool SendsFlows { get; set; } = hook.SendsFlows;

    /// <inheritdoc cref="WebHook.SendsAlerts"/>
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

    public bool IsNew => hook.Id == 0;

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
    };
}
