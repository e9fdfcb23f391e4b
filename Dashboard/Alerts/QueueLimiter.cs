using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>
/// Bounds the queue of each receiver. One for whom very many deliveries wait already gets no more: what is beyond is stored as failed (a dead
/// letter), where a person sees it, so that a receiver that is gone for good cannot fill the disk.
/// </summary>
internal sealed class QueueLimiter(TimeProvider time, int maxWaiting = QueueLimiter.MaxWaiting)
{
    /// <summary>The most deliveries that wait for one receiver.</summary>
    public const int MaxWaiting = 100_000;

    // Counting those that wait reads them all.
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, int> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private long? _countedAt;

    /// <summary>Counts, now and then, how much waits.</summary>
    public async Task RefreshAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        if (_countedAt is { } counted && time.GetElapsedTime(counted) < CountEvery)
        {
            return;
        }

        var waiting = await db.Deliveries.Where(delivery => delivery.State == DeliveryState.Waiting)
            .GroupBy(delivery => new { delivery.HookId, delivery.Recipient })
            .Select(group => new { group.Key.HookId, group.Key.Recipient, Count = group.Count() })
            .ToListAsync(cancellationToken);
        _waiting.Clear();
        foreach (var receiver in waiting)
        {
            _waiting[Receiver(receiver.HookId, receiver.Recipient)] = receiver.Count;
        }

        _countedAt = time.GetTimestamp();
    }

    /// <summary>Counts a new delivery in, or marks it as failed where too many wait.</summary>
    public void Admit(DeliveryRow row)
    {
        var receiver = Receiver(row.HookId, row.Recipient);
        var waiting = _waiting.GetValueOrDefault(receiver);
        if (waiting >= maxWaiting)
        {
            row.State = DeliveryState.Failed;
            row.LastAnswer = $"Not queued: {maxWaiting} deliveries were waiting for this receiver already";
        }
        else
        {
            _waiting[receiver] = waiting + 1;
        }
    }

    /// <summary>What was counted in was not stored: it is counted anew.</summary>
    public void Reset() => _countedAt = null;

    private static string Receiver(int? hookId, string? recipient) => hookId is { } id ? $"#{id}" : recipient ?? "";
}
