using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Providers;

/// <summary>The database in one SQLite file; its migrations are in <c>Migrations/Sqlite</c>.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : DashboardDbContext(options);
