namespace Dashboard.Storage;

/// <summary>
/// A flow that was erased on request. An agent that never heard that it was stored sends it again, and it must not come back.
/// </summary>
internal sealed class ErasedFlow
{
    /// <summary>For how long it is known: no agent sends what is older.</summary>
    public const int KeptDays = 400;

    /// <summary>The number that its agent gave it; it tells nothing of the vehicle.</summary>
    public Guid Uuid { get; set; }

    public DateTimeOffset At { get; set; }
}
