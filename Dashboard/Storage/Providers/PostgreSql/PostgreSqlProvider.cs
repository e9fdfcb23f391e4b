using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Dashboard.Storage.Providers.PostgreSql;

/// <summary>How a PostgreSQL database is opened.</summary>
internal static class PostgreSqlProvider
{
    /// <summary>
    /// How long a statement waits for a table or a row that somebody keeps locked: two such waits on the way of one page are told within ten seconds.
    /// What may take longer says so, by <see cref="DashboardDbContext.WaitForLocksAsync"/>.
    /// </summary>
    public static readonly TimeSpan MaxLockWait = BriefWait.Max;

    private const string LockTimeout = "lock_timeout";

    /// <summary>A factory of contexts over the database that the settings name.</summary>
    public static IDbContextFactory<PostgreSqlContext> CreateFactory(
        DatabaseOptions database, ILoggerFactory? logs = null, AuditInterceptor? audit = null) =>
        new PooledDbContextFactory<PostgreSqlContext>(Options(WithLockWait(database.ConnectionString), logs, audit));

    /// <summary>The context's options; also for tests and for making migrations.</summary>
    public static DbContextOptions<PostgreSqlContext> Options(string connectionString, ILoggerFactory? logs = null, AuditInterceptor? audit = null)
    {
        var options = new DbContextOptionsBuilder<PostgreSqlContext>();
        options.UseNpgsql(connectionString);
        return options.WithServices(logs, audit).Options;
    }

    /// <summary>
    /// The connection string whose sessions wait no longer than <see cref="MaxLockWait"/>; one that says how long they wait stays as it is. An option
    /// of the session, and no statement: it costs nothing, and outlives the pool's resetting.
    /// </summary>
    internal static string WithLockWait(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var given = connection.Options ?? Environment.GetEnvironmentVariable("PGOPTIONS");
        if (given?.Contains(LockTimeout, StringComparison.OrdinalIgnoreCase) is true)
        {
            return connectionString;
        }

        connection.Options = FormattableString.Invariant($"{given} -c {LockTimeout}={MaxLockWait.TotalMilliseconds}").TrimStart();
        return connection.ConnectionString;
    }

    /// <summary>What is wrong with a connection string, without its values; null where nothing is.</summary>
    public static string? Error(string connectionString)
    {
        const string Example = "such as Host=localhost;Database=dashboard;Username=dashboard;Password=…";
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrEmpty(connection.Host) || string.IsNullOrEmpty(connection.Database)
                ? $"must name Host and Database, {Example}"
                : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return $"is no PostgreSQL connection string, {Example}";
        }
    }

    /// <summary>The server and the database that a connection string names, for a person: without the password.</summary>
    public static string Place(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{connection.Host}:{connection.Port}, database {connection.Database}";
    }
}
