using System.Security.Claims;
using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Retention;

/// <summary>Keeps flows as evidence, and lets them go again. Operators do it for what they see, administrators for lists too.</summary>
internal sealed class EvidenceHolds(
    IDbContextFactory<DashboardDbContext> factory, CameraDirectory cameras, OperatorCheck operators, PictureRemoval pictures, TimeProvider time)
{
    /// <summary>The most that is held at once: each flow that is due is looked up among them.</summary>
    public const int MaxHolds = 10_000;

    /// <summary>What holds a flow: itself, a plate that it has or had, or a list that it matched; the first of these. Null: nothing.</summary>
    public async Task<EvidenceHold?> FindAsync(long flow, string plate, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var holds = await db.EvidenceHolds.AsNoTracking()
            .Where(hold => hold.FlowId == flow
                || (plate != "" && hold.Plate == plate)
                || db.FlowCorrections.Any(correction => correction.FlowId == flow
                    && (correction.Before == hold.Plate || correction.After == hold.Plate))
                || db.Alerts.Any(alert => alert.FlowId == flow && alert.ListId == hold.ListId))
            .ToListAsync(cancellationToken);
        return holds.OrderBy(hold => hold.FlowId is null).ThenBy(hold => hold.Plate is null).FirstOrDefault();
    }

    /// <summary>What holds the flows of a plate; null: nothing.</summary>
    public async Task<EvidenceHold?> FindPlateAsync(string plate, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.EvidenceHolds.AsNoTracking().SingleOrDefaultAsync(hold => hold.Plate == plate, cancellationToken);
    }

    /// <summary>What holds the flows of a list; null: nothing.</summary>
    public async Task<EvidenceHold?> FindListAsync(int list, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.EvidenceHolds.AsNoTracking().SingleOrDefaultAsync(hold => hold.ListId == list, cancellationToken);
    }

    /// <summary>All of them, the newest first.</summary>
    public async Task<IReadOnlyList<EvidenceHold>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await db.EvidenceHolds.AsNoTracking().OrderByDescending(hold => hold.Id).ToListAsync(cancellationToken);
    }

    public Task<ChangeResult> HoldFlowAsync(long flow, string? reason, ClaimsPrincipal person, CancellationToken cancellationToken = default) =>
        AddAsync(new EvidenceHold { FlowId = flow }, reason, person, cancellationToken);

    /// <summary>Keeps the flows of a plate, those too that come.</summary>
    public Task<ChangeResult> HoldPlateAsync(string plate, string? reason, ClaimsPrincipal person, CancellationToken cancellationToken = default) =>
        AddAsync(new EvidenceHold { Plate = PlateText.Normalize(plate) }, reason, person, cancellationToken);

    /// <summary>Keeps the flows that match an alert list, those too that come. For administrators.</summary>
    public Task<ChangeResult> HoldListAsync(int list, string? reason, ClaimsPrincipal person, CancellationToken cancellationToken = default) =>
        AddAsync(new EvidenceHold { ListId = list }, reason, person, cancellationToken);

    /// <summary>Lets what was held go in its turn. Administrators release everything, operators what they hold themselves.</summary>
    public async Task<ChangeResult> ReleaseAsync(int id, ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        if (await operators.FindAsync(person, cancellationToken) is not { } account)
        {
            return new FieldErrors("Only operators and administrators may release evidence.");
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await db.EvidenceHolds.SingleOrDefaultAsync(hold => hold.Id == id, cancellationToken) is not { } hold)
        {
            return ChangeResult.Done;
        }

        if (hold.By != account.Email && account.Role != Roles.Administrator)
        {
            return new FieldErrors("Only the person who keeps this as evidence, or an administrator, may release it.");
        }

        db.EvidenceHolds.Remove(hold);
        await db.SaveChangesAsync(cancellationToken);
        pictures.CheckAll();
        return ChangeResult.Done;
    }

    private async Task<ChangeResult> AddAsync(EvidenceHold hold, string? reason, ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        if (await operators.FindAsync(person, cancellationToken) is not { } account)
        {
            return new FieldErrors("Only operators and administrators may keep evidence.");
        }

        if (hold.ListId is not null && account.Role != Roles.Administrator)
        {
            return new FieldErrors("Only administrators may keep the flows of a list as evidence.");
        }

        (hold.Reason, hold.By, hold.At) = (reason?.Trim() ?? "", account.Email, time.GetUtcNow());
        if (hold.Reason.Length is 0 or > EvidenceHold.MaxReasonLength || hold.Reason.Contains('\0', StringComparison.Ordinal))
        {
            return new FieldErrors(
                nameof(EvidenceHold.Reason),
                hold.Reason.Length == 0 ? "Give a reason." : $"A reason has at most {EvidenceHold.MaxReasonLength} characters.");
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);

        // What is deleted meanwhile is gone; what is held here is not deleted any more.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(isAwaited: true, cancellationToken);
        if (await CheckAsync(db, hold, account.SiteScope, cancellationToken) is { } error)
        {
            return new FieldErrors(error);
        }

        if (!await db.EvidenceHolds.AnyAsync(
            known => known.FlowId == hold.FlowId && known.Plate == hold.Plate && known.ListId == hold.ListId, cancellationToken))
        {
            db.EvidenceHolds.Add(hold);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return ChangeResult.Done;
    }

    private async Task<string?> CheckAsync(DashboardDbContext db, EvidenceHold hold, SiteScope siteScope, CancellationToken cancellationToken)
    {
        if (await db.EvidenceHolds.CountAsync(cancellationToken) >= MaxHolds)
        {
            return $"{MaxHolds} items are already kept as evidence; release some first.";
        }

        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        if (hold.FlowId is { } id)
        {
            var camera = await db.Flows.Where(flow => flow.Id == id).Select(flow => (int?)flow.CameraId).SingleOrDefaultAsync(cancellationToken);
            return camera is { } known && siteScope.Includes(translator.CameraOf(known).SiteId) ? null : "The flow was removed.";
        }

        if (hold.Plate is { } plate)
        {
            var seen = translator.Cameras.Where(known => siteScope.Includes(known.SiteId)).Select(known => known.Id).ToList();
            return plate.Length > 0
                && await db.Flows.AnyAsync(flow => flow.Plate == plate && EF.Parameter(seen).Contains(flow.CameraId + 0), cancellationToken)
                ? null
                : "No passage of this plate is known.";
        }

        return await db.AlertLists.AnyAsync(list => list.Id == hold.ListId, cancellationToken) ? null : "The list was deleted.";
    }
}
