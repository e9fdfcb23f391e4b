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

/// <summary>How far something has come that works through flows in the order of their numbers.</summary>
internal sealed class Position
{
    /// <summary>The number of the last flow that the alert lists were looked up for.</summary>
    public const string Alerts = "alerts";

    /// <summary>On an agent: the number of the last flow that the server has.</summary>
    public const string Push = "push";

    public string Name { get; set; } = "";

    /// <summary>The last number that is done.</summary>
    public long Value { get; set; }
}
