using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Writing;

/// <summary>
/// Makes changes one at a time in this process, so that of two that want the same name one is refused; each in a transaction, which a refused
/// change leaves without a trace. A name that another server has taken in the same moment is found by a second try.
/// </summary>
internal sealed class ExclusiveWriter(IDbContextFactory<DashboardDbContext> factory)
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Makes a change and saves it, unless it is refused.</summary>
    public async Task<ChangeResult> WriteAsync(Func<DashboardDbContext, Task<ChangeResult>> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await TryAsync(change, cancellationToken);
        }
        catch (DbUpdateException exception) when (StorageFailure.IsTaken(exception))
        {
            return await TryAsync(change, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<ChangeResult> TryAsync(Func<DashboardDbContext, Task<ChangeResult>> change, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var result = await change(db);
        if (result.IsDone)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return result;
    }
}
