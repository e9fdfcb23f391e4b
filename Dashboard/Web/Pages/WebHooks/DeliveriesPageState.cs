using System.Globalization;
using Dashboard.Storage;

namespace Dashboard.Web.Pages.WebHooks;

/// <summary>Which deliveries are shown; it stands in the address.</summary>
/// <param name="Filter">Only those that stand there; null: all.</param>
/// <param name="Before">Only those with a smaller number; null: from the newest.</param>
internal sealed record DeliveriesPageState(DeliveryState? Filter = null, long? Before = null)
{
    /// <summary>The state that an address names; anything else is all, from the newest.</summary>
    public static DeliveriesPageState FromUrl(string? state, string? before) => new(
        state switch
        {
            "waiting" => DeliveryState.Waiting,
            "delivered" => DeliveryState.Delivered,
            "failed"
            or "dead" => DeliveryState.Failed,
            _ => null
        },
        long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null);

    /// <summary>The address of this state on a page.</summary>
    public string ToUrl(string page)
    {
        string?[] parts =
        [
            Filter is { } filter
                ? $"state={filter switch { DeliveryState.Waiting => "waiting", DeliveryState.Delivered => "delivered", _ => "failed" }}"
                : null,
            Before is { } before ? string.Create(CultureInfo.InvariantCulture, $"before={before}") : null,
        ];
        var query = string.Join('&', parts.Where(part => part is not null));
        return query.Length == 0 ? page : $"{page}?{query}";
    }
}
