using Dashboard.Configuration;
using Dashboard.Storage.Providers.PostgreSql;
using Dashboard.Storage.Providers.Sqlite;
using Dashboard.Storage.Providers.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Providers;

/// <summary>Contexts of the provider that the setting <c>Database:Provider</c> names.</summary>
internal sealed class ProviderContextFactory(
    DatabaseOptions database, ServerOptions server, ILoggerFactory logs) : IDbContextFactory<DashboardDbContext>
{
    private readonly Func<DashboardDbContext> _create = database.Provider switch
    {
        DatabaseProvider.Sqlite => SqliteProvider.CreateFactory(database, server, logs).CreateDbContext,
        DatabaseProvider.PostgreSql => PostgreSqlProvider.CreateFactory(database, logs).CreateDbContext,
        DatabaseProvider.SqlServer => SqlServerProvider.CreateFactory(database, logs).CreateDbContext,
        _ => throw new InvalidOperationException($"No provider {database.Provider}"),
    };

    public DashboardDbContext CreateDbContext() => _create();
}
