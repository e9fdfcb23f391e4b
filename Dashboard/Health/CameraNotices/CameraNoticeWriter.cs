using Dashboard.Alerts.Delivery;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Health.CameraNotices;

/// <summary>
/// Stores a notice, its mails and who was told of what in one transaction. Whether it was still to be done the database decides, so that of several
/// machines one does it, and one that is killed has done all of it or nothing.
/// </summary>
internal sealed class CameraNoticeWriter(IDbContextFactory<DashboardDbContext> database, DeliverySignal queued)
{
    /// <summary>When the last notice was written; null: none was.</summary>
    public async Task<DateTimeOffset?> ReadLastAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var last = await db.Positions.Where(position => position.Name == Position.CameraNotices).Select(position => (long?)position.Value)
            .SingleOrDefaultAsync(cancellationToken);
        if (last is null)
        {
            await BeginAsync(db, cancellationToken);
        }

        return last is null or 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(last.Value);
    }

    /// <summary>Stores what a plan says. False where somebody else has done it, or it holds no more: then it is to be looked anew.</summary>
    /// <param name="lastAt">As <see cref="ReadLastAsync"/> said when the plan was made.</param>
    /// <param name="notice">Null: there is nothing to tell.</param>
    public async Task<bool> StoreAsync(
        NoticePlan plan, DateTimeOffset? lastAt, NoticeRow? notice, IReadOnlyList<string> recipients, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if ((notice is not null && !await ClaimAsync(db, lastAt, now, cancellationToken))
            || !await MarkCamerasAsync(db, plan, now, cancellationToken)
            || !await MarkAgentsAsync(db, plan, now, cancellationToken))
        {
            return false;
        }

        if (notice is not null)
        {
            db.Notices.Add(notice);
            await db.SaveChangesAsync(cancellationToken);

            // No queue needs to be bounded: there is at most one a minute, and none waits for longer than a week.
            db.Deliveries.AddRange(recipients.Select(recipient => new DeliveryRow
            {
                Kind = DeliveryKind.Notice,
                Recipient = recipient,
                NoticeId = notice.Id,
                CreatedAt = now,
                DueAt = now,
            }));
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        if (notice is not null)
        {
            queued.Wake();
        }

        return true;
    }

    private static async Task BeginAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        db.Positions.Add(new Position { Name = Position.CameraNotices });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (!StorageFailure.MayPass(exception))
        {
            // Another web node has just made it.
        }
    }

    private static async Task<bool> ClaimAsync(DashboardDbContext db, DateTimeOffset? lastAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (from, to) = (lastAt?.ToUnixTimeMilliseconds() ?? 0, now.ToUnixTimeMilliseconds());
        return await db.Positions.Where(position => position.Name == Position.CameraNotices && position.Value == from)
            .ExecuteUpdateAsync(set => set.SetProperty(position => position.Value, to), cancellationToken) == 1;
    }

    private static async Task<bool> MarkCamerasAsync(DashboardDbContext db, NoticePlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outages = db.Set<CameraOutage>();
        foreach (var (from, to) in plan.Carried)
        {
            // Both rows may have been seen to by another machine, or be over: then the next look says what is to be done.
            await outages.Where(outage => outage.Id == to.Id && outage.EndAt == null)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(outage => outage.DarkToldAt, from.DarkToldAt)
                        .SetProperty(outage => outage.BackToldAt, (DateTimeOffset?)null),
                    cancellationToken);
        }

        long[] closed = [.. plan.Closed.Select(outage => outage.Id)];
        if (closed.Length > 0)
        {
            await outages.Where(outage => EF.Parameter(closed).Contains(outage.Id) && outage.BackToldAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(outage => outage.BackToldAt, now), cancellationToken);
        }

        long[] dark = [.. plan.Dark.Select(camera => camera.Outage.Id)];
        long[] back = [.. plan.Back.Select(camera => camera.Outage.Id)];
        return (dark.Length == 0 || await outages
                .Where(outage => EF.Parameter(dark).Contains(outage.Id)
                    && outage.EndAt == null && (outage.DarkToldAt == null || outage.BackToldAt != null))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(outage => outage.DarkToldAt, now).SetProperty(outage => outage.BackToldAt, (DateTimeOffset?)null),
                    cancellationToken) == dark.Length)
            && (back.Length == 0 || await outages
                .Where(outage => EF.Parameter(back).Contains(outage.Id)
                    && outage.EndAt != null && outage.DarkToldAt != null && outage.BackToldAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(outage => outage.BackToldAt, now), cancellationToken) == back.Length);
    }

    private static async Task<bool> MarkAgentsAsync(DashboardDbContext db, NoticePlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var agent in plan.Silent)
        {
            var (id, seen) = (agent.Agent.Id, agent.Agent.LastSeenAt);
            if (await db.Agents.Where(row => row.Id == id && row.SilenceToldAt == null && row.LastSeenAt == seen)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.SilenceToldAt, now), cancellationToken) != 1)
            {
                return false;
            }
        }

        int[] heard = [.. plan.Heard.Select(agent => agent.Agent.Id)];
        int[] over = [.. heard, .. plan.Forgotten.Select(agent => agent.Agent.Id)];
        return over.Length == 0 || await db.Agents.Where(row => EF.Parameter(over).Contains(row.Id) && row.SilenceToldAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SilenceToldAt, (DateTimeOffset?)null), cancellationToken) >= heard.Length;
    }
}
