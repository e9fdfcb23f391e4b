namespace Dashboard.Domain.Alerts;

/// <summary>A flow that matched a list.</summary>
public sealed class Alert
{
    public const int MaxCommentLength = 1000;

    /// <summary>Number, growing in the order of storing.</summary>
    public long Id { get; set; }

    /// <summary>The flow; one alert a flow and list.</summary>
    public long FlowId { get; set; }

    /// <summary>The list; it may be deleted meanwhile.</summary>
    public int ListId { get; set; }

    /// <summary>The list's name when the alert was made.</summary>
    public string ListName { get; set; } = "";

    /// <summary>The text that matched; on a white list the best plate.</summary>
    public string Plate { get; set; } = "";

    /// <summary>That text's confidence, 0 to 1.</summary>
    public double Confidence { get; set; }

    /// <summary>The entry's description.</summary>
    public string Description { get; set; } = "";

    /// <summary>The flow's camera.</summary>
    public int CameraId { get; set; }

    /// <summary>When the flow's vehicle was first seen, UTC.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When somebody said that they had seen it; null: nobody yet.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>Whose e-mail address that was.</summary>
    public string? AcknowledgedBy { get; set; }

    /// <summary>The alert that this one is counted into, for it came soon after it; null: it stands for itself.</summary>
    public long? RepeatOf { get; set; }

    /// <summary>How many later alerts were counted into this one.</summary>
    public int RepeatCount { get; set; }

    /// <summary>When the vehicle of the last of those was first seen; null: there are none.</summary>
    public DateTimeOffset? LastRepeatAt { get; set; }

    /// <summary>What somebody noted; empty: nothing.</summary>
    public string Comment { get; set; } = "";

    /// <summary>Whose e-mail address that was; null: there is no comment.</summary>
    public string? CommentedBy { get; set; }

    /// <summary>When that was; null: there is no comment.</summary>
    public DateTimeOffset? CommentedAt { get; set; }
}
