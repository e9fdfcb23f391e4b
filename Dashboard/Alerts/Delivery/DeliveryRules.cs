using Dashboard.Hosting;

namespace Dashboard.Alerts.Delivery;

/// <summary>Retries: when a delivery is tried again, and when it has failed for good and is kept as a dead letter.</summary>
internal static class DeliveryRules
{
    /// <summary>The first wait, before it is spread.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(1);

    /// <summary>How long a delivery is tried.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    /// <summary>Attempts of a delivery that the receiver rejects.</summary>
    public const int MaxRejections = 5;

    // Answers that say that the same body will never do.
    private static readonly int[] Rejections = [400, 404, 410, 413, 415, 422];

    /// <summary>What an HTTP status means.</summary>
    public static DeliveryResult FromStatus(int status) => status switch
    {
        >= 200 and < 300 => DeliveryResult.Delivered,
        _ when Rejections.Contains(status) => DeliveryResult.Rejected,
        _ => DeliveryResult.TransientFailure,
    };

    /// <summary>Whether a delivery that was not taken is not tried again.</summary>
    /// <param name="result">How its last attempt ended.</param>
    /// <param name="attempts">How many attempts there were.</param>
    /// <param name="age">How long it has been queued.</param>
    public static bool IsFinal(DeliveryResult result, int attempts, TimeSpan age) =>
        result == DeliveryResult.PermanentFailure || (result == DeliveryResult.Rejected && attempts >= MaxRejections) || age >= MaxAge;

    /// <summary>Exponential back-off after the n-th attempt that failed, n from 1: doubling from 2 s to a day, with jitter.</summary>
    /// <param name="attempts">How many attempts there were.</param>
    /// <param name="random">Spreads deliveries to one receiver that was down.</param>
    /// <param name="retryAfter">What the receiver asked for; null: nothing.</param>
    public static TimeSpan RetryDelay(int attempts, Random random, TimeSpan? retryAfter = null) =>
        BackOff.After(attempts, FirstDelay, MaxDelay, random, retryAfter);
}
