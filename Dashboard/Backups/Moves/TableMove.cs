using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Backups.Moves;

/// <summary>One table on its way from one database to another.</summary>
internal abstract class TableMove(IEntityType type)
{
    private const int RowsPerReport = 1000;

    /// <summary>The table's name, the same in all databases.</summary>
    public string Table { get; } = type.GetTableName()!;

    /// <summary>The column that the database gives numbers to; null: the table has none.</summary>
    public string? NumberColumn { get; } = type.FindPrimaryKey() is { Properties: [{ ValueGenerated: ValueGenerated.OnAdd } key] }
        && (key.ClrType == typeof(int) || key.ClrType == typeof(long))
            ? key.GetColumnName()
            : null;

    protected IEntityType Type => type;

    /// <summary>All tables of the program, those first that others refer to.</summary>
    public static IReadOnlyList<TableMove> All(IModel model)
    {
        var (ordered, left) = (new List<IEntityType>(), model.GetEntityTypes().ToList());
        while (left.Count > 0)
        {
            var next = left.FindIndex(type => type.GetForeignKeys()
                .All(key => key.PrincipalEntityType == type || ordered.Contains(key.PrincipalEntityType)));
            if (next < 0)
            {
                throw new InvalidOperationException($"Tables refer to each other in a circle: {string.Join(", ", left.Select(type => type.Name))}");
            }

            ordered.Add(left[next]);
            left.RemoveAt(next);
        }

        return [.. ordered.Select(Create)];
    }

    /// <summary>Copies all rows within a transaction and returns their sum.</summary>
    /// <param name="from">Where they are.</param>
    /// <param name="to">The empty table.</param>
    /// <param name="transaction">Of the target.</param>
    /// <param name="progress">Told how many are done.</param>
    public abstract Task<TableSum> CopyAsync(
        DashboardDbContext from,
        DashboardDbContext to,
        IDbContextTransaction transaction,
        Action<long> progress,
        CancellationToken cancellationToken);

    /// <summary>The sum of what a database holds.</summary>
    public abstract Task<TableSum> SumAsync(DashboardDbContext db, Action<long> progress, CancellationToken cancellationToken);

    /// <summary>The number of rows.</summary>
    public abstract Task<long> CountAsync(DashboardDbContext db, CancellationToken cancellationToken);

    /// <summary>Removes what migrations have put in.</summary>
    public abstract Task EmptyAsync(DashboardDbContext db, CancellationToken cancellationToken);

    private static TableMove Create(IEntityType type) =>
        type.IsOwned() || type.HasSharedClrType || type.BaseType is not null || type.FindPrimaryKey() is null
            ? throw new NotSupportedException($"The table of {type.Name} cannot be moved yet")
            : (TableMove)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type.ClrType), type)!;

    private sealed class Typed<T>(IEntityType type) : TableMove(type)
        where T : class
    {
        public override async Task<TableSum> CopyAsync(
            DashboardDbContext from,
            DashboardDbContext to,
            IDbContextTransaction transaction,
            Action<long> progress,
            CancellationToken cancellationToken)
        {
            using var rows = to.CreateInserter<T>(transaction);
            var sum = await ReadAsync(from, rows.Insert, progress, cancellationToken);
            rows.Complete();
            return sum;
        }

        public override Task<TableSum> SumAsync(DashboardDbContext db, Action<long> progress, CancellationToken cancellationToken) =>
            ReadAsync(db, _ => { }, progress, cancellationToken);

        public override Task<long> CountAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
            Rows(db).LongCountAsync(cancellationToken);

        public override Task EmptyAsync(DashboardDbContext db, CancellationToken cancellationToken) =>
            Rows(db).ExecuteDeleteAsync(cancellationToken);

        private static IQueryable<T> Rows(DashboardDbContext db) => db.Set<T>().AsNoTracking().IgnoreQueryFilters().IgnoreAutoIncludes();

        private async Task<TableSum> ReadAsync(DashboardDbContext db, Action<T> take, Action<long> progress, CancellationToken cancellationToken)
        {
            // By the type of the database that is read: it knows how its values are written.
            var sum = new RowSum(db.Model.FindEntityType(Type.Name)!);
            await foreach (var row in Rows(db).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                take(row);
                sum.Add(row);
                if (sum.Total.Rows % RowsPerReport == 0)
                {
                    progress(sum.Total.Rows);
                }
            }

            progress(sum.Total.Rows);
            return sum.Total;
        }
    }
}
