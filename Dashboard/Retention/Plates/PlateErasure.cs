using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Domain.Plates;
using Dashboard.Flows;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Retention.Plates;

/// <summary>What was erased of a plate.</summary>
/// <param name="Flows">Passages, with all that belongs to them.</param>
/// <param name="Held">Passages that stay: as evidence.</param>
/// <param name="Needed">Passages that stay: for an open alert, a delivery that waits, or because they still go on.</param>
internal sealed record ErasedPlate(int Flows, int Held, int Needed);

/// <summary>
/// Erases all passages of a plate on request, whatever their age, and the notes about it; never what is held as evidence. Entries of alert lists are
/// people's own and stay, so does the audit.
/// </summary>
internal sealed class PlateErasure(
    IDbContextFactory<DashboardDbContext> factory, FlowRemoval removal, FlowImages images, OperatorCheck operators, AuditTrail audit)
{
    private const int MinReasonLength = 3;

    /// <summary>Erases it. For administrators.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="reason">Why; it stands in the audit.</param>
    /// <param name="person">Who does it.</param>
    /// <param name="cancellationToken">Ends it between two transactions.</param>
    public async Task<ChangeResult<ErasedPlate>> EraseAsync(
        string plate, string? reason, ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        if (await operators.FindAdministratorAsync(person, cancellationToken) is not { } account)
        {
            return new FieldErrors("Only administrators may erase a plate.");
        }

        (plate, reason) = (PlateText.Normalize(plate), reason?.Trim() ?? "");
        if (reason.Length is < MinReasonLength or > AuditEntry.MaxReasonLength)
        {
            return new FieldErrors(nameof(reason), $"Enter a reason of 3 to {AuditEntry.MaxReasonLength} characters, such as a case number.");
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (plate.Length == 0 || await db.EvidenceHolds.AnyAsync(hold => hold.Plate == plate, cancellationToken))
        {
            return new FieldErrors("The plate is kept as evidence; release it first.");
        }

        var erased = 0;
        try
        {
            while (await EraseSomeAsync(db, plate, cancellationToken) is > 0 and var some)
            {
                erased += some;
            }

            var (held, left) = await CountAsync(db, plate, cancellationToken);
            if (left == 0)
            {
                await db.Notes.Where(note => note.Plate == plate).ExecuteDeleteAsync(cancellationToken);
            }

            return new ErasedPlate(erased, held, left - held);
        }
        finally
        {
            // Also of what was stopped half-way.
            var actor = AuditActor.Current ?? new AuditActor(account.Id, account.Email, "");
            audit.Write(actor, AuditAction.Removed, $"plate {plate}", $"{erased} flows erased on request", reason);
        }
    }

    private async Task<int> EraseSomeAsync(DashboardDbContext db, string plate, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockFlowOrderAsync(cancellationToken);
        var looked = await db.LookedUpAsync(cancellationToken);
        var erasable = await db.Flows.AsNoTracking().Where(flow => flow.Plate == plate).Where(DueFlows.IsErasable(db, looked))
            .OrderBy(flow => flow.Id).Take(FlowRemoval.MaxBatch).ToListAsync(cancellationToken);
        if (erasable.Count > 0)
        {
            await FlowRemoval.RemoveRowsAsync(db, erasable, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            erasable.ForEach(images.Delete);
        }
        else
        {
            await transaction.RollbackAsync(cancellationToken);
            await removal.RemoveEmptyCountsAsync(cancellationToken);
        }

        return erasable.Count;
    }

    private static async Task<(int Held, int Left)> CountAsync(DashboardDbContext db, string plate, CancellationToken cancellationToken)
    {
        var left = db.Flows.Where(flow => flow.Plate == plate);
        return (await left.CountAsync(DueFlows.IsHeld(db), cancellationToken), await left.CountAsync(cancellationToken));
    }
}
