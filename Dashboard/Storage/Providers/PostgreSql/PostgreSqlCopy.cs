using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Dashboard.Storage.Providers.PostgreSql;

/// <summary>Inserts many rows by <c>COPY</c> in its binary format: an order of magnitude faster than a statement a row.</summary>
internal sealed class PostgreSqlCopy<T> : IRowInserter<T>
    where T : class
{
    private readonly NpgsqlBinaryImporter _import;
    private readonly (IProperty Property, string Type, Func<object?, object?> Convert)[] _columns;

    /// <summary>An inserter on the context's open connection.</summary>
    public PostgreSqlCopy(DashboardDbContext db)
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T).Name} is not stored");
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        _columns = [.. entity.GetProperties().Select(property =>
        {
            var mapping = property.GetRelationalTypeMapping();
            return (property, mapping.StoreTypeNameBase, mapping.Converter?.ConvertToProvider ?? (value => value));
        })];
        var names = entity.GetProperties().Select(property => $"\"{property.GetColumnName(table)}\"");
        _import = ((NpgsqlConnection)db.Database.GetDbConnection()).BeginBinaryImport(
            $"COPY \"{table.Name}\" ({string.Join(", ", names)}) FROM STDIN (FORMAT BINARY)");
    }

    public void Insert(T row)
    {
        _import.StartRow();
        foreach (var (property, type, convert) in _columns)
        {
            if (convert(property.GetGetter().GetClrValue(row)) is { } value)
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
