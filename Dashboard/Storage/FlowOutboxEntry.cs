namespace Dashboard.Storage;

/// <summary>
/// A flow that was stored before and has changed since: what follows flows by their number would not see it. Whoever has seen to it deletes the row.
/// </summary>
internal sealed class FlowOutboxEntry
{
    /// <summary>Number, growing in the order of changes.</summary>
    public long Id { get; set; }

    public long FlowId { get; set; }

    /// <summary>A person corrected the plate: the alert lists look at the flow again, but nobody is told of the flow itself once more.</summary>
    public bool IsCorrection { get; set; }
}
