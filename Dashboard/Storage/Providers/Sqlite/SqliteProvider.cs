using System.Data.Common;
using System.Runtime.CompilerServices;
using Dashboard.Configuration;
using Microsoft.Data.Sqlite;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SQLitePCL;

namespace Dashboard.Storage.Providers.Sqlite;

/// <summary>How SQLite is opened.</summary>
internal static class SqliteProvider
{
    /// <summary>Name of the database file in the data directory.</summary>
    public const string FileName = "dashboard.db";

    /// <summary>How long a writer waits for another one, unless the connection string says otherwise: longer than any that is not stuck.</summary>
    private const int MaxWaitSeconds = 90;

    /// <summary>A factory of contexts over the file that the settings name.</summary>
    public static IDbContextFactory<SqliteContext> CreateFactory(
        DatabaseOptions database, ServerOptions server, ILoggerFactory? logs = null, AuditInterceptor? audit = null) =>
        new PooledDbContextFactory<SqliteContext>(Options(ConnectionString(database, server), logs, audit));

    /// <summary>The context's options; also for tests and for making migrations.</summary>
    public static DbContextOptions<SqliteContext> Options(string connectionString, ILoggerFactory? logs = null, AuditInterceptor? audit = null)
    {
        var options = new DbContextOptionsBuilder<SqliteContext>();
        options.UseSqlite(connectionString);
        options.AddInterceptors(new PragmaInterceptor());
        return options.WithServices(logs, audit).Options;
    }

    /// <summary>The connection string of the settings, or of the file in the data directory where none is set.</summary>
    public static string ConnectionString(DatabaseOptions database, ServerOptions server)
    {
        var connection = new SqliteConnectionStringBuilder(database.ConnectionString);
        if (connection.DataSource.Length == 0)
        {
            connection.DataSource = server.DataPath(FileName);
        }

        connection.ForeignKeys ??= true;
        if (!connection.ShouldSerialize("Default Timeout"))
        {
            connection.DefaultTimeout = MaxWaitSeconds;
        }

        return connection.ConnectionString;
    }

    /// <summary>Full path of the database file.</summary>
    public static string PathOf(DatabaseOptions database, ServerOptions server) =>
        Path.GetFullPath(new SqliteConnectionStringBuilder(ConnectionString(database, server)).DataSource);

    /// <summary>
    /// Settings that SQLite keeps a connection, not in the file. <c>synchronous=FULL</c>: with a write-ahead log, NORMAL survives a killed
    /// process but may lose the last commits in a power cut; what was announced must survive both, and batches make one sync a batch cheap. What is
    /// deleted is overwritten where its page is written anyway. A log that a long reader has let grow gives its room back.
    /// </summary>
    private sealed class PragmaInterceptor : DbConnectionInterceptor
    {
        private const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA busy_timeout=1000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
            + "PRAGMA journal_size_limit=67108864;" + SqliteContext.UsualDeletion;

        // A pooled connection comes back with the settings that it has.
        private readonly ConditionalWeakTable<sqlite3, object> _set = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (((SqliteConnection)connection).Handle is { } handle && !_set.TryAdd(handle, connection.GetType()))
            {
                return;
            }

            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        // SQLite has no asynchronous calls: the asynchronous ones of its driver do the same.
        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
