namespace Dashboard.Domain.Flows;

/// <summary>
/// Keeps flows as evidence, whatever their age: one flow, the flows of a plate, or those that matched an alert list. Exactly one of the three is
/// set. They are deleted in their turn once nothing holds them.
/// </summary>
public sealed class EvidenceHold
{
    public const int MaxReasonLength = 500;

    public int Id { get; set; }

    public long? FlowId { get; set; }

    /// <summary>The plate whose flows are kept, normalised.</summary>
    public string? Plate { get; set; }

    /// <summary>The alert list whose flows are kept.</summary>
    public int? ListId { get; set; }

    /// <summary>Why, 1 to <see cref="MaxReasonLength"/> characters.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Who wants it: an e-mail address of at most <see cref="FlowCorrection.MaxNameLength"/> characters.</summary>
    public string By { get; set; } = "";

    public DateTimeOffset At { get; set; }
}
