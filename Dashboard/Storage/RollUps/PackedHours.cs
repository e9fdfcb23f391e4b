using System.Buffers.Binary;

namespace Dashboard.Storage.RollUps;

/// <summary>
/// The hours of a <see cref="CameraDay"/> as bytes, one record of a fixed length each: which hour of the day, flows, read, doubtful, sum of the
/// confidences. Whole hours, so that days and weekdays of any zone can be told from them.
/// </summary>
internal static class PackedHours
{
    /// <summary>The most bytes of a day.</summary>
    public const int MaxBytes = 24 * RecordBytes;

    private const int RecordBytes = sizeof(byte) + (3 * sizeof(int)) + sizeof(double);

    /// <summary>Packs the hours of one camera's day.</summary>
    public static byte[] Pack(long day, IReadOnlyCollection<CameraHour> hours)
    {
        var bytes = new byte[hours.Count * RecordBytes];
        var rest = bytes.AsSpan();
        foreach (var hour in hours.OrderBy(hour => hour.Start))
        {
            rest[0] = (byte)((hour.Start - day) / SpanSeconds.Hour);
            BinaryPrimitives.WriteInt32LittleEndian(rest[1..], hour.Flows);
            BinaryPrimitives.WriteInt32LittleEndian(rest[5..], hour.Read);
            BinaryPrimitives.WriteInt32LittleEndian(rest[9..], hour.Doubtful);
            BinaryPrimitives.WriteDoubleLittleEndian(rest[13..], hour.ConfidenceSum);
            rest = rest[RecordBytes..];
        }

        return bytes;
    }

    /// <summary>Gives each packed hour to <paramref name="take"/>, in one row that is used again: years are a few hundred thousand hours.</summary>
    public static void Unpack(CameraDay day, CameraHour reused, Action<CameraHour> take)
    {
        reused.CameraId = day.CameraId;
        for (ReadOnlySpan<byte> rest = day.Hours; rest.Length >= RecordBytes; rest = rest[RecordBytes..])
        {
            reused.Start = day.Start + (rest[0] * (long)SpanSeconds.Hour);
            reused.Flows = BinaryPrimitives.ReadInt32LittleEndian(rest[1..]);
            reused.Read = BinaryPrimitives.ReadInt32LittleEndian(rest[5..]);
            reused.Doubtful = BinaryPrimitives.ReadInt32LittleEndian(rest[9..]);
            reused.ConfidenceSum = BinaryPrimitives.ReadDoubleLittleEndian(rest[13..]);
            take(reused);
        }
    }
}
