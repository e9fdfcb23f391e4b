using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Storage.Providers;

/// <summary>
/// Inserts many rows of one table by a prepared statement, ids included: for loads where tracking each entity would be most of the work. Names
/// and conversions of columns are those of the model.
/// </summary>
internal sealed class RowInserter<T> : IRowInserter<T>
    where T : class
{
    private readonly DbCommand _command;
    private readonly (DbParameter Parameter, Func<object, object?> ValueOf, Func<object?, object?> Convert)[] _columns;

    /// <summary>An inserter on the context's open connection, in its transaction.</summary>
    public RowInserter(DashboardDbContext db, IDbContextTransaction transaction)
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new ArgumentException($"{typeof(T).Name} is not stored");
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        _command = db.Database.GetDbConnection().CreateCommand();
        _command.Transaction = transaction.GetDbTransaction();
        RowColumn[] columns = [.. RowColumn.All(entity)];
        _columns = [.. columns.Select(Column)];

        var sql = db.GetService<ISqlGenerationHelper>();
        var names = columns.Select(column => sql.DelimitIdentifier(column.Property.GetColumnName(table)!));
        var values = _columns.Select(column => column.Parameter.ParameterName);
        var insert = $"INSERT INTO {sql.DelimitIdentifier(table.Name)} ({string.Join(", ", names)}) VALUES ({string.Join(", ", values)})";
        _command.CommandText = entity.GetProperties().Any(property => property.ValueGenerated == ValueGenerated.OnAdd)
            ? db.WithNumbers(sql.DelimitIdentifier(table.Name), insert)
            : insert;
        _command.Prepare();
    }

    public void Insert(T row)
    {
        foreach (var (parameter, valueOf, convert) in _columns)
        {
            parameter.Value = convert(valueOf(row)) ?? DBNull.Value;
        }

        _command.ExecuteNonQuery();
    }

    public void Complete()
    {
        // Each row is there already.
    }

    public void Dispose() => _command.Dispose();

    private (DbParameter Parameter, Func<object, object?> ValueOf, Func<object?, object?> Convert) Column(RowColumn column, int number)
    {
        var mapping = column.Property.GetRelationalTypeMapping();
        var parameter = _command.CreateParameter();
        parameter.ParameterName = $"@p{number}";
        if (mapping.DbType is { } type)
        {
            parameter.DbType = type;
        }

        parameter.Direction = ParameterDirection.Input;
        _command.Parameters.Add(parameter);
        return (parameter, column.ValueOf, mapping.Converter?.ConvertToProvider ?? (value => value));
    }
}
