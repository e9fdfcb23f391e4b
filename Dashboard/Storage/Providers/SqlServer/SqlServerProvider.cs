using Microsoft.Data.SqlClient;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Dashboard.Storage.Providers.SqlServer;

/// <summary>How a SQL Server database is opened.</summary>
internal static class SqlServerProvider
{
    /// <summary>A factory of contexts over the database that the settings name.</summary>
    public static IDbContextFactory<SqlServerContext> CreateFactory(
        DatabaseOptions database, ILoggerFactory? logs = null, AuditInterceptor? audit = null) =>
        new PooledDbContextFactory<SqlServerContext>(Options(database.ConnectionString, logs, audit));

    /// <summary>The context's options; also for tests and for making migrations.</summary>
    public static DbContextOptions<SqlServerContext> Options(string connectionString, ILoggerFactory? logs = null, AuditInterceptor? audit = null)
    {
        var options = new DbContextOptionsBuilder<SqlServerContext>();
        options.UseSqlServer(connectionString);
        options.AddInterceptors(new CancelledCommandInterceptor());
        return options.WithServices(logs, audit).Options;
    }

    /// <summary>What is wrong with a connection string, without its values; null where nothing is.</summary>
    public static string? Error(string connectionString)
    {
        const string Example = "such as Server=localhost;Database=dashboard;User Id=dashboard;Password=…;TrustServerCertificate=true";
        try
        {
            var connection = new SqlConnectionStringBuilder(connectionString);
            return connection.DataSource.Length == 0 || connection.InitialCatalog.Length == 0
                ? $"must name Server and Database, {Example}"
                : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException)
        {
            return $"is no SQL Server connection string, {Example}";
        }
    }

    /// <summary>The server and the database that a connection string names, for a person: without the password.</summary>
    public static string Place(string connectionString)
    {
        var connection = new SqlConnectionStringBuilder(connectionString);
        return $"{connection.DataSource}, database {connection.InitialCatalog}";
    }
}
