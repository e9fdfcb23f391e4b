using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Dashboard.Storage.Auditing;

/// <summary>
/// Notes what a person or a program changes in the tables that <see cref="AuditedTables"/> names, as they save it; what a transaction takes back was
/// not done. Statements that change rows without loading them say so themselves, by <see cref="AuditExtensions.Audit"/>.
/// </summary>
internal sealed class AuditInterceptor(AuditTrail trail) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbContext, Pending> _pending = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Collect(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Collect(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Saved(eventData.Context!);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Saved(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        Forget(eventData.Context);
        return result;
    }

    public ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        Forget(eventData.Context);
        return ValueTask.FromResult(result);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Committed(eventData.Context);

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Committed(eventData.Context);
        return Task.CompletedTask;
    }

    /// <summary>Notes a change at once, or once the present transaction has been committed.</summary>
    public void Record(DbContext db, AuditAction action, string subject, string details)
    {
        if (AuditActor.Current is not { } actor)
        {
            return;
        }

        if (db.Database.CurrentTransaction is null)
        {
            trail.Write(actor, action, subject, details);
        }
        else
        {
            _pending.GetOrCreateValue(db).Committing.Add((actor, action, subject, details));
        }
    }

    private void Collect(DbContext db)
    {
        // Without a person it is the program at work, on the way of every flow: nothing is looked at.
        if (AuditActor.Current is not { } actor)
        {
            return;
        }

        // One that has no sum yet is only being stored.
        if (db.ChangeTracker.Entries<AuditEntry>().Any(entry => entry.State == EntityState.Deleted
            || (entry.State == EntityState.Modified && (entry.OriginalValues.GetValue<string?>(nameof(AuditEntry.Sha256)) is not null
                || entry.Entity.Number is null))))
        {
            throw new InvalidOperationException("Audit entries are never changed.");
        }

        var pending = _pending.GetOrCreateValue(db);
        pending.Saving.Clear();
        pending.Saving.AddRange(AuditedTables.Describe(db.ChangeTracker).Select(change => (actor, change.Action, change.Subject, change.Details)));
    }

    private void Saved(DbContext db)
    {
        if (!_pending.TryGetValue(db, out var pending))
        {
            return;
        }

        if (db.Database.CurrentTransaction is null)
        {
            Write(pending.Saving);
        }
        else
        {
            pending.Committing.AddRange(pending.Saving);
            pending.Saving.Clear();
        }
    }

    private void Committed(DbContext? db)
    {
        if (db is not null && _pending.TryGetValue(db, out var pending))
        {
            Write(pending.Committing);
        }
    }

    // What was left of a transaction that was never committed; contexts are used again.
    private void Forget(DbContext? db)
    {
        if (db is not null && _pending.TryGetValue(db, out var pending))
        {
            pending.Committing.Clear();
        }
    }

    private void Write(List<(AuditActor Actor, AuditAction Action, string Subject, string Details)> changes)
    {
        foreach (var (actor, action, subject, details) in changes)
        {
            trail.Write(actor, action, subject, details);
        }

        changes.Clear();
    }

    private sealed class Pending
    {
        public List<(AuditActor Actor, AuditAction Action, string Subject, string Details)> Saving { get; } = [];

        public List<(AuditActor Actor, AuditAction Action, string Subject, string Details)> Committing { get; } = [];
    }
}

/// <summary>For statements that change rows without loading them.</summary>
internal static class AuditExtensions
{
    /// <summary>Notes what such a statement did, if a person or a program asked for it.</summary>
    public static void Audit(this DbContext db, AuditAction action, string subject, string details = "") =>
        db.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.Interceptors?
            .OfType<AuditInterceptor>().FirstOrDefault()?.Record(db, action, subject, details);
}
