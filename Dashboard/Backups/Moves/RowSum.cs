using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Storage.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Backups.Moves;

/// <summary>Number of rows of a table, and a sum over their SHA-256 that is the same in whatever order they come.</summary>
internal readonly record struct TableSum(long Rows, UInt128 Sum);

/// <summary>
/// Sums rows of one table, whatever database they are from: over the values as the program sees them. Times count to the microsecond, for databases
/// keep them so; nothing in the program is finer.
/// </summary>
internal sealed class RowSum
{
    private const byte Null = 0;
    private const byte Value = 1;
    private const int TicksPerMicrosecond = 10;

    private readonly (Func<object, object?> ValueOf, Func<object?, object?>? Convert)[] _columns;
    private readonly ArrayBufferWriter<byte> _row = new();
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private long _rows;
    private UInt128 _sum;

    public RowSum(IEntityType type) => _columns =
    [
        .. RowColumn.All(type).OrderBy(column => column.Property.GetColumnName(), StringComparer.Ordinal)
            .Select(column => (column.ValueOf, column.Property.GetRelationalTypeMapping().Converter?.ConvertToProvider)),
    ];

    public TableSum Total => new(_rows, _sum);

    public void Add(object row)
    {
        _row.ResetWrittenCount();
        foreach (var (valueOf, convert) in _columns)
        {
            Write(valueOf(row), convert);
        }

        SHA256.HashData(_row.WrittenSpan, _hash);
        _sum = unchecked(_sum + BinaryPrimitives.ReadUInt128LittleEndian(_hash));
        _rows++;
    }

    private void Write(object? value, Func<object?, object?>? convert)
    {
        switch (value)
        {
            case null:
                Write([Null]);
                break;
            case string text:
                WriteBytes(Encoding.UTF8.GetBytes(text));
                break;
            case byte[] bytes:
                WriteBytes(bytes);
                break;
            case Guid id:
                WriteBytes(id.ToByteArray());
                break;
            case DateTimeOffset at:
                WriteNumber(at.UtcTicks / TicksPerMicrosecond);
                break;
            case DateTime at:
                WriteNumber(at.Ticks / TicksPerMicrosecond);
                break;
            case TimeSpan span:
                WriteNumber(span.Ticks / TicksPerMicrosecond);
                break;
            case TimeOnly at:
                WriteNumber(at.Ticks / TicksPerMicrosecond);
                break;
            case DateOnly day:
                WriteNumber(day.DayNumber);
                break;
            case double number:
                WriteNumber(BitConverter.DoubleToInt64Bits(number));
                break;
            case float number:
                WriteNumber(BitConverter.SingleToInt32Bits(number));
                break;
            case bool or byte or short or int or long or Enum:
                WriteNumber(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            default:
                Write(convert?.Invoke(value) ?? throw new NotSupportedException($"{value.GetType()} cannot be summed"), null);
                break;
        }
    }

    private void WriteNumber(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Write([Value]);
        Write(bytes);
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteNumber(bytes.Length);
        Write(bytes);
    }

    private void Write(ReadOnlySpan<byte> bytes) => _row.Write(bytes);
}
