using System.Collections.Immutable;

namespace Dashboard.Flows.Recording;

/// <summary>How storing goes, at one moment.</summary>
/// <param name="Stored">Flows stored since the server started.</param>
/// <param name="Rejected">Flows that could not be stored, since the server started.</param>
/// <param name="Pending">Flows that were taken in and are not stored yet.</param>
/// <param name="LastStoredAt">When flows were last stored; null: not since the server started.</param>
/// <param name="Fault">Why storing is failing now; null while it works.</param>
/// <param name="FailingSince">Since when it has been failing.</param>
internal sealed record RecorderNumbers(
    long Stored, long Rejected, int Pending, DateTimeOffset? LastStoredAt, string? Fault, DateTimeOffset? FailingSince);

/// <summary>How the recorder is doing, for people: while <see cref="RecorderNumbers.Fault"/> is set, flows wait in memory.</summary>
internal sealed class RecorderStatus(TimeProvider time)
{
    private RecorderNumbers _now = new(0, 0, 0, null, null, null);

    public RecorderNumbers Current => Volatile.Read(ref _now);

    internal void SetPending(int pending) => Change(now => now with { Pending = pending });

    internal void AddStored(int flows) =>
        Change(now => now with { Stored = now.Stored + flows, LastStoredAt = time.GetUtcNow(), Fault = null, FailingSince = null });

    internal void AddRejected() => Change(now => now with { Rejected = now.Rejected + 1 });

    internal void SetFault(string fault) => Change(now => now with { Fault = fault, FailingSince = now.FailingSince ?? time.GetUtcNow() });

    private void Change(Func<RecorderNumbers, RecorderNumbers> change) => ImmutableInterlocked.Update(ref _now, change);
}
