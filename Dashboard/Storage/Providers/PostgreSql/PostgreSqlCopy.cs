using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Dashboard.Storage.Providers.PostgreSql;

/// <summary>Inserts many rows by <c>COPY</c> in its binary format: an order of magnitude faster than a statement a row.</summary>
internal sealed class PostgreSqlCopy<T> : IRowInserter<T>
    where T : class
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(2);
    private readonly NpgsqlBinaryImporter _import;
    private readonly (Func<object, object?> ValueOf, string Type, Func<object?, object?> Convert)[] _columns;

    /// <summary>An inserter on the context's open connection.</summary>
    public PostgreSqlCopy(DashboardDbContext db)
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T).Name} is not stored");
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        RowColumn[] columns = [.. RowColumn.All(entity)];
        _columns = [.. columns.Select(column =>
        {
            var mapping = column.Property.GetRelationalTypeMapping();
            return (column.ValueOf, mapping.StoreTypeNameBase, mapping.Converter?.ConvertToProvider ?? (value => value));
        })];
        var names = columns.Select(column => $"\"{column.Property.GetColumnName(table)}\"");
        _import = ((NpgsqlConnection)db.Database.GetDbConnection()).BeginBinaryImport(
            $"COPY \"{table.Name}\" ({string.Join(", ", names)}) FROM STDIN (FORMAT BINARY)");

        // What refers to other tables is looked up at its end, which takes its time where there are many rows.
        _import.Timeout = MaxWait;
    }

    public void Insert(T row)
    {
        _import.StartRow();
        foreach (var (valueOf, type, convert) in _columns)
        {
            if (convert(valueOf(row)) is { } value)
            {
                _import.Write(value, type);
            }
            else
            {
                _import.WriteNull();
            }
        }
    }

    public void Complete() => _import.Complete();

    public void Dispose() => _import.Dispose();
}
