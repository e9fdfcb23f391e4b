using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Dashboard.Storage.Providers.PostgreSql;

/// <summary>How a PostgreSQL database is opened.</summary>
internal static class PostgreSqlProvider
{
    /// <summary>A factory of contexts over the database that the settings name.</summary>
    public static IDbContextFactory<PostgreSqlContext> CreateFactory(
        DatabaseOptions database, ILoggerFactory? logs = null, AuditInterceptor? audit = null) =>
        new PooledDbContextFactory<PostgreSqlContext>(Options(database.ConnectionString, logs, audit));

    /// <summary>The context's options; also for tests and for making migrations.</summary>
    public static DbContextOptions<PostgreSqlContext> Options(string connectionString, ILoggerFactory? logs = null, AuditInterceptor? audit = null)
    {
        var options = new DbContextOptionsBuilder<PostgreSqlContext>();
        options.UseNpgsql(connectionString);
        return options.WithServices(logs, audit).Options;
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
