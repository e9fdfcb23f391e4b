using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Delivery;

/// <summary>How one receiver stands.</summary>
/// <param name="Waiting">Deliveries to be sent.</param>
/// <param name="Failed">Deliveries that are not tried again.</param>
/// <param name="LastDelivered">When it last took one; null: never, or long ago.</param>
/// <param name="Trouble">Why the oldest that waits was not taken; null: it was not tried yet, or nothing waits.</param>
/// <param name="NextTry">When that one is tried next; null: nothing waits.</param>
public sealed record ReceiverState(int Waiting, int Failed, DateTimeOffset? LastDelivered, DeliveryAnswer? Trouble, DateTimeOffset? NextTry);

/// <summary>What became of an attempt.</summary>
/// <param name="Status">The receiver's status; null: it gave none.</param>
/// <param name="Text">What was said.</param>
/// <param name="IsOwn">This server says it, in English; otherwise they are the receiver's words.</param>
public sealed record DeliveryAnswer(int? Status, string Text, bool IsOwn)
{
    /// <summary>The answer to a web hook: this server's own words where there is no status, or a redirect.</summary>
    public static DeliveryAnswer FromHook(int? status, string text) => new(status, text, IsOwn: status is null or (>= 300 and < 400));

    /// <summary>The answer to a mail: what a mail server said is quoted in it.</summary>
    public static DeliveryAnswer FromMail(int? status, string text) => new(status, text, IsOwn: true);
}

/// <summary>The deliveries as a person looks at them. A receiver is a web hook's number, or null for e-mail.</summary>
internal sealed class DeliveryLog(IDbContextFactory<DashboardDbContext> factory)
{
    /// <summary>Numbers above this are not counted out.</summary>
    public const int MaxCount = 10_000;

    public async Task<ReceiverState> StateAsync(int? hookId, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var mine = db.Deliveries.AsNoTracking().Where(d => d.HookId == hookId);
        var waiting = await mine.Where(d => d.State == DeliveryState.Waiting).OrderBy(d => d.Id).Take(MaxCount).CountAsync(cancellationToken);
        var failed = await mine.Where(d => d.State == DeliveryState.Failed).OrderBy(d => d.Id).Take(MaxCount).CountAsync(cancellationToken);
        var last = await mine.Where(d => d.State == DeliveryState.Delivered)
            .OrderByDescending(d => d.Id)
            .Select(d => d.LastAttemptAt)
            .FirstOrDefaultAsync(cancellationToken);
        var head = waiting == 0 ? null
            : await mine.Where(d => d.State == DeliveryState.Waiting)
                .OrderBy(d => d.Id)
                .Select(d => new { d.LastStatus, d.LastAnswer, d.DueAt })
                .FirstOrDefaultAsync(cancellationToken);
        return new ReceiverState(waiting, failed, last, head?.LastAnswer is { } text ? Answer(hookId, head.LastStatus, text) : null, head?.DueAt);
    }

    /// <summary>Deliveries of a receiver, newest first.</summary>
    /// <param name="hookId">The web hook; null: e-mail.</param>
    /// <param name="state">Only those; null: all.</param>
    /// <param name="before">Only those with a smaller number, to go on where the last page ended; null: from the newest.</param>
    public async Task<IReadOnlyList<DeliveryRow>> ListAsync(
        int? hookId, DeliveryState? state, long? before, int count, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var rows = db.Deliveries.AsNoTracking().Where(d => d.HookId == hookId);
        rows = state is { } only ? rows.Where(d => d.State == only) : rows;
        rows = before is { } id ? rows.Where(d => d.Id < id) : rows;
        return await rows.OrderByDescending(d => d.Id).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>The plates of deliveries, by the number of the flow.</summary>
    public async Task<IReadOnlyDictionary<long, string>> PlatesAsync(IEnumerable<DeliveryRow> rows, CancellationToken cancellationToken = default)
    {
        var flows = rows.Select(row => row.FlowId).Distinct().ToArray();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.Flows.Where(f => flows.Contains(f.Id))
            .Select(f => new { f.Id, f.Plate })
            .ToDictionaryAsync(f => f.Id, f => f.Plate, cancellationToken);
    }

    /// <summary>The titles of what deliveries tell that is about no flow, by its number.</summary>
    public async Task<IReadOnlyDictionary<long, string>> TitlesAsync(IEnumerable<DeliveryRow> rows, CancellationToken cancellationToken = default)
    {
        long[] notices = [.. rows.Select(row => row.NoticeId).OfType<long>().Distinct()];
        if (notices.Length == 0)
        {
            return new Dictionary<long, string>();
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.Notices.Where(notice => notices.Contains(notice.Id))
            .Select(notice => new { notice.Id, notice.Title })
            .ToDictionaryAsync(notice => notice.Id, notice => notice.Title, cancellationToken);
    }

    /// <summary>What became of a delivery's last attempt.</summary>
    public static DeliveryAnswer Answer(int? hookId, int? status, string text) =>
        hookId is null ? DeliveryAnswer.FromMail(status, text) : DeliveryAnswer.FromHook(status, text);
}
