namespace Dashboard.Alerts;

/// <summary>Tells who listens that alerts were made or changed; it is a wake-up.</summary>
public sealed class AlertFeed
{
    /// <summary>Raised after each batch with alerts; listeners are quick and do not throw.</summary>
    public event Action? Changed;

    internal void Raise() => Changed?.Invoke();
}

/// <summary>How making alerts goes.</summary>
/// <param name="Position">The last flow that was held against the lists.</param>
/// <param name="Error">Why it does not go on; null: it does.</param>
public sealed record AlertProgress(long Position, string? Error);

/// <summary>Keeps <see cref="AlertProgress"/> for who shows it.</summary>
public sealed class AlertStatus
{
    /// <summary>How it goes now.</summary>
    public AlertProgress Current { get; internal set; } = new(0, null);
}
