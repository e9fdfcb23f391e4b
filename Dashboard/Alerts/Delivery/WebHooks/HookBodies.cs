using System.Text.Json;
using Dashboard.Configuration;
using Dashboard.Scout;
using Dashboard.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>Writes what hooks are sent, in the format that each wants.</summary>
internal sealed class HookBodies(PublicAddress address, IOptionsMonitor<ServerOptions> server)
{
    public static ReadOnlyMemory<byte> TestFor(WebHook hook) => hook.Format == HookFormat.Plain ? PlainJson.Test : ScoutJson.TestPing;

    public byte[] Write(WebHook hook, DeliveryContent content) => (hook.Format, content.Alert) switch
    {
        (HookFormat.Plain, { } alert) => PlainJson.Write(PlainAlert.From(content, alert, address.Root, server.CurrentValue.Zone, hook.CustomJson)),
        (HookFormat.Plain, null) => PlainJson.Write(PlainFlow.From(content, address.Root, server.CurrentValue.Zone, hook.CustomJson)),
        (_, { } alert) => ScoutJson.Write(
            ScoutAlert.From(new AlertSource(alert, content.ListType, content.SiteName, content.Group) { CustomData = hook.CustomJson })),
        _ => ScoutJson.Write(ScoutGroup.From(content.Group with { CustomData = hook.CustomJson })),
    };

    /// <summary>How a machine is.</summary>
    public byte[] WriteHeartbeat(WebHook hook, ScoutHeartbeat heartbeat) => hook.Format == HookFormat.Plain
        ? PlainJson.Write(PlainHeartbeat.From(heartbeat, server.CurrentValue.Zone, hook.CustomJson))
        : ScoutJson.Write(heartbeat with { CustomData = hook.CustomJson });

    /// <summary>How an agent says that it is.</summary>
    public byte[] PassOnHeartbeat(WebHook hook, string heartbeat)
    {
        if (hook.Format == HookFormat.Vendor)
        {
            return ScoutHeartbeat.PassOn(heartbeat, hook.CustomJson);
        }

        using var document = JsonDocument.Parse(heartbeat);
        return WriteHeartbeat(hook, ScoutJson.Read<ScoutHeartbeat>(document.RootElement));
    }
}
