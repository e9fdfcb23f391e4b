namespace Dashboard.Storage;

/// <summary>The section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>Sqlite</c>, <c>PostgreSql</c> or <c>SqlServer</c>.</summary>
    public string Provider { get; set; } = "Sqlite";

    /// <summary>Empty with SQLite: <c>dashboard.db</c> in the data directory.</summary>
    public string ConnectionString { get; set; } = "";
}
