namespace Dashboard.Alerts.Delivery;

/// <summary>How an attempt ended.</summary>
internal enum DeliveryResult
{
    Delivered,

    /// <summary>It may work later: it is tried again for a week.</summary>
    TransientFailure,

    /// <summary>The receiver does not want it; a few more attempts, in case that it was being changed just then.</summary>
    Rejected,

    PermanentFailure,
}

/// <summary>What came of an attempt.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Status">The receiver's HTTP or SMTP status; null: it gave none.</param>
/// <param name="Answer">What the receiver said, or why it failed; at most <see cref="MaxAnswer"/> characters.</param>
/// <param name="DurationMs">How long it took, ms.</param>
internal sealed record DeliveryOutcome(DeliveryResult Result, int? Status, string Answer, int DurationMs)
{
    /// <summary>Most characters of an answer.</summary>
    public const int MaxAnswer = 2000;

    /// <summary>The receiver asked not to be tried sooner; null: it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>It cannot be sent, whatever the receiver says.</summary>
    public static DeliveryOutcome Never(string why) => new(DeliveryResult.PermanentFailure, null, why, 0);
}
