using Dashboard.Storage.Providers.PostgreSql;
using Dashboard.Storage.Providers.SqlServer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Dashboard.Storage;

/// <summary>The section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The provider that needs nothing to be set up.</summary>
    public const string Sqlite = "Sqlite";

    /// <summary>A server of its own, for more machines and more flows.</summary>
    public const string PostgreSql = "PostgreSql";

    /// <inheritdoc cref="PostgreSql"/>
    public const string SqlServer = "SqlServer";

    /// <summary><c>Sqlite</c>, <c>PostgreSql</c> or <c>SqlServer</c>.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>Empty with SQLite: <c>dashboard.db</c> in the data directory.</summary>
    public string ConnectionString { get; set; } = "";
}

/// <summary>Checks the section <c>Database</c>; a connection string is never repeated in a message, for it may hold a password.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options) => options.Provider switch
    {
        DatabaseOptions.Sqlite => ValidateSqlite(options.ConnectionString),
        DatabaseOptions.PostgreSql => Result(PostgreSqlProvider.Error(options.ConnectionString)),
        DatabaseOptions.SqlServer => Result(SqlServerProvider.Error(options.ConnectionString)),
        _ => ValidateOptionsResult.Fail($"Database:Provider '{options.Provider}' is unknown; it is Sqlite, PostgreSql or SqlServer"),
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
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            return ValidateOptionsResult.Fail($"Database:ConnectionString is no SQLite connection string; {Allowed}");
        }
    }
}
