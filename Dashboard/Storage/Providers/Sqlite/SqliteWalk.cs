using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Dashboard.Storage.Providers.Sqlite;

/// <summary>
/// Goes through all tables of the database file, a part of each in turn, so that a page that cannot be read any more is come upon before somebody
/// needs it: reading it throws.
/// </summary>
internal sealed class SqliteWalk
{
    internal const int MaxRows = 20_000;
    private const int MaxBatch = 2000;

    /// <summary>What a question costs beside its rows, as so many of them.</summary>
    private const int RowsOfAQuestion = 100;

    // What a table is walked by: the place of its rows in the file, or its key where it is stored in that order.
    private const string Tables = """
        SELECT t.name, group_concat('"' || c.name || '"') FROM sqlite_master t LEFT JOIN pragma_table_info(t.name) c
        ON c.pk > 0 AND t.sql LIKE '%WITHOUT ROWID%' WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' GROUP BY t.name ORDER BY t.name
        """;

    private readonly Dictionary<string, object[]> _reached = [];
    private int _next;

    /// <summary>Reads the next rows.</summary>
    /// <param name="connection">Open.</param>
    public async Task StepAsync(DbConnection connection, CancellationToken cancellationToken = default)
    {
        var tables = new List<(string Name, string Key)>();
        await foreach (var row in RowsAsync(connection, Tables, [], cancellationToken))
        {
            tables.Add(((string)row[0], row[1] as string ?? "rowid"));
        }

        for (var (turns, rows) = (0, 0); turns < tables.Count && rows < MaxRows; turns++)
        {
            var (name, key) = tables[_next++ % tables.Count];
            var read = await ReadAsync(connection, name, key, cancellationToken);
            rows += read + RowsOfAQuestion;
            if (read == MaxBatch)
            {
                turns = -1; // There is more of this one: its turn comes again.
            }
        }
    }

    private async Task<int> ReadAsync(DbConnection connection, string table, string key, CancellationToken cancellationToken)
    {
        var after = _reached.GetValueOrDefault(table, []);
        var beyond = after.Length == 0 ? "" : $" WHERE ({key}) > ({string.Join(", ", after.Select((_, i) => $"@p{i}"))})";
        var (count, last) = (0, after);
        await foreach (var row in RowsAsync(
            connection, $"SELECT {key} FROM \"{table}\" NOT INDEXED{beyond} ORDER BY {key} LIMIT {MaxBatch}", after, cancellationToken))
        {
            (count, last) = (count + 1, row);
        }

        _reached[table] = count < MaxBatch ? [] : last;
        return count;
    }

    private static async IAsyncEnumerable<object[]> RowsAsync(
        DbConnection connection, string query, object[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names that the database gave.
        command.CommandText = query;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"@p{i}", values[i]);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }
}
