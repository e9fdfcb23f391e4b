using System.Security.Claims;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Retention.Plates;

/// <param name="Flows">Flows, with all that belongs to them.</param>
/// <param name="Held">Flows that stay: as evidence.</param>
/// <param name="Needed">Flows that stay: for an open alert, a delivery that waits, or because they still go on.</param>
/// <param name="Corrected">Flows that stay: they bore the plate once, and were corrected to another.</param>
internal sealed record ErasedPlate(int Flows, int Held, int Needed, int Corrected)
{
    /// <summary>Notes about the plate: they go with its last flow.</summary>
    public int Notes { get; init; }
}

/// <summary>
/// Erases all flows of a plate on request, whatever their age, and the notes about it; never what is held as evidence. Entries of alert lists are
/// people's own and stay, so does the audit. A flow that was read as the plate and corrected is another vehicle's: it goes only where that is
/// asked for, and whole, for nothing of a final flow is altered.
/// </summary>
internal sealed class PlateErasure(
    IDbContextFactory<DashboardDbContext> factory, FlowRemoval removal, ErasedPictures pictures, OperatorCheck operators, AuditTrail audit,
    TimeProvider time)
{
    private const string NotAllowed = "Only administrators may erase a plate.";
    private const int MinReasonLength = 3;

    /// <summary>How many flows bore the plate once and were corrected to another.</summary>
    public async Task<int> CountCorrectedAsync(string plate, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await Corrected(db, PlateText.Normalize(plate)).CountAsync(cancellationToken);
    }

    /// <summary>Whether <see cref="EraseAsync"/> would begin, before somebody is asked whether they are sure.</summary>
    public async Task<ChangeResult> CheckAsync(string plate, string? reason, ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        if (await operators.FindAdministratorAsync(person, cancellationToken) is null)
        {
            return new FieldErrors(NotAllowed);
        }

        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        return await FindErrorAsync(db, PlateText.Normalize(plate), reason?.Trim() ?? "", cancellationToken) is { } error ? error : ChangeResult.Done;
    }

    /// <summary>What <see cref="EraseAsync"/> would erase, and what would stay, as it stands now.</summary>
    public async Task<ErasedPlate> ForecastAsync(string plate, bool withCorrected, CancellationToken cancellationToken = default)
    {
        plate = PlateText.Normalize(plate);
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var looked = await db.LastLookedUpAsync(cancellationToken);
        var flows = await Meant(db, plate, withCorrected).WhereErasable(db, looked).CountAsync(cancellationToken);
        var (held, needed, corrected) = await CountLeftAsync(db, plate, withCorrected, cancellationToken);
        var own = Meant(db, plate, withCorrected: false);
        return new ErasedPlate(flows, held, Math.Max(0, needed - flows), corrected)
        {
            Notes = await own.CountAsync(cancellationToken) == await own.WhereErasable(db, looked).CountAsync(cancellationToken)
                ? await NotesAbout(db, plate).CountAsync(cancellationToken)
                : 0,
        };
    }

    /// <summary>For administrators; others are refused.</summary>
    /// <param name="withCorrected">Also the flows that bore it once and were corrected to another.</param>
    /// <param name="reason">Why; it stands in the audit.</param>
    /// <param name="person">Who does it.</param>
    /// <param name="cancellationToken">Ends it between two transactions.</param>
    public async Task<ChangeResult<ErasedPlate>> EraseAsync(
        string plate, bool withCorrected, string? reason, ClaimsPrincipal person, CancellationToken cancellationToken = default)
    {
        if (await operators.FindAdministratorAsync(person, cancellationToken) is not { } account)
        {
            return new FieldErrors(NotAllowed);
        }

        (plate, reason) = (PlateText.Normalize(plate), reason?.Trim() ?? "");
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        if (await FindErrorAsync(db, plate, reason, cancellationToken) is { } error)
        {
            return error;
        }

        var (erased, notes) = (0, 0);
        var actor = AuditActor.Current ?? new AuditActor(account.Id, account.Email, "");

        // Stored before anything goes: a server that is killed on the way would say nothing of it.
        await db.AppendToAuditAsync([audit.Make(actor, AuditAction.Removed, Subject(plate), "Erasing on request begins", reason)], cancellationToken);
        try
        {
            await db.OverwriteDeletedAsync(EraseAllAsync, cancellationToken);
            var (held, needed, corrected) = await CountLeftAsync(db, plate, withCorrected, cancellationToken);
            return new ErasedPlate(erased, held, needed, corrected) { Notes = notes };
        }
        finally
        {
            // Also of what was stopped half-way.
            audit.Write(actor, AuditAction.Removed, Subject(plate), $"{erased} flows erased on request", reason);
        }

        async Task EraseAllAsync()
        {
            while (await EraseSomeAsync(db, Meant(db, plate, withCorrected), cancellationToken) is > 0 and var some)
            {
                erased += some;
            }

            notes = await ForgetAsync(db, plate, cancellationToken);
        }
    }

    private static string Subject(string plate) => $"plate {plate}";

    private static async Task<FieldErrors?> FindErrorAsync(DashboardDbContext db, string plate, string reason, CancellationToken cancellationToken) =>
        reason.Length is < MinReasonLength or > AuditEntry.MaxReasonLength
            ? new FieldErrors(nameof(reason), $"Enter a reason of 3 to {AuditEntry.MaxReasonLength} characters, such as a case number.")
        : plate.Length == 0 || await db.EvidenceHolds.AnyAsync(hold => hold.Plate == plate, cancellationToken)
            ? new FieldErrors("The plate is kept as evidence; release it first.")
        : null;

    // Kept as evidence; there for another reason; corrected to another plate and not asked for.
    private static async Task<(int Held, int Others, int Corrected)> CountLeftAsync(
        DashboardDbContext db, string plate, bool withCorrected, CancellationToken cancellationToken)
    {
        var meant = Meant(db, plate, withCorrected);
        var held = await meant.WhereHeld(db).CountAsync(cancellationToken);
        return (held, await meant.CountAsync(cancellationToken) - held,
            withCorrected ? 0 : await Corrected(db, plate).CountAsync(cancellationToken));
    }

    private async Task<int> EraseSomeAsync(DashboardDbContext db, IQueryable<Flow> meant, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await CameraDays.LockAsync(db, cancellationToken); // What is counted at this moment would come back into the roll-ups.
        await db.LockFlowOrderAsync(isAwaited: true, cancellationToken);
        var looked = await db.LastLookedUpAsync(cancellationToken);
        var erasable = await meant.AsNoTracking().WhereErasable(db, looked).OrderBy(flow => flow.Id).Take(FlowRemoval.MaxBatch)
            .ToListAsync(cancellationToken);
        if (erasable.Count > 0)
        {
            var noted = pictures.Begin(erasable);
            await NoteErasedAsync(db, erasable, cancellationToken);
            await removal.RemoveAsync(db, transaction, erasable, cancellationToken, noted.Delete);
            noted.End();
        }
        else
        {
            await transaction.RollbackAsync(cancellationToken);
            await removal.RemoveEmptyCountsAsync(cancellationToken);
        }

        return erasable.Count;
    }

    private async Task NoteErasedAsync(DashboardDbContext db, IReadOnlyList<Flow> flows, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        db.ErasedFlows.AddRange(flows.Select(flow => new ErasedFlow { Uuid = flow.Uuid, At = now }));
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    // What names the plate besides its flows, once it has none: the notes about it, and the months that counted it, those too in which a preview or
    // a flow that was corrected bore it.
    private static async Task<int> ForgetAsync(DashboardDbContext db, string plate, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await CameraDays.LockAsync(db, cancellationToken);
        if (await Meant(db, plate, withCorrected: false).AnyAsync(cancellationToken))
        {
            return 0;
        }

        await db.Set<PlateMonth>().Where(month => month.Plate == plate).ExecuteDeleteAsync(cancellationToken);
        var notes = await NotesAbout(db, plate).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return notes;
    }

    private static IQueryable<Note> NotesAbout(DashboardDbContext db, string plate) => db.Notes.Where(note => note.Plate == plate);

    private static IQueryable<Flow> Meant(DashboardDbContext db, string plate, bool withCorrected)
    {
        var own = db.Flows.Where(flow => flow.Plate == plate);
        return withCorrected ? own.Union(Corrected(db, plate)) : own;
    }

    private static IQueryable<Flow> Corrected(DashboardDbContext db, string plate)
    {
        var bore = db.FlowCorrections
            .Where(correction => correction.Raw == plate || correction.Before == plate || correction.After == plate)
            .Select(correction => correction.FlowId);
        return db.Flows.Where(flow => flow.Plate != plate && bore.Contains(flow.Id));
    }
}
