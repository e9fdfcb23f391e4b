using Dashboard.Configuration;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Providers.PostgreSql;
using Dashboard.Storage.Providers.Sqlite;
using Dashboard.Storage.Providers.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Providers;

/// <summary>Contexts of the provider that the setting <c>Database:Provider</c> names.</summary>
internal sealed class ProviderContextFactory(
    DatabaseOptions database, ServerOptions server, ILoggerFactory logs, AuditTrail? audit = null) : IDbContextFactory<DashboardDbContext>
{
    private readonly Func<DashboardDbContext> _create = database.Provider switch
    {
        DatabaseProvider.Sqlite => SqliteProvider.CreateFactory(database, server, logs, Interceptor(audit)).CreateDbContext,
        DatabaseProvider.PostgreSql => PostgreSqlProvider.CreateFactory(database, logs, Interceptor(audit)).CreateDbContext,
        DatabaseProvider.SqlServer => SqlServerProvider.CreateFactory(database, logs, Interceptor(audit)).CreateDbContext,
        _ => throw new InvalidOperationException($"No provider {database.Provider}"),
    };

    public DashboardDbContext CreateDbContext()
    {
        var db = _create();
        db.WaitAtMost(BriefWait.IsOn ? BriefWait.Max : null); // Always: contexts are used again.
        return db;
    }

    private static AuditInterceptor? Interceptor(AuditTrail? audit) => audit is null ? null : new(audit);
}
