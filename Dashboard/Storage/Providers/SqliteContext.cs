using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Providers;

/// <summary>The database in one SQLite file; its migrations are in <c>Migrations/Sqlite</c>.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : DashboardDbContext(options)
{
    /// <inheritdoc/>
    internal override string CreateSearchTriggers => SqliteSearchTables.CreateTriggers;

    /// <inheritdoc/>
    internal override string DropSearchTriggers => SqliteSearchTables.DropTriggers;

    /// <inheritdoc/>
    internal override string FillSearchTables => SqliteSearchTables.Fill;
}
