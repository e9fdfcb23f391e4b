using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Dashboard.Tests.Support.Databases;

/// <summary>Database servers that the tests may make databases on, as the environment names them.</summary>
internal static class TestServers
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    /// <summary>Connection string of a PostgreSQL server; null: there is none.</summary>
    public static string? PostgreSql { get; } = Read("DASHBOARD_TEST_POSTGRESQL");

    /// <summary>Connection string of a SQL Server; null: there is none.</summary>
    public static string? SqlServer { get; } = Read("DASHBOARD_TEST_SQLSERVER");

    /// <summary>Connection string of a database that nobody else has; empty with SQLite. Skips the test where the server is not there.</summary>
    public static async Task<string> CreateDatabaseAsync(string provider)
    {
        switch (provider)
        {
            case nameof(DatabaseProvider.PostgreSql):
                Assert.SkipWhen(PostgreSql is null, "DASHBOARD_TEST_POSTGRESQL names no server; test.sh starts one");
                var name = NewName();
                await RunAsync($"CREATE DATABASE \"{name}\" TEMPLATE \"{await Template.Value}\"");
                return OnPostgreSql(name);
            case nameof(DatabaseProvider.SqlServer):
                return new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(SqlServer) { InitialCatalog = NewName() }.ConnectionString;
            default:
                return "";
        }
    }

    /// <summary>
    /// Connection string of a database that is not there yet and that nobody else will have. Skips the test where the server is not there.
    /// </summary>
    /// <param name="provider">The provider.</param>
    /// <param name="folder">Where SQLite makes its file.</param>
    public static string NewDatabase(string provider, string folder)
    {
        switch (provider)
        {
            case nameof(DatabaseProvider.PostgreSql):
                Assert.SkipWhen(PostgreSql is null, "DASHBOARD_TEST_POSTGRESQL names no server; test.sh starts one");
                return OnPostgreSql(NewName());
            case nameof(DatabaseProvider.SqlServer):
                return new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(SqlServer) { InitialCatalog = NewName() }.ConnectionString;
            default:
                return $"Data Source={Path.Combine(folder, "shared.db")}";
        }
    }

    /// <summary>Makes the PostgreSQL database of a connection string, empty.</summary>
    public static Task CreateEmptyAsync(string connectionString) =>
        RunAsync($"CREATE DATABASE \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\"");

    /// <summary>Drops a database; nothing happens with SQLite.</summary>
    public static async Task DropAsync(string provider, string connectionString)
    {
        if (provider == nameof(DatabaseProvider.PostgreSql))
        {
            await RunAsync($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\" WITH (FORCE)");
        }
    }

    // Migrated once; copying it is many times faster than migrating.
    private static async Task<string> MakeTemplateAsync()
    {
        var name = NewName();
        var factory = new ProviderContextFactory(
            new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = OnPostgreSql(name) },
            new ServerOptions(),
            NullLoggerFactory.Instance);
        await using var db = factory.CreateDbContext();
        await db.Database.MigrateAsync();
        NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
        return name;
    }

    private static async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(PostgreSql);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string OnPostgreSql(string database) =>
        new NpgsqlConnectionStringBuilder(PostgreSql) { Database = database, MaxPoolSize = 10, IncludeErrorDetail = true }.ConnectionString;

    private static string NewName() => $"dashboard_test_{Guid.NewGuid():N}";

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
