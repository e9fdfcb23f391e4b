using Dashboard.Web.Languages;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Storage;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.WebHooks;

/// <summary>How web hooks and deliveries are told.</summary>
internal static class WebHookLabels
{
    /// <summary>What a hook sends: <c>Flows and alerts · list Stolen · site North</c>.</summary>
    public static string Sends(WebHook hook, HookChoices choices)
    {
        string[] kinds =
        [
            .. Kind(hook.SendsFlows, Localizer.Current["flows|in a sentence"]),
            .. Kind(hook.SendsAlerts, Localizer.Current["alerts|in a sentence"]),
            .. Kind(hook.SendsHeartbeats, Localizer.Current["heartbeats|in a sentence"]),
        ];
        var text = kinds.Length switch
        {
            0 => Localizer.Current["Nothing"],
            1 => kinds[0],
            _ => Localizer.Current["{0} and {1}", string.Join(", ", kinds[..^1]), kinds[^1]],
        };
        List<string> facts = [$"{char.ToUpperInvariant(text[0])}{text[1..]}"];
        if (hook.ListId is { } listId)
        {
            facts.Add(Localizer.Current["list {0}|of a web hook", NameOf(choices.Lists, listId)]);
        }

        if (hook.SiteId is { } siteId)
        {
            facts.Add(Localizer.Current["site {0}|of a web hook", NameOf(choices.Sites, siteId)]);
        }

        if (hook.Format == HookFormat.Plain)
        {
            facts.Add(Localizer.Current["plain|format"]);
        }

        if (hook.AllowsPrivate)
        {
            facts.Add(Localizer.Current["private addresses allowed"]);
        }

        return string.Join(" · ", facts);
    }

    /// <summary>A count that is not counted out beyond its most.</summary>
    public static string Count(int number) =>
        number >= DeliveryLog.MaxCount ? Localizer.Current["{0} or more", DisplayFormat.Count(number)] : DisplayFormat.Count(number);

    /// <summary>What became of an attempt: in the language of the page where this server says it, as it came where the receiver does.</summary>
    public static string Answer(DeliveryAnswer answer) => answer.IsOwn ? Localizer.Current.Message(answer.Text)! : answer.Text;

    /// <inheritdoc cref="Answer(DeliveryAnswer)"/>
    public static string? Answer(DeliveryRow row) => row.LastAnswer is { } text ? Answer(DeliveryLog.Answer(row.HookId, row.LastStatus, text)) : null;

    public static string Label(DeliveryState state) => state switch
    {
        DeliveryState.Waiting => Localizer.Current["Waiting"],
        DeliveryState.Delivered => Localizer.Current["Delivered"],
        _ => Localizer.Current["Failed"],
    };

    public static string ToneOf(DeliveryRow row) => row.State switch
    {
        DeliveryState.Delivered => "tone-ok",
        DeliveryState.Failed => "tone-bad",
        _ => row.Attempts > 0 ? "tone-warn" : "tone-idle",
    };

    /// <summary>What is sent, and to whom where it is a mail.</summary>
    public static string What(DeliveryRow row) => (row.Kind, row.Recipient) switch
    {
        (DeliveryKind.Flow, { } to) => Localizer.Current["Flow to {0}", to],
        (DeliveryKind.Notice, { } to) => Localizer.Current["Notice to {0}", to],
        (_, { } to) => Localizer.Current["Alert to {0}", to],
        var (kind, _) => Label(kind),
    };

    public static string Label(DeliveryKind kind) => kind switch
    {
        DeliveryKind.Flow => Localizer.Current["Flow"],
        DeliveryKind.Notice => Localizer.Current["Notice"],
        _ => Localizer.Current["Alert"],
    };

    private static IEnumerable<string> Kind(bool isSent, string name) => isSent ? [name] : [];

    private static string NameOf(IReadOnlyList<HookChoice> choices, int id) =>
        choices.FirstOrDefault(choice => choice.Id == id)?.Name ?? Localizer.Current["(deleted)"];
}
