using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Alerts.Delivery;

/// <summary>How long finished deliveries stay in the list: the section <c>Delivery</c>.</summary>
internal sealed class DeliveryOptions
{
    /// <summary>How long delivered rows stay in the log, in days; 1 to 3650.</summary>
    public int KeepDeliveredDays { get; set; } = 30;

    /// <summary>How long deliveries that failed stay for a person to see, in days; 1 to 3650.</summary>
    public int KeepFailedDays { get; set; } = 90;
}

internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private const int MaxDays = 3650;

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        var check = new OptionsCheck("Delivery");
        check.Range(nameof(options.KeepDeliveredDays), options.KeepDeliveredDays, 1, MaxDays, " days");
        check.Range(nameof(options.KeepFailedDays), options.KeepFailedDays, 1, MaxDays, " days");
        return check.Result;
    }
}
