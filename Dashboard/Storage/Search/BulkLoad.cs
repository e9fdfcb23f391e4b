using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Dashboard.Storage.Search;

/// <summary>
/// Fills an empty database with many flows: without triggers and indexes, which are made at the end, over all rows at once. Nobody else may use
/// the database meanwhile.
/// </summary>
internal static class BulkLoad
{
    /// <summary>Takes away what slows single rows down.</summary>
    public static async Task BeginAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        await RunAsync(db, db.DropSearchTriggers, cancellationToken);
        foreach (var (name, table, _) in Indexes(db))
        {
            await RunAsync(db, Sql(db, new DropIndexOperation { Name = name, Table = table }), cancellationToken);
        }
    }

    /// <summary>Makes the indexes, fills the search tables and sets the triggers again.</summary>
    public static async Task EndAsync(DashboardDbContext db, Action<string> progress, CancellationToken cancellationToken)
    {
        foreach (var (name, _, create) in Indexes(db))
        {
            progress($"index {name}");
            await RunAsync(db, Sql(db, create), cancellationToken);
        }

        progress("search tables");
        await RunAsync(db, db.FillSearchTables, cancellationToken);
        await RunAsync(db, db.CreateSearchTriggers, cancellationToken);
    }

    private static IEnumerable<(string Name, string Table, CreateIndexOperation Create)> Indexes(DashboardDbContext db) =>
        from table in db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables
        where table.Name is "Flows"
        from index in table.Indexes
        select (index.Name, table.Name, CreateIndexOperation.CreateFrom(index));

    private static string Sql(DashboardDbContext db, MigrationOperation operation) =>
        string.Concat(db.GetService<IMigrationsSqlGenerator>()
            .Generate([operation], db.GetService<IDesignTimeModel>().Model)
            .Select(command => command.CommandText));

    private static async Task RunAsync(DashboardDbContext db, string sql, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 3600;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
