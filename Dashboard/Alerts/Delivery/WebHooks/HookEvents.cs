namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>The names of what a hook is told, for the command line and the API.</summary>
internal static class HookEvents
{
    public const string Flows = "groups";

    public const string Alerts = "alerts";

    public const string Heartbeats = "heartbeats";

    /// <summary>All of them, separated by commas.</summary>
    public const string All = $"{Flows},{Alerts},{Heartbeats}";

    public static IEnumerable<string> NamesFor(WebHook hook)
    {
        if (hook.SendsFlows)
        {
            yield return Flows;
        }

        if (hook.SendsAlerts)
        {
            yield return Alerts;
        }

        if (hook.SendsHeartbeats)
        {
            yield return Heartbeats;
        }
    }

    public static WebHook ChooseAll(WebHook hook) => hook with { SendsFlows = true, SendsAlerts = true, SendsHeartbeats = true };

    /// <summary>The hook that is told of these and of nothing else; null: there is no such event, as <paramref name="unknown"/> says.</summary>
    public static WebHook? Choose(WebHook hook, IEnumerable<string> names, out string? unknown)
    {
        var chosen = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        unknown = chosen.FirstOrDefault(name => !All.Split(',').Contains(name, StringComparer.OrdinalIgnoreCase));
        return unknown is not null
            ? null
            : hook with { SendsFlows = chosen.Contains(Flows), SendsAlerts = chosen.Contains(Alerts), SendsHeartbeats = chosen.Contains(Heartbeats) };
    }
}
