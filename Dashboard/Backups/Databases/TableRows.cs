using System.Data.Common;

namespace Dashboard.Backups.Databases;

/// <summary>Counts the rows of all tables.</summary>
internal static class TableRows
{
    /// <summary>The table of the keys that protect secrets.</summary>
    public const string Keys = "DataProtectionKeys";

    /// <param name="connection">Open.</param>
    /// <param name="transaction">In which it is asked; null: none.</param>
    /// <param name="tables">A query of the names.</param>
    public static async Task<IReadOnlyDictionary<string, long>> CountAsync(
        DbConnection connection, DbTransaction? transaction, string tables, CancellationToken cancellationToken) =>
        await CountAsync(connection, transaction, await NamesAsync(connection, transaction, tables, cancellationToken), cancellationToken);

    /// <summary>The same of tables by their names.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> CountAsync(
        DbConnection connection, DbTransaction? transaction, IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names that the database gave.
            (command.Transaction, command.CommandText, command.CommandTimeout) = (transaction, $"SELECT COUNT(*) FROM \"{table}\"", 0);
#pragma warning restore CA2100
            rows[table] = Convert.ToInt64(
                await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        }

        return rows;
    }

    /// <summary>The names that a query gives.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(
        DbConnection connection, DbTransaction? transaction, string query, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Written here.
        (command.Transaction, command.CommandText) = (transaction, query);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
