namespace Dashboard.Domain.Flows;

/// <summary>What somebody wrote about a flow, or about a plate.</summary>
public sealed class Note
{
    public const int MaxTextLength = 1000;

    /// <summary>Number, growing in the order of writing.</summary>
    public long Id { get; set; }

    /// <summary>The flow that it is about; null: it is about a plate.</summary>
    public long? FlowId { get; set; }

    /// <summary>The plate that it is about; null: it is about a flow.</summary>
    public string? Plate { get; set; }

    public string Text { get; set; } = "";

    /// <summary>The e-mail address of who wrote it.</summary>
    public string By { get; set; } = "";

    public DateTimeOffset At { get; set; }
}
