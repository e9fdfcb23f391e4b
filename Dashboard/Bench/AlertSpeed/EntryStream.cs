using System.Text;

namespace Dashboard.Bench.AlertSpeed;

/// <summary>A list's file that is made while it is read, so that it needs no room.</summary>
internal sealed class EntryStream(int list, int entries) : Stream
{
    private byte[] _line = Encoding.UTF8.GetBytes("Plate Number,Description,State/Province\n");
    private int _at;
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A plate of a list: seven letters and digits that look like no order.</summary>
    public static string Plate(int list, int number)
    {
        const string letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const long all = 36L * 36 * 36 * 36 * 36 * 36 * 36;

        // A step that has no divisor in common with their number visits each once.
        var value = (((long)list * 6_000_000) + number) * 1_000_003 % all;
        Span<char> plate = stackalloc char[7];
        foreach (ref var c in plate)
        {
            c = letters[(int)(value % 36)];
            value /= 36;
        }

        return new string(plate);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == _line.Length)
        {
            if (_next == entries)
            {
                return 0;
            }

            _line = Encoding.UTF8.GetBytes($"{Plate(list, _next)},Entry {_next},\n");
            _next++;
            _at = 0;
        }

        var taken = Math.Min(count, _line.Length - _at);
        _line.AsSpan(_at, taken).CopyTo(buffer.AsSpan(offset));
        _at += taken;
        return taken;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
