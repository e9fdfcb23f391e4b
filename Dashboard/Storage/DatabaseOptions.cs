using Dashboard.Configuration;
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

/// <summary>Which database holds everything but the pictures: the section <c>Database</c>.</summary>
internal sealed class DatabaseOptions
{
    public DatabaseProvider Provider { get; set; }

    /// <summary>Empty with SQLite: <c>dashboard.db</c> in the data directory.</summary>
    public string ConnectionString { get; set; } = "";
}

/// <summary>A connection string is never repeated in a message, for it may hold a password.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var check = new OptionsCheck("Database");
        check.Require(
            Enum.IsDefined(options.Provider),
            nameof(options.Provider),
            $"is '{options.Provider}'; it must be one of Sqlite, PostgreSql, SqlServer");
        var error = options.Provider switch
        {
            DatabaseProvider.Sqlite => SqliteError(options.ConnectionString),
            DatabaseProvider.PostgreSql => PostgreSqlProvider.Error(options.ConnectionString),
            DatabaseProvider.SqlServer => SqlServerProvider.Error(options.ConnectionString),
            _ => null,
        };
        check.Require(error is null, nameof(options.ConnectionString), error ?? "");
        return check.Result;
    }

    private static string? SqliteError(string connectionString)
    {
        const string Allowed = "leave it empty for dashboard.db in the data directory, or give Data Source=/path/to/file.db";
        try
        {
            var connection = new SqliteConnectionStringBuilder(connectionString);
            return connection.Mode == SqliteOpenMode.Memory || connection.DataSource == ":memory:" ? $"keeps nothing in memory; {Allowed}" : null;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return $"is no SQLite connection string; {Allowed}";
        }
    }
}
