namespace Dashboard.Storage;

/// <summary>A machine that recognises: this server itself, one of our agents, or a genuine one of the vendor's.</summary>
internal sealed class AgentRow
{
    public int Id { get; set; }

    /// <summary>40 characters, upper-case letters and digits; made once and kept in the machine's data directory.</summary>
    public string Uid { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>The machine's own name.</summary>
    public string Hostname { get; set; } = "";

    /// <summary>Version of its program.</summary>
    public string Version { get; set; } = "";

    /// <summary>The site that its cameras come to belong to.</summary>
    public int SiteId { get; set; } = SiteRow.DefaultId;

    /// <summary>It is the server's own recognition.</summary>
    public bool IsServer { get; set; }

    /// <summary>Where its pictures are fetched from, such as <c>http://10.0.0.7:8355</c>; null: from nowhere.</summary>
    public string? ImageAddress { get; set; }

    /// <summary>SHA-256 of the key that it pushes with; requests for its pictures are signed with it. Null: not known.</summary>
    public byte[]? KeyHash { get; set; }

    /// <summary>When it was last heard of; null: never.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>How far its clock was ahead of the server's when it was last heard of.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>Groups that waited on it to be pushed when it was last heard of.</summary>
    public long QueueSize { get; set; }

    /// <summary>Its last heartbeat as it came; null: none yet.</summary>
    public string? Heartbeat { get; set; }

    /// <summary>When people were told by e-mail that it is not heard of; null: they were not, or were told that it is heard of again.</summary>
    public DateTimeOffset? SilenceToldAt { get; set; }
}

/// <summary>
/// A plate in one frame that an agent pushed, kept until its vehicle is complete and stored as a flow: the agent was told that it is safe.
/// </summary>
internal sealed class PushedRead
{
    /// <summary>Number, growing in the order of arrival.</summary>
    public long Id { get; set; }

    public string AgentUid { get; set; } = "";

    /// <summary>The agent's number of the camera.</summary>
    public long CameraNumber { get; set; }

    /// <summary>Names the frame as it was sent, so that one that is sent again is known.</summary>
    public string Frame { get; set; } = "";

    /// <summary>When the frame was captured, as far as its time was believed; otherwise when it came.</summary>
    public DateTimeOffset CapturedAt { get; set; }

    /// <summary>Uid of the server that groups the reads of this camera.</summary>
    public string Owner { get; set; } = "";

    /// <summary>When it came, or when its owner took it over from another.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>What was read, as JSON.</summary>
    public string Body { get; set; } = "";

    /// <summary>The cut-out plate as JPEG; null: the agent sent none.</summary>
    public byte[]? Picture { get; set; }
}
