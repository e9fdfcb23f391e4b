namespace Dashboard.Domain.Flows;

/// <summary>One correction of a flow's plate. All of them are kept: they are the plate's history.</summary>
public sealed class FlowCorrection
{
    /// <summary>The longest name of a person that is kept.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Number, growing in the order of corrections.</summary>
    public long Id { get; set; }

    public long FlowId { get; set; }

    /// <summary>What was read: the same in all corrections of a flow. Searches find the flow by it.</summary>
    public string Raw { get; set; } = "";

    /// <summary>The plate before.</summary>
    public string Before { get; set; } = "";

    /// <summary>The plate since.</summary>
    public string After { get; set; } = "";

    /// <summary>The e-mail address of who corrected it.</summary>
    public string By { get; set; } = "";

    public DateTimeOffset At { get; set; }
}
