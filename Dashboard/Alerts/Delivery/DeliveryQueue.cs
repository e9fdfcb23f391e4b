using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Delivery;

/// <summary>
/// The deliveries that wait, in the database. A sender claims one before it sends: the claim is an update that only one of several machines can
/// make, and it ends by itself, so that what a killed machine had in hand is sent again.
/// </summary>
internal sealed class DeliveryQueue(IDbContextFactory<DashboardDbContext> factory, DeliverySignal signal, TimeProvider time)
{
    /// <summary>How long a claim holds; longer than any attempt takes.</summary>
    internal static readonly TimeSpan ClaimFor = TimeSpan.FromMinutes(1);

    // Clocks of several servers on one database differ by less.
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a delivery is not due yet; zero or less: it is. One that was queued or tried in what is the future now, because the clock was put
    /// back, is due at once: nobody may wait for the time of day to come round again.
    /// </summary>
    internal TimeSpan TimeUntilDue(DeliveryRow row)
    {
        var now = time.GetUtcNow();
        return (row.LastAttemptAt ?? row.CreatedAt) - now > MaxSkew ? TimeSpan.Zero : row.DueAt - now;
    }

    /// <summary>The oldest that waits for a web hook, due or not: what stands behind it waits for it. Null: nothing waits.</summary>
    internal async Task<DeliveryRow?> HeadAsync(int hookId, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.Deliveries.AsNoTracking()
            .Where(d => d.State == DeliveryState.Waiting && d.HookId == hookId)
            .OrderBy(d => d.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The e-mail that is due first. One that waits holds up no other: they go to different people. Null: nothing waits.</summary>
    internal async Task<DeliveryRow?> NextEmailAsync(CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var waiting = db.Deliveries.AsNoTracking().Where(d => d.State == DeliveryState.Waiting && d.HookId == null);
        var next = await waiting.OrderBy(d => d.DueAt).ThenBy(d => d.Id).FirstOrDefaultAsync(cancellationToken);
        if (next is null || TimeUntilDue(next) <= TimeSpan.Zero)
        {
            return next;
        }

        var ahead = time.GetUtcNow() + MaxSkew;
        return await waiting.Where(d => d.DueAt > ahead && (d.LastAttemptAt ?? d.CreatedAt) > ahead)
            .OrderBy(d => d.Id).FirstOrDefaultAsync(cancellationToken) ?? next;
    }

    /// <summary>The uuid of the flow that a delivery is about; null: of none, or it is gone.</summary>
    internal async Task<Guid?> FlowUuidAsync(DeliveryRow row, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.Flows.Where(flow => flow.Id == row.FlowId).Select(flow => (Guid?)flow.Uuid).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Takes a delivery in hand; false where somebody else has, or something about it has changed.</summary>
    internal async Task<bool> ClaimAsync(DeliveryRow row, CancellationToken cancellationToken)
    {
        var (now, attempts, due) = (time.GetUtcNow(), row.Attempts, row.DueAt);
        var until = now + ClaimFor;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var claimed = await db.Deliveries
            .Where(d => d.Id == row.Id && d.State == DeliveryState.Waiting && d.Attempts == attempts && d.DueAt == due)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.DueAt, until).SetProperty(d => d.Attempts, attempts + 1).SetProperty(d => d.LastAttemptAt, now),
                cancellationToken);
        (row.Attempts, row.DueAt, row.LastAttemptAt) = (attempts + 1, until, now);
        return claimed == 1;
    }

    /// <summary>Writes down what came of a claimed delivery. Returns whether it failed for its age.</summary>
    internal async Task<bool> FinishAsync(DeliveryRow row, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var age = now - row.CreatedAt;
        var state = outcome.Result == DeliveryResult.Delivered ? DeliveryState.Delivered
            : DeliveryRules.IsFinal(outcome.Result, row.Attempts, age) ? DeliveryState.Failed
            : DeliveryState.Waiting;
        var due = now + DeliveryRules.RetryDelay(row.Attempts, Random.Shared, outcome.RetryAfter);
        await UpdateClaimedAsync(row, state, due, outcome, cancellationToken);
        return state == DeliveryState.Failed && outcome.Result == DeliveryResult.TransientFailure;
    }

    /// <summary>Gives a claimed delivery back, because the server stops: it is not known whether the receiver has it.</summary>
    internal async Task ReleaseAsync(DeliveryRow row)
    {
        var now = time.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync(CancellationToken.None);
        await Claimed(db, row).ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, now));
    }

    /// <summary>
    /// Fails all that has waited too long for a receiver that still does not answer, without trying each: a queue must have an end.
    /// </summary>
    internal async Task<int> GiveUpOldAsync(int? hookId, CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - DeliveryRules.MaxAge;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.Deliveries
            .Where(d => d.State == DeliveryState.Waiting && d.HookId == hookId && d.CreatedAt <= oldest)
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, DeliveryState.Failed)
                    .SetProperty(d => d.LastAnswer, d => d.LastAnswer ?? "Not attempted: the receiver had accepted nothing for 7 days"),
                cancellationToken);
    }

    /// <summary>Has a delivery that failed, or was delivered, sent again. False where there is none such.</summary>
    public async Task<bool> RetryAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await RetryAsync(db.Deliveries.Where(d => d.Id == id && d.State != DeliveryState.Waiting), cancellationToken) == 1;
    }

    /// <summary>Has everything sent again that failed; returns how many.</summary>
    /// <param name="hookId">The web hook; null: e-mail.</param>
    public async Task<int> RetryFailedAsync(int? hookId, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await RetryAsync(db.Deliveries.Where(d => d.HookId == hookId && d.State == DeliveryState.Failed), cancellationToken);
    }

    // It begins anew, with the whole time before it fails.
    private async Task<int> RetryAsync(IQueryable<DeliveryRow> which, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var retried = await which.ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DeliveryState.Waiting)
                .SetProperty(d => d.Attempts, 0)
                .SetProperty(d => d.CreatedAt, now)
                .SetProperty(d => d.DueAt, now),
            cancellationToken);
        signal.Wake();
        return retried;
    }

    private async Task UpdateClaimedAsync(
        DeliveryRow row, DeliveryState state, DateTimeOffset due, DeliveryOutcome outcome, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await Claimed(db, row).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, state)
                .SetProperty(d => d.DueAt, due)
                .SetProperty(d => d.LastStatus, outcome.Status)
                .SetProperty(d => d.LastAnswer, outcome.Answer)
                .SetProperty(d => d.LastDurationMs, outcome.DurationMs),
            cancellationToken);
    }

    // Whoever claimed it later counts one attempt more.
    private static IQueryable<DeliveryRow> Claimed(DashboardDbContext db, DeliveryRow row)
    {
        var (id, attempts) = (row.Id, row.Attempts);
        return db.Deliveries.Where(d => d.Id == id && d.Attempts == attempts && d.State == DeliveryState.Waiting);
    }
}
