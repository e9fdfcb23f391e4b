namespace Dashboard.Storage;

/// <summary>An address of somebody else's program that is told of flows, alerts and heartbeats.</summary>
internal sealed class WebHookRow
{
    public int Id { get; set; }

    /// <summary>What people call it; unique, 1 to 64 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>The address, encrypted; it may hold a secret.</summary>
    public string ProtectedUrl { get; set; } = "";

    /// <summary>The key of the signature, encrypted.</summary>
    public string ProtectedSecret { get; set; } = "";

    /// <summary>False: nothing new is queued, and nothing is sent.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>It may be an address of the local network or of this machine.</summary>
    public bool AllowsPrivate { get; set; }

    public bool SendsFlows { get; set; }

    public bool SendsAlerts { get; set; } = true;

    /// <summary>It is told every minute how the machines are.</summary>
    public bool SendsHeartbeats { get; set; }

    /// <summary>Only alerts of this list; null: of all.</summary>
    public int? ListId { get; set; }

    /// <summary>Only flows and alerts of this site; null: of all.</summary>
    public int? SiteId { get; set; }

    /// <summary>A JSON object that each body carries as <c>custom_data</c>, encrypted, for it may hold a shared secret; null: none.</summary>
    public string? ProtectedCustomData { get; set; }

    public HookFormat Format { get; set; }

    /// <summary>
    /// SHA-256 of the one certificate that the receiver may show, as pairs of hexadecimal digits with colons; null: any that is trusted.
    /// </summary>
    public string? CertificatePin { get; set; }

    /// <summary>Certificates of the authority that signed the receiver's, as PEM text; null: the authorities that the machine trusts.</summary>
    public string? CertificateAuthority { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>Whose bodies a web hook gets.</summary>
public enum HookFormat
{
    /// <summary>Those of Rekor Scout.</summary>
    Vendor = 0,

    /// <summary>Flows as the rows of the Seedata API, with links to their pictures.</summary>
    Plain = 1,
}

public enum DeliveryKind
{
    Flow = 0,

    /// <summary>An alert, to a web hook.</summary>
    Alert = 1,

    Email = 2,

    /// <summary>A <see cref="NoticeRow"/>, by e-mail.</summary>
    Notice = 3,
}

public enum DeliveryState
{
    /// <summary>To be sent, for the first time or again.</summary>
    Waiting = 0,

    Delivered = 1,

    /// <summary>Not tried again (a dead letter); a person can have it sent again.</summary>
    Failed = 2,
}

/// <summary>One thing that is to reach one receiver.</summary>
public sealed class DeliveryRow
{
    /// <summary>Number; a receiver gets its deliveries in this order.</summary>
    public long Id { get; set; }

    public DeliveryKind Kind { get; set; }

    public DeliveryState State { get; set; }

    /// <summary>The web hook; null: an e-mail.</summary>
    public int? HookId { get; set; }

    /// <summary>The e-mail address; null: a web hook.</summary>
    public string? Recipient { get; set; }

    /// <summary>0: it is about none.</summary>
    public long FlowId { get; set; }

    /// <summary>The alert; null: the flow alone.</summary>
    public long? AlertId { get; set; }

    /// <summary>What is told instead of a flow; null: it is about one.</summary>
    public long? NoticeId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Not to be tried before.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was last tried; null: never.</summary>
    public DateTimeOffset? LastAttemptAt { get; set; }

    /// <summary>The receiver's last HTTP status; null: it gave none.</summary>
    public int? LastStatus { get; set; }

    /// <summary>Why the last attempt failed, or what the receiver answered, shortened; null: not tried yet.</summary>
    public string? LastAnswer { get; set; }

    /// <summary>How long the last attempt took, ms.</summary>
    public int LastDurationMs { get; set; }
}

/// <summary>What people are told by e-mail that is about no flow: written once, and sent to each as it is.</summary>
internal sealed class NoticeRow
{
    /// <summary>Most characters of a title.</summary>
    public const int MaxTitleLength = 200;

    /// <summary>Most characters of a text.</summary>
    public const int MaxTextLength = 16_000;

    public long Id { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The subject.</summary>
    public string Title { get; set; } = "";

    /// <summary>Plain text; lines end with a line feed.</summary>
    public string Text { get; set; } = "";
}
