namespace Dashboard.Storage.Auditing;

/// <summary>What somebody did. The numbers are stored.</summary>
internal enum AuditAction
{
    SignedIn = 1,
    SignInFailed = 2,
    SignedOut = 3,
    Searched = 4,
    SawFlow = 5,
    SawPicture = 6,
    Exported = 7,
    Added = 8,
    Changed = 9,
    Removed = 10,

    /// <summary>Anything else that a program asked one of the APIs for.</summary>
    CalledApi = 11,

    /// <summary>Entries that could not be kept; <see cref="AuditEntry.Count"/> says how many.</summary>
    Lost = 12,
}

/// <summary>Who did what, when and from where. Rows are added, and deleted by age; none is ever changed.</summary>
internal sealed class AuditEntry
{
    public const int MaxNameLength = 256;
    public const int MaxAddressLength = 64;
    public const int MaxKeyLength = 16;
    public const int MaxSubjectLength = 300;
    public const int MaxDetailsLength = 2000;
    public const int MaxReasonLength = 300;

    public long Id { get; set; }

    /// <summary>When; of several equal ones the first.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who; null: nobody who is known. The account may be gone.</summary>
    public int? UserId { get; set; }

    /// <summary>The e-mail address at that time, or what was given as one.</summary>
    public string UserName { get; set; } = "";

    /// <summary>The network address; empty: unknown.</summary>
    public string Address { get; set; } = "";

    /// <summary>The first characters of the API key that was used; null: none was.</summary>
    public string? Key { get; set; }

    public AuditAction Action { get; set; }

    /// <summary>What it was done to.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The filter, or what was changed from what to what; never a secret.</summary>
    public string Details { get; set; } = "";

    /// <summary>Why, where the person was asked.</summary>
    public string? Reason { get; set; }

    /// <summary>How often within a minute.</summary>
    public int Count { get; set; } = 1;

    /// <summary>The entry's place in the chain, from 1 without a gap; null: stored before there was one.</summary>
    public long? Number { get; set; }

    /// <summary>SHA-256 over this entry and the sum of the one before, see <see cref="AuditChain"/>; null: stored before there was one.</summary>
    public string? Sha256 { get; set; }
}
