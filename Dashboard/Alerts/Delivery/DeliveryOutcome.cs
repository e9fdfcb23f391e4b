using Dashboard.Hosting;

namespace Dashboard.Alerts.Delivery;

/// <summary>How an attempt ended.</summary>
internal enum DeliveryEnd
{
    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>It may work later.</summary>
    Failed,

    /// <summary>The receiver does not want it; a few more tries, in case that it was being changed just then.</summary>
    Refused,

    /// <summary>It can never work.</summary>
    Hopeless,
}

/// <summary>What came of an attempt.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Status">The receiver's HTTP status; null: it gave none.</param>
/// <param name="Answer">What the receiver said, or why it failed; at most <see cref="MaximumAnswer"/> characters.</param>
/// <param name="DurationMs">How long it took, ms.</param>
internal sealed record DeliveryOutcome(DeliveryEnd End, int? Status, string Answer, int DurationMs)
{
    /// <summary>Most characters of an answer.</summary>
    public const int MaximumAnswer = 2000;

    /// <summary>The receiver asked not to be tried sooner; null: it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>It cannot be sent, whatever the receiver says.</summary>
    public static DeliveryOutcome Never(string why) => new(DeliveryEnd.Hopeless, null, why, 0);
}

/// <summary>When a delivery is tried again, and when it is given up.</summary>
internal static class DeliveryRules
{
    /// <summary>The first wait, before it is spread.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>How long a delivery is tried.</summary>
    public static readonly TimeSpan MostAge = TimeSpan.FromDays(7);

    /// <summary>Tries of a delivery that the receiver refuses.</summary>
    public const int RefusedTries = 5;

    // Answers that say that the same body will never do.
    private static readonly int[] Refusals = [400, 404, 410, 413, 415, 422];

    /// <summary>What an HTTP status means.</summary>
    public static DeliveryEnd EndOf(int status) => status switch
    {
        >= 200 and < 300 => DeliveryEnd.Delivered,
        _ when Refusals.Contains(status) => DeliveryEnd.Refused,
        _ => DeliveryEnd.Failed,
    };

    /// <summary>Whether a delivery that was not taken is given up.</summary>
    /// <param name="end">How its last attempt ended.</param>
    /// <param name="attempts">How many attempts there were.</param>
    /// <param name="age">How long it has been queued.</param>
    public static bool IsDead(DeliveryEnd end, int attempts, TimeSpan age) =>
        end == DeliveryEnd.Hopeless || (end == DeliveryEnd.Refused && attempts >= RefusedTries) || age >= MostAge;

    /// <summary>
    /// The wait after the n-th attempt that failed, n from 1: doubling from 2 s to a day, spread by a quarter to both sides, so that many
    /// deliveries to one receiver that was down do not all come back at once.
    /// </summary>
    public static TimeSpan WaitAfter(int attempts, Random random, TimeSpan? retryAfter = null)
    {
        return BackOff.After(attempts, FirstWait, LongestWait, random, retryAfter);
    }
}
