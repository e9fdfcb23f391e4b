using Dashboard.Storage.Providers.PostgreSql;
using Dashboard.Storage.Providers.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Dashboard.Storage;

/// <summary>The kind of database: the setting <c>Database:Provider</c>.</summary>
internal enum DatabaseProvider
{
    /// <summary>A file, which needs nothing to be set up.</summary>
    Sqlite,

    /// <summary>A server of its own, for more machines and more flows.</summary>
    PostgreSql,

    /// <inheritdoc cref="PostgreSql"/>
    SqlServer,
}

/// <summary>The section <c>Database</c>.</summary>
internal sealed class DatabaseOptions
{
    public DatabaseProvider Provider { get; set; }

    /// <summary>Empty with SQLite: <c>dashboard.db</c> in the data directory.</summary>
    public string ConnectionString { get; set; } = "";
}

/// <summary>Checks the section <c>Database</c>; a connection string is never repeated in a message, for it may hold a password.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options) => options.Provider switch
    {
        DatabaseProvider.Sqlite => ValidateSqlite(options.ConnectionString),
        DatabaseProvider.PostgreSql => Result(PostgreSqlProvider.Error(options.ConnectionString)),
        DatabaseProvider.SqlServer => Result(SqlServerProvider.Error(options.ConnectionString)),
        _ => ValidateOptionsResult.Fail($"Database:Provider is '{options.Provider}'; it must be one of Sqlite, PostgreSql, SqlServer"),
    };

    private static ValidateOptionsResult Result(string? error) => error is null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(error);

    private static ValidateOptionsResult ValidateSqlite(string connectionString)
    {
        const string Allowed = "leave it empty for dashboard.db in the data directory, or give Data Source=/path/to/file.db";
        try
        {
            var connection = new SqliteConnectionStringBuilder(connectionString);
            return connection.Mode == SqliteOpenMode.Memory || connection.DataSource == ":memory:"
                ? ValidateOptionsResult.Fail($"Database:ConnectionString keeps nothing in memory; {Allowed}")
                : ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return ValidateOptionsResult.Fail($"Database:ConnectionString is no SQLite connection string; {Allowed}");
        }
    }
}
