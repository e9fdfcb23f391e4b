using System.Collections.Immutable;

namespace Dashboard.Alerts;

/// <summary>How looking flows up in the alert lists goes, at one moment.</summary>
/// <param name="Behind">Stored flows that were not looked up yet.</param>
/// <param name="Made">Alerts made by this process since it started.</param>
/// <param name="Skipped">Flows that were skipped because the database refused their alerts, since the process started.</param>
/// <param name="Fault">Why it is failing now; null while it works.</param>
/// <param name="FailingSince">Since when it has been failing.</param>
internal sealed record AlertNumbers(long Behind, long Made, long Skipped, string? Fault, DateTimeOffset? FailingSince);

/// <summary>How the alert worker is doing, for people.</summary>
internal sealed class AlertStatus(TimeProvider time)
{
    private AlertNumbers _now = new(0, 0, 0, null, null);

    public AlertNumbers Current => Volatile.Read(ref _now);

    internal void SetBehind(long behind) => Change(now => now with { Behind = behind, Fault = null, FailingSince = null });

    internal void AddMade(int alerts) => Change(now => now with { Made = now.Made + alerts });

    internal void AddSkipped(int flows) => Change(now => now with { Skipped = now.Skipped + flows });

    internal void SetFault(string fault) => Change(now => now with { Fault = fault, FailingSince = now.FailingSince ?? time.GetUtcNow() });

    private void Change(Func<AlertNumbers, AlertNumbers> change) => ImmutableInterlocked.Update(ref _now, change);
}
